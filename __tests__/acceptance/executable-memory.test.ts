import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EXECUTABLE, executable } from '../support/executable';
import { FIRST } from '../support/scene';

/** The executable holds passwords for a moment, and guards its memory as the provider does. */
describe('the memory of iam-login-profile', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'lp-memory-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  test.each([
    ['set', 2],
    // There 2 would mean drift.
    ['drift', 1],
  ])('%s does not run with options of Node that would show it', async (command, exitStatus) => {
    const env = { NODE_OPTIONS: `"--heapsnapshot_signal=SIGUSR2" --diagnostic-dir=${dir}` };
    const { code, stderr, stdout } = await executable([command], { env });
    expect(code).toBe(exitStatus);
    expect(stderr + stdout).toContain('NODE_OPTIONS has --heapsnapshot-signal, which would show the secrets');
    expect(stderr + stdout).toContain('take it out of the environment.');
  });

  test('goes into no report, no core dump and no debugger while a password is read', async () => {
    const asked = ['--report-on-signal', '--report-signal=SIGUSR2', `--report-directory=${dir}`];
    const args = ['set', '--user-name', 'alice', '--password-stdin'];
    const child = spawn(process.execPath, [EXECUTABLE, ...args], {
      env: { PATH: process.env.PATH, HOME: dir, AWS_REGION: 'us-east-1', NODE_OPTIONS: asked.join(' ') },
    });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdin.write(FIRST);
    const filter = `/proc/${child.pid}/coredump_filter`;
    const kept = (): boolean => !existsSync(filter) || readFileSync(filter, 'utf8').trim() === '00000000';
    for (let waited = 0; !kept() && waited < 10_000; waited += 50) await delay(50);
    expect(kept()).toBe(true);
    child.kill('SIGUSR1');
    await delay(300);
    expect(stderr).not.toContain('Debugger listening');
    child.kill('SIGUSR2');
    expect(await once(child, 'exit')).toEqual([null, 'SIGUSR2']);
    expect(readdirSync(dir)).toEqual([]);
  });
});
