import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alice, endScene, FIRST, operations, type Scene, startScene, unwrapped } from '../support/scene';

const ROOT = join(__dirname, '..', '..');
const DAY_S = 24 * 60 * 60;

let scene: Scene;

beforeEach(async () => {
  scene = await startScene();
  scene.aws.consistency.iam.credentialReportGenerationMs = 0;
});

afterEach(() => endScene(scene));

/** A data source and an output of the same name that shows all of it. */
const look = (name: string, userName: string, ...lines: string[]): string =>
  `data "iam_login_profile" "${name}" {
    user_name = "${userName}"
    ${lines.join('\n')}
  }
  output "${name}" {
    value = data.iam_login_profile.${name}
  }`;

const WITH_REPORT = 'credential_report = true';

async function outputs(): Promise<Record<string, Record<string, unknown>>> {
  const { stdout } = await scene.workspace.terraform('output', '-json');
  const shown = JSON.parse(stdout) as Record<string, { readonly value: Record<string, unknown> }>;
  return Object.fromEntries(Object.entries(shown).map(([name, { value }]) => [name, value]));
}

async function looked(...hcl: string[]): Promise<string> {
  await scene.workspace.init(hcl.join('\n'));
  const { code, output } = await scene.workspace.apply();
  if (code !== 0) throw new Error(output);
  return unwrapped(output);
}

const secondsOf = (date: Date | undefined): string | undefined => date?.toISOString().replace(/\.\d+Z$/, 'Z');

const NO_REPORT = { password_last_changed: null, password_last_used: null, credential_report_generated_at: null };
const NO_PROFILE = { exists: false, create_date: null, password_reset_pending: null };

describe('the data source iam_login_profile', () => {
  test('tells what IAM tells, and with the report how old the password is and when it was used', async () => {
    const { aws } = scene;
    const carol = aws.users.create({ userName: 'Carol', path: '/team/a/' });
    const { createDate } = aws.loginProfiles.create({
      userName: 'Carol',
      password: FIRST,
      passwordResetRequired: true,
    });
    scene.secondsPass(60);
    const { passwordLastChanged } = aws.loginProfiles.changePassword('Carol', FIRST, `${FIRST}2`);
    scene.secondsPass(60);
    aws.signIn('Carol', `${FIRST}2`);
    aws.loginProfiles.update('Carol', { passwordResetRequired: true });

    await looked(
      look('carol', 'Carol'),
      look('reported', 'cAROL', WITH_REPORT),
      look('alice', 'alice'),
      look('alice_reported', 'alice', WITH_REPORT),
    );
    const shown = await outputs();
    const profile = { exists: true, create_date: secondsOf(createDate), password_reset_pending: true, id: 'Carol' };
    expect(shown.carol).toEqual({ ...NO_REPORT, ...profile, user_name: 'Carol', credential_report: null });
    expect(shown.reported).toEqual({
      ...profile,
      user_name: 'cAROL',
      credential_report: true,
      password_last_changed: secondsOf(passwordLastChanged),
      password_last_used: secondsOf(carol.passwordLastUsed),
      credential_report_generated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]+Z$/),
    });
    expect(shown.alice).toEqual({
      ...NO_REPORT,
      ...NO_PROFILE,
      id: 'alice',
      user_name: 'alice',
      credential_report: null,
    });
    expect(shown.alice_reported).toMatchObject({
      ...NO_PROFILE,
      password_last_changed: null,
      password_last_used: null,
    });
  });

  test('shares one report with everything else of a run', async () => {
    const { aws, workspace } = scene;
    const names = Array.from({ length: 5 }, (_, index) => `user-${index}`);
    for (const userName of names) aws.users.create({ userName });
    await looked(alice('drift_detection = "password"'), ...names.map((name) => look(name, name, WITH_REPORT)));
    scene.secondsPass(DAY_S);
    aws.journal.clear();
    expect((await workspace.plan()).output).not.toContain('Warning');
    expect(operations(aws, /CredentialReport/)).toEqual([
      'iam:GetCredentialReport',
      'iam:GenerateCredentialReport',
      'iam:GetCredentialReport',
    ]);
  });

  test('without the permission for the report says so once, and leaves null what would come from it', async () => {
    const fault = { kind: 'error', code: 'AccessDenied' } as const;
    scene.aws.faults.add({ operation: 'iam:GetCredentialReport', times: Infinity, fault });
    scene.aws.loginProfiles.create({ userName: 'alice', password: FIRST });
    const output = await looked(look('one', 'alice', WITH_REPORT), look('other', 'ALICE', WITH_REPORT));
    expect(output.split('Credential report is not available')).toHaveLength(2);
    expect(output).toContain('on main.tf line');
    expect(output).toContain('Allow iam:GetCredentialReport and iam:GenerateCredentialReport for the identity');
    expect(output).toContain('or set credential_report to false');
    expect(output).toContain('password_last_changed, password_last_used and credential_report_generated_at are null');
    expect((await outputs()).one).toMatchObject({ ...NO_REPORT, exists: true });
  });

  test.each([
    ['that IAM does not know', 'nobody', 'IAM has no user "nobody".'],
    ['that cannot be one', 'no body', 'Invalid IAM user name'],
  ])('refuses a user name %s, and names it', async (_, userName, message) => {
    await scene.workspace.init(look('user', userName));
    const { code, output } = await scene.workspace.plan();
    expect(code).toBe(1);
    expect(unwrapped(output)).toContain(message);
    expect(unwrapped(output)).toContain(`user_name = "${userName}"`);
  });
});

