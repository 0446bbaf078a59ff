import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, type RunResult } from '../../scripts/demo/run';
import { type LocalAws, startLocalAws } from '../../src/local-aws';
import { CDKTF, CONSTRUCTS, consumerEnvironment, installPackage } from '../support/consumer';
import { FIRST, SECOND } from '../support/scene';

const README = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');

/** The first box of a language below a heading of the README. */
function box(heading: string, language: string): string {
  const text = README.slice(README.indexOf(`## ${heading}`));
  const found = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(text)?.[1];
  if (found === undefined) throw new Error(`The README has no ${language} below ${heading}.`);
  return found;
}

const dir = mkdtempSync(join(tmpdir(), 'lp-by-hand-'));
let aws: LocalAws;

beforeAll(async () => {
  await installPackage(dir, [CDKTF, CONSTRUCTS]);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));
beforeEach(async () => {
  aws = await startLocalAws();
  aws.users.create({ userName: 'alice' });
  aws.secrets.create({ name: 'console/alice', secretString: FIRST });
});
afterEach(() => aws.stop());

const shell = (script: string): Promise<RunResult> =>
  run('sh', ['-c', script], { cwd: dir, env: consumerEnvironment(dir, aws.environment()) });

function node(name: string, program: string): Promise<RunResult> {
  writeFileSync(join(dir, name), program);
  return run(process.execPath, [name], { cwd: dir, env: consumerEnvironment(dir, aws.environment()) });
}

describe("the README's examples, in a project that has the packed package", () => {
  test('the commands succeed one after the other', async () => {
    const commands = box('By hand', 'sh').trim().split('\n');
    expect(commands.length).toBeGreaterThan(3);
    for (const command of commands) {
      const { code, stdout, stderr } = await shell(command);
      expect({ command, code, stderr }).toEqual({ command, code: 0, stderr: '' });
      expect(JSON.parse(stdout)).toMatchObject({ success: true });
    }
    expect(aws.loginProfiles.get('alice')).toBeUndefined();
  });

  test('the program sets the password, and throws the code where it cannot', async () => {
    const program = box('By hand', 'js');
    expect(await node('set.mjs', program)).toMatchObject({ code: 0 });
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
    const failed = await node('fail.mjs', program.replaceAll('console/alice', 'console/nobody'));
    expect(failed.code).toBe(1);
    expect(failed.output).toContain('Error: SECRET_NOT_FOUND: ');
  });
});

describe('cdktf-iam-login-profile/aws', () => {
  test('one client does all three, from CommonJS too', async () => {
    aws.secrets.putValue('console/alice', SECOND);
    const { code, stdout } = await node(
      'client.cjs',
      `const { LoginProfileClient } = require('cdktf-iam-login-profile/aws');
      (async () => {
        const client = new LoginProfileClient();
        const answers = [
          await client.getLoginProfile({ userName: 'alice' }),
          await client.updateLoginProfile({ userName: 'alice', password: process.env.PASSWORD ?? 'Not-1n-the-shell', passwordResetRequired: true }),
          await client.getLoginProfile({ userName: 'ALICE' }),
          await client.updateLoginProfile({ userName: '' , secretId: 'x' }),
          await client.deleteLoginProfile({ userName: 'alice' }),
        ];
        console.log(JSON.stringify(answers));
      })();`,
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([
      { success: false, error: { code: 'NOT_FOUND' } },
      { success: true, data: { id: 'alice', action: 'created', secret_arn: null } },
      { success: true, data: { id: 'alice', password_reset_required: true } },
      { success: false, error: { code: 'VALIDATION_ERROR' } },
      { success: true, data: { id: 'alice', deleted: true } },
    ]);
    expect(stdout).not.toContain('Not-1n-the-shell');
  });
});
