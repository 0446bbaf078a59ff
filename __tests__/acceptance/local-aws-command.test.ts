import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXECUTABLE, executable } from '../support/executable';

let dir: string;
let seed: string;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'lp-local-aws-'));
  seed = join(dir, 'seed.json');
  const secrets = [{ name: 'console/alice', secret_string: 'Only-f0r-tests' }];
  writeFileSync(seed, JSON.stringify({ users: ['alice', { user_name: 'bob', path: '/team/' }], secrets }));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const localAws = (...args: string[]) => executable(['local-aws', ...args], { env: { HOME: dir }, cwd: dir });

describe('iam-login-profile local-aws', () => {
  test('runs a command against it, and exits as that does', async () => {
    const self = [process.execPath, EXECUTABLE];
    const set = await localAws(
      '--seed',
      seed,
      '--',
      ...self,
      'set',
      '--user-name',
      'alice',
      '--secret-id',
      'console/alice',
    );
    expect(set).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\{"success":true,"data":\{"id":"alice".*\}\n$/),
    });
    const get = await localAws('--seed', seed, '--', ...self, 'get', '--user-name', 'bob');
    expect(get.code).toBe(3);
  });

  test('without a command says how it is reached, and runs until it is ended', async () => {
    const answers: unknown[] = [];
    const { code, stdout } = await executable(['local-aws', '--seed', seed], {
      env: { HOME: dir },
      onOutput: (output, kill) => {
        const { data } = JSON.parse(output) as { data: { endpoint: string; environment: Record<string, string> } };
        void executable(['get', '--user-name', 'alice'], { env: { HOME: dir, ...data.environment } }).then((answer) => {
          answers.push(answer.code);
          kill('SIGTERM');
        });
      },
    });
    expect(code).toBe(0);
    expect(stdout.match(/\n/g)).toHaveLength(1);
    expect(answers).toEqual([3]);
  });

  test('SIGTERM ends the command, too, and exits as that does', async () => {
    const program =
      'process.on("SIGTERM", () => { console.log("ended"); process.exit(7); }); setInterval(() => undefined, 1000); console.log("ready");';
    let isKilled = false;
    const { code, stdout } = await executable(['local-aws', '--', process.execPath, '-e', program], {
      env: { HOME: dir },
      onOutput: (_output, kill) => {
        if (!isKilled) kill('SIGTERM');
        isKilled = true;
      },
    });
    expect({ code, stdout }).toEqual({ code: 7, stdout: 'ready\nended\n' });
  });

  test('a seed that cannot be sown ends it', async () => {
    for (const [name, content, says] of [
      ['twice.json', { users: ['alice', 'ALICE'] }, /^--seed: .*already exists/],
      ['secrets.json', { secrets: ['a', 'a'].map((name) => ({ name, secret_string: 'x' })) }, /^--seed: /],
    ] as const) {
      writeFileSync(join(dir, name), JSON.stringify(content));
      const { code, stdout } = await localAws('--seed', name);
      expect(code).toBe(2);
      expect(JSON.parse(stdout)).toMatchObject({
        error: { code: 'VALIDATION_ERROR', message: expect.stringMatching(says) },
      });
    }
  });

  test.each([
    ['a command that is none', ['--', 'no-such-command-at-all'], /cannot be run: there is no such command/],
    ['a port that is none', ['--port', '70000'], /--port is a whole number from 0 to 65535/],
    ['a seed that is missing', ['--seed', 'nowhere.json'], /cannot be read \(ENOENT\)/],
    ['an account that is none', ['--account', '1'], /twelve digits/],
  ])('refuses %s', async (_what, args, says) => {
    const { code, stdout } = await localAws(...args);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'VALIDATION_ERROR', message: expect.stringMatching(says) },
    });
  });
});
