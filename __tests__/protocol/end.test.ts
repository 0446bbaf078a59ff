import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Bench, MAGIC_COOKIE, type ProviderProcess } from '../support/plugin/provider-process';
import { TerraformClient } from '../support/plugin/terraform-client';
import { NULL_VALUE, plainValue, readValue, UNKNOWN_ON_WIRE } from '../support/plugin/wire-values';

const bench = new Bench();

afterEach(() => expect(bench.leftovers()).toEqual([]));
afterAll(() => bench.close());

const slowApply = (client: TerraformClient, values: object) =>
  client.provider.applyResourceChange({
    typeName: 'note_slow',
    priorState: NULL_VALUE,
    plannedState: plainValue({ id: UNKNOWN_ON_WIRE, ...values }),
    config: plainValue(values),
  });

async function started(): Promise<{ running: ProviderProcess; client: TerraformClient }> {
  const running = bench.start({ TF_LOG: 'DEBUG' });
  return { running, client: await TerraformClient.connect(running) };
}

describe('stop', () => {
  test('aborts running calls, which answer with what is true, and goes on serving', async () => {
    const { running, client } = await started();
    const calls = [slowApply(client, { seconds: 60 }), slowApply(client, { seconds: 60 })];
    await running.logged('Applying slowly');
    await sleep(100);
    expect(await client.provider.stopProvider({})).toMatchObject({ Error: '' });
    for (const { newState, diagnostics } of await Promise.all(calls)) {
      expect(readValue(newState)).toBeNull();
      expect(diagnostics).toMatchObject([{ severity: 1, summary: 'Note not written' }]);
    }
    const after = await slowApply(client, { seconds: 0 });
    expect(readValue(after.newState)).toMatchObject({ id: 'plain-1' });
    await client.shutdown();
    expect((await running.exited).code).toBe(0);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('leaves %s to Terraform', async (signal) => {
    const { running, client } = await started();
    const call = slowApply(client, { seconds: 1 });
    await running.logged('Applying slowly');
    running.child.kill(signal);
    expect(readValue((await call).newState)).toMatchObject({ id: 'plain-1' });
    await client.shutdown();
    expect(await running.exited).toEqual({ code: 0, signal: null });
  });
});

describe('end', () => {
  test('Shutdown is answered, and the process is gone well within the two seconds that Terraform waits', async () => {
    const { running, client } = await started();
    await client.provider.getMetadata({});
    const before = performance.now();
    await client.shutdown();
    expect(await running.exited).toEqual({ code: 0, signal: null });
    expect(performance.now() - before).toBeLessThan(1500);
    expect(client.streamed).toEqual([]);
  });

  test('Shutdown in the middle of a call (Ctrl-C twice) aborts it', async () => {
    const { running, client } = await started();
    const call = slowApply(client, { seconds: 60 });
    await running.logged('Applying slowly');
    await client.shutdown();
    expect((await call).diagnostics).toMatchObject([{ summary: 'Note not written' }]);
    expect((await running.exited).code).toBe(0);
    expect(running.stderr).toContain('Stopped');
  });

  test('a call that ignores its signal cannot hold the process', async () => {
    const { running, client } = await started();
    await client.provider.getMetadata({});
    slowApply(client, { mode: 'deaf' }).catch(() => undefined);
    await sleep(200);
    const before = performance.now();
    client.vanish();
    expect((await running.exited).code).toBe(0);
    expect(performance.now() - before).toBeLessThan(6000);
  });

  test('Terraform vanishing in the middle of a call aborts it and ends the process', async () => {
    const { running, client } = await started();
    slowApply(client, { seconds: 60 }).catch(() => undefined);
    await running.logged('Applying slowly');
    const before = performance.now();
    client.vanish();
    expect((await running.exited).code).toBe(0);
    expect(performance.now() - before).toBeLessThan(2500);
    expect(running.stderr).toContain('Stopped');
    expect(running.stderr).toContain('Terraform is gone');
  });

  test('a parent that dies before it ever connects is noticed', async () => {
    // A parent of its own for the provider, which is killed as soon as it has passed the handshake on.
    const program = `require('node:child_process').spawn(${JSON.stringify(bench.executable)}, { stdio: 'inherit' });`;
    const parent = spawn(process.execPath, ['-e', program], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { PATH: process.env.PATH, TF_PLUGIN_MAGIC_COOKIE: MAGIC_COOKIE, TMPDIR: bench.temporary },
    });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const socket = line.toString().split('|')[3];
    expect(existsSync(socket)).toBe(true);
    parent.kill('SIGKILL');
    // The pipe closes when its last holder, the provider, has ended.
    await once(parent.stdout, 'close');
    expect(existsSync(socket)).toBe(false);
  });

  test('a log that nobody reads any more does not end a call', async () => {
    const running = bench.start({ TF_LOG: 'TRACE' });
    const client = await TerraformClient.connect(running);
    running.child.stderr?.destroy();
    running.child.stdout?.destroy();
    expect(readValue((await slowApply(client, { seconds: 0 })).newState)).toMatchObject({ id: 'plain-1' });
    await client.shutdown();
    expect((await running.exited).code).toBe(0);
  });

  test('an error that nobody caught is reported as a panic, without its message', async () => {
    const { running, client } = await started();
    slowApply(client, { mode: 'crash' }).catch(() => undefined);
    expect((await running.exited).code).toBe(1);
    expect(running.stderr).toMatch(/^panic: RangeError\n\n {4}at /m);
    expect(running.stderr).not.toContain('SECRET');
  });
});