describe('examples/stale-passwords', () => {
  const FOLDER = join(ROOT, 'examples', 'stale-passwords');

  /** Of a plan that has nothing to do. */
  async function warnings(users: readonly string[]): Promise<string[]> {
    const { workspace } = scene;
    cpSync(FOLDER, workspace.stack, { recursive: true });
    const init = await workspace.terraform('init', '-no-color');
    if (init.code !== 0) throw new Error(init.output);
    const { code, output } = await workspace.plan(`-var=users=${JSON.stringify(users)}`);
    if (code !== 0) throw new Error(output);
    return unwrapped(output).split('Warning: ').slice(1);
  }

  /** With the password of that many days ago. */
  function give(userName: string, daysAgo: number): void {
    const { aws, secondsPass } = scene;
    secondsPass(-daysAgo * DAY_S);
    if (aws.users.get(userName) === undefined) aws.users.create({ userName });
    aws.loginProfiles.create({ userName, password: FIRST });
    secondsPass(daysAgo * DAY_S);
  }

  test('says nothing of a password that was just set, and nothing of a user without one', async () => {
    give('bob', 0);
    expect(await warnings(['alice', 'bob'])).toEqual([]);
  });

  test('warns of old passwords and of access that nobody uses, by name, and leaves the plan empty', async () => {
    for (const name of ['alice', 'bob']) give(name, 91);
    give('carol', 89);
    expect(scene.aws.signIn('bob', FIRST).outcome).toBe('signed-in');
    expect(await warnings(['alice', 'bob', 'carol'])).toEqual([
      expect.stringContaining('Console passwords older than 90 days: alice, bob.'),
      expect.stringContaining('Console access not used for 90 days: alice.'),
    ]);
  });

  test('without a report complains of nobody, and says that it could not look', async () => {
    give('alice', 91);
    const fault = { kind: 'error', code: 'AccessDenied' } as const;
    scene.aws.faults.add({ operation: 'iam:GetCredentialReport', times: Infinity, fault });
    expect(await warnings(['alice'])).toEqual([expect.stringContaining('Credential report is not available')]);
  });

  test('holds what the page shows', () => {
    const page = readFileSync(join(ROOT, 'docs', 'data-sources', 'login_profile.md'), 'utf8');
    const [, section = ''] = page.split('### An alarm on stale passwords');
    const excerpts = Array.from(section.matchAll(/^```terraform\n(.*?)^```/gms), ([, excerpt = '']) => excerpt);
    const example = readFileSync(join(FOLDER, 'main.tf'), 'utf8');
    expect(excerpts).toHaveLength(1);
    expect(example).toContain(excerpts[0]);
  });
});
