import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAX_ALIKE } from '../../../../src/cli/drift/summing-up';
import { commandLine, type CommandLineOptions, type CommandLineResult } from '../../../support/command-line';
import { change, type ChangeOptions, planText } from './plans';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'drift-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const drift = (args: readonly string[], options: CommandLineOptions = {}): Promise<CommandLineResult> =>
  commandLine(['drift', ...args], { ...options, providerFolder: dir });

/** Writes a file, and folders above it, and answers its path. */
function file(name: string, content: string | Buffer): string {
  const path = join(dir, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
}

const RECREATED: ChangeOptions = { before: { sync_status: 'recreated' }, after: {}, actions: ['update'] };
const ROTATED: ChangeOptions = {
  before: { secret_current_version_id: 'v2' },
  after: { secret_version_id: 'v2', secret_current_version_id: 'v2' },
  actions: ['update'],
};
const STEADY: ChangeOptions = { actions: ['no-op'] };

const planOf = (...changes: ChangeOptions[]): string => planText({ changes: changes.map(change) });
const many = (count: number, options: ChangeOptions): ChangeOptions[] =>
  Array.from({ length: count }, (_, index) => ({
    ...options,
    address: `iam_login_profile.u${index}`,
    before: { ...options.before, user_name: `u${index}` },
    after: { ...options.after, user_name: `u${index}` },
  }));

describe('iam-login-profile drift, exit status', () => {
  test.each([
    { stacks: [[STEADY]], exits: 0 },
    { stacks: [[]], exits: 0 },
    { stacks: [[RECREATED]], exits: 2 },
    { stacks: [[ROTATED]], exits: 3 },
    { stacks: [[ROTATED, RECREATED]], exits: 2 },
    { stacks: [[ROTATED], [STEADY]], exits: 3 },
    { stacks: [[ROTATED], [RECREATED]], exits: 2 },
    { stacks: [[STEADY], 'no plan'], exits: 1 },
    { stacks: [[RECREATED], 'no plan', [ROTATED]], exits: 1 },
  ])('$exits', async ({ stacks, exits }) => {
    stacks.forEach((stack, index) => file(`s${index}.json`, typeof stack === 'string' ? stack : planOf(...stack)));
    expect(await drift([dir])).toMatchObject({ exitStatus: exits });
    expect(await drift([dir, '--format', 'table'])).toMatchObject({ exitStatus: exits });
  });

  test.each([[['--nope']], [[]], [['a', 'b']], [['a', '--format', 'yaml']], [['/nowhere/at/all']]])(
    'a mistake such as %j is 1 and never 2',
    async (args) => {
      const { exitStatus, stdout, stderr } = await drift(args);
      expect(JSON.parse(stdout)).toMatchObject({ success: false, error: { code: 'VALIDATION_ERROR' } });
      expect(stderr).toMatch(/^iam-login-profile: .+\n$/);
      expect(exitStatus).toBe(1);
    },
  );

  test('help is no mistake', async () => {
    expect(await drift(['--help'])).toMatchObject({ exitStatus: 0, stdout: expect.stringContaining('Exit status:') });
  });

  test('an incomplete plan is a failure that keeps what it holds', async () => {
    const path = file('plan.json', planText({ changes: [change(RECREATED)], more: { errored: true } }));
    const { exitStatus, stdout } = await drift([path]);
    expect(exitStatus).toBe(1);
    const { error } = JSON.parse(stdout);
    expect(error.message).toMatch(/plan is incomplete/);
    expect(error.details.stacks[0].findings).toMatchObject([{ kind: 'drift' }]);
  });
});

describe('iam-login-profile drift, input', () => {
  test('a folder is one stack per file, named after file or folder', async () => {
    file('access/plan.json', planOf(STEADY));
    file('billing.json', planOf(ROTATED));
    file('cdk.tf.json', '{}');
    file('notes.txt', 'no plan');
    mkdirSync(join(dir, 'empty'));
    const { data } = JSON.parse((await drift([dir])).stdout);
    expect(data.stacks).toMatchObject([
      { stack: 'access', result: 'nothing' },
      { stack: 'billing', result: 'rotation' },
    ]);
  });

  test('a lone plan.json bears the name of its folder', async () => {
    const path = file('access/plan.json', planOf(STEADY));
    expect(JSON.parse((await drift([path])).stdout).data.stacks).toMatchObject([{ stack: 'access' }]);
  });

  test('a folder without a plan is an error that says how to make one', async () => {
    const { exitStatus, stderr } = await drift([dir]);
    expect(stderr).toMatch(/There is no plan in .*terraform show -json/);
    expect(exitStatus).toBe(1);
  });

  test('a plan that PowerShell has redirected, in UTF-16, is read', async () => {
    const path = file('plan.json', Buffer.from(`\ufeff${planOf(RECREATED)}`, 'utf16le'));
    expect(await drift([path])).toMatchObject({ exitStatus: 2 });
  });

  test('one failed stack of several is named', async () => {
    file('a.json', planOf(STEADY));
    file('b.json', 'PK');
    expect((await drift([dir])).stderr).toMatch(/^iam-login-profile: b: This is the plan file itself/);
  });
});

describe('iam-login-profile drift, output', () => {
  test('at a terminal it is a table as wide as the terminal, elsewhere JSON', async () => {
    const path = file('access/plan.json', planOf(RECREATED, STEADY));
    const { stdout } = await drift([path], { isTTY: true, columns: 90 });
    expect(stdout).toMatchInlineSnapshot(`
     "access: drift (1 drift, 1 in sync)
       drift  alice  iam_login_profile.alice  The login profile of the IAM user "alice" was
                                              deleted and made again outside of Terraform, with
                                              another password than the one that was applied.
                                              Apply will send the password of the secret again.
     "
    `);
    expect(stdout.split('\n').every((line) => line.length <= 90)).toBe(true);
    expect(JSON.parse((await drift([path])).stdout)).toEqual({
      success: true,
      data: {
        result: 'drift',
        exit_status: 2,
        login_profiles: expect.objectContaining({ drift: 1, in_sync: 1, rotation: 0 }),
        stacks: [
          {
            stack: 'access',
            result: 'drift',
            refresh_only: false,
            login_profiles: expect.objectContaining({ drift: 1, in_sync: 1 }),
            findings: [
              {
                kind: 'drift',
                also: [],
                address: 'iam_login_profile.alice',
                user_name: 'alice',
                sync_status: 'recreated',
                secret_version_id: null,
                changed_arguments: [],
                message: expect.stringMatching(/^The login profile of the IAM user "alice" was .* Apply will send/),
              },
            ],
          },
        ],
      },
    });
  });

  test.each(['table', 'markdown'])('%s sums up many alike, and JSON keeps them all', async (format) => {
    const path = file('access/plan.json', planOf(...many(MAX_ALIKE, RECREATED), ...many(1000, ROTATED)));
    const { stdout } = await drift([path, '--format', format]);
    expect(stdout.split('\n').length).toBeLessThan(100);
    expect(stdout).toContain('u0, u1, u2 and 997 more');
    expect(stdout).toMatch(/1000\s+login\s+profiles\s+wait\s+for\s+a\s+rotation/);
    expect(stdout.match(/made\s+again/g)).toHaveLength(MAX_ALIKE);
    const { data } = JSON.parse((await drift([path])).stdout);
    expect(data.stacks[0].findings).toHaveLength(1000 + MAX_ALIKE);
  });

  test('markdown is a heading and a table, and names stay text in it', async () => {
    const name = '<b>|`x`@you#1\n*[a](b)';
    const path = file('access/plan.json', planOf({ ...RECREATED, after: { user_name: name } }));
    const { stdout } = await drift([path, '--format', 'markdown']);
    expect(stdout).toMatchInlineSnapshot(`
     "### IAM login profiles: drift

     **access**: drift (1 drift)

     | finding | user | resource | what happened, and what apply will do |
     | --- | --- | --- | --- |
     | drift | &lt;b&gt;\\|\\\`x\\\`&#64;you&#35;1?\\*\\[a\\]\\(b\\) | iam\\_login\\_profile.alice | The login profile of the IAM user "&lt;b&gt;\\|\\\`x\\\`&#64;you&#35;1?\\*\\[a\\]\\(b\\)" was deleted and made again outside of Terraform, with another password than the one that was applied. Apply will send the password of the secret again. The configuration has changed besides \\(user\\_name\\). |
     "
    `);
  });

  test('junit has a test case per login profile: drift fails, a failed plan is an error', async () => {
    file(
      'access.json',
      planOf(RECREATED, ROTATED, STEADY, {
        before: { sync_status: 'not_checked' },
        after: { sync_status: 'not_checked' },
        actions: ['no-op'],
      }),
    );
    file('billing.json', 'PK');
    const { stdout } = await drift([dir, '--format', 'junit']);
    expect(stdout).toMatchInlineSnapshot(`
     "<?xml version="1.0" encoding="UTF-8"?>
     <testsuites name="iam-login-profile drift" tests="5" failures="1" errors="1" skipped="1">
       <testsuite name="access" tests="4" failures="1" errors="0" skipped="1">
         <testcase classname="access" name="iam_login_profile.alice">
           <failure type="recreated" message="The login profile of the IAM user &quot;alice&quot; was deleted and made again outside of Terraform, with another password than the one that was applied. Apply will send the password of the secret again."/>
         </testcase>
         <testcase classname="access" name="iam_login_profile.alice">
           <system-out>The login profile of the IAM user &quot;alice&quot; waits for a rotation: the secret went from version v1 to v2. Apply will send the password of that version.</system-out>
         </testcase>
         <testcase classname="access" name="iam_login_profile.alice"/>
         <testcase classname="access" name="iam_login_profile.alice">
           <skipped message="The login profile of the IAM user &quot;alice&quot; is as applied as far as IAM tells, but the credential report could not be had: a change of its password would have gone unnoticed. Apply will change nothing."/>
         </testcase>
       </testsuite>
       <testsuite name="billing" tests="1" failures="0" errors="1" skipped="0">
         <testcase classname="billing" name="plan">
           <error type="plan" message="This is the plan file itself, which only Terraform can read. Make one with: terraform show -json PLANFILE &gt; plan.json"/>
         </testcase>
       </testsuite>
     </testsuites>
     "
    `);
  });

  test('junit escapes what XML would take for its own, and control characters are gone', async () => {
    const name = `a<b>&"'\u0000\u001b[31m\u202e`;
    const path = file('plan.json', planOf({ ...RECREATED, address: name, after: { user_name: name } }));
    const { stdout } = await drift([path, '--format', 'junit']);
    expect(stdout).toContain('name="a&lt;b&gt;&amp;&quot;&apos;??[31m?"');
  });

  test.each([
    { name: 'report.md', starts: '### IAM login profiles: drift' },
    { name: 'report.xml', starts: '<?xml version="1.0"' },
    { name: 'report.json', starts: '{"success":true' },
    { name: 'report', starts: 'access: drift' },
  ])('--output $name is written besides, in its own form', async ({ name, starts }) => {
    const path = file('access/plan.json', planOf(RECREATED));
    const { stdout, exitStatus } = await drift([path, '--format', 'table', '--output', join(dir, name)]);
    expect(stdout).toMatch(/^access: drift/);
    expect(readFileSync(join(dir, name), 'utf8').startsWith(starts)).toBe(true);
    expect(exitStatus).toBe(2);
  });

  test('an --output that cannot be written is an error', async () => {
    const path = file('plan.json', planOf(STEADY));
    const { exitStatus, stderr } = await drift([path, '--output', join(dir, 'no', 'such', 'folder')]);
    expect(stderr).toMatch(/cannot be written .*ENOENT/);
    expect(exitStatus).toBe(1);
  });

  test('the values of other resources are never shown', async () => {
    const other = {
      address: 'x.y',
      mode: 'managed',
      type: 'x',
      provider_name: 'p',
      change: { actions: ['create'], before: null, after: { v: 'hidden' } },
    };
    const path = file(
      'plan.json',
      planText({ changes: [other, change(RECREATED)], more: { variables: { v: { value: 'hidden' } } } }),
    );
    for (const format of ['table', 'json', 'markdown', 'junit']) {
      expect(JSON.stringify(await drift([path, '--format', format]))).not.toContain('hidden');
    }
  });
});
