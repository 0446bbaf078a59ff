import { join } from 'node:path';
import { mkdirSync, writeFileSync } from 'node:fs';
import { run, type RunResult } from '../../scripts/demo/run';
import { endScene, FIRST, type Scene, SECOND, startScene, THIRD } from '../support/scene';

const EXECUTABLE = join(__dirname, '..', '..', 'bin', 'iam-login-profile.cjs');

const login = (user: string, ...lines: string[]): string =>
  [
    `resource "iam_login_profile" "${user}" {`,
    `  user_name = "${user}"`,
    `  secret_id = "console/${user}"`,
    ...lines.map((line) => `  ${line}`),
    '}',
  ].join('\n');

const RESET = 'password_reset_required = true';

/** What is applied before anything happens. */
const APPLIED: Readonly<Record<string, readonly string[]>> = {
  steady: [],
  deleted: [],
  recreated: [],
  rotated: [],
  flagged: [],
  handed: [RESET],
  enforced: [RESET, 'on_user_change = "enforce"'],
  reborn: [],
  touched: [],
  changed: [],
  retired: [],
};

/** What happens outside of Terraform. AWS's clock has gone on since the apply. */
const HAPPENS: Readonly<Record<string, (scene: Scene) => void>> = {
  deleted: ({ aws }) => aws.loginProfiles.delete('deleted'),
  recreated: ({ aws }) => aws.loginProfiles.recreate({ userName: 'recreated', password: THIRD }),
  rotated: ({ aws }) => void aws.secrets.putValue('console/rotated', SECOND),
  flagged: ({ aws }) => aws.loginProfiles.update('flagged', { passwordResetRequired: true }),
  handed: ({ aws }) => aws.loginProfiles.changePassword('handed', FIRST, SECOND),
  enforced: ({ aws }) => aws.loginProfiles.changePassword('enforced', FIRST, SECOND),
  reborn: ({ aws }) => {
    aws.loginProfiles.delete('reborn');
    aws.users.delete('reborn');
    aws.users.create({ userName: 'reborn' });
    aws.loginProfiles.create({ userName: 'reborn', password: THIRD });
  },
  touched: ({ aws }) => {
    aws.loginProfiles.recreate({ userName: 'touched', password: THIRD });
    aws.secrets.putValue('console/touched', SECOND);
  },
  imported: ({ aws }) => aws.loginProfiles.create({ userName: 'imported', password: THIRD }),
};

/** The configuration of now: one has changed, one has gone, two are new. */
const configured = (): string => {
  const kept = Object.entries(APPLIED).filter(([user]) => user !== 'retired');
  const logins = Object.entries({ ...Object.fromEntries(kept), changed: [RESET], fresh: [], imported: [] });
  return [
    ...logins.map(([user, lines]) => login(user, ...lines)),
    'import {\n  to = iam_login_profile.imported\n  id = "imported"\n}',
  ].join('\n');
};

/** The command's answer and its exit code. */
interface Answer {
  readonly code: number | null;
  readonly success: boolean;
  readonly data: {
    readonly login_profiles: Readonly<Record<string, number>>;
    readonly stacks: readonly { readonly findings: readonly { readonly user_name: string | null }[] }[];
  };
}

/** The tests of the file share one stack; each reads a plan of the real Terraform. */
describe('iam-login-profile drift, with plans of the real Terraform', () => {
  let scene: Scene;

  const plans = (): string => join(scene.workspace.dir, 'plans');
  const drift = (...args: string[]): Promise<RunResult> =>
    run(EXECUTABLE, ['drift', ...args], { cwd: scene.workspace.stack, env: scene.workspace.env });
  const answer = async (...args: string[]): Promise<Answer> => {
    const result = await drift(...args);
    expect(result.stdout.match(/\n/g)).toHaveLength(1);
    return { ...(JSON.parse(result.stdout) as Omit<Answer, 'code'>), code: result.code };
  };

  /** Plans, and answers the file that `terraform show -json` wrote. */
  async function shown(name: string, ...args: string[]): Promise<string> {
    const { workspace } = scene;
    await workspace.plan(`-out=${name}.tfplan`, ...args);
    const { stdout } = await workspace.terraform('show', '-json', `${name}.tfplan`);
    const file = join(plans(), `${name}.json`);
    writeFileSync(file, stdout);
    return file;
  }

  beforeAll(async () => {
    scene = await startScene();
    const { aws, workspace } = scene;
    mkdirSync(plans());
    for (const user of [...Object.keys(APPLIED), 'fresh', 'imported']) {
      aws.users.create({ userName: user });
      aws.secrets.create({ name: `console/${user}`, secretString: FIRST });
    }
    await workspace.init(
      Object.entries(APPLIED)
        .map(([user, lines]) => login(user, ...lines))
        .join('\n'),
    );
    const applied = await workspace.apply();
    if (applied.code !== 0) throw new Error(applied.output);
    scene.secondsPass(2);
    for (const happen of Object.values(HAPPENS)) happen(scene);
    workspace.write(configured());
  });

  afterAll(() => endScene(scene));

  describe('a plan of the whole stack', () => {
    let whole: Answer;
    beforeAll(async () => {
      whole = await answer(await shown('all'));
    });

    test.each([
      { user: 'deleted', kind: 'drift', status: 'gone', message: /deleted outside .* create it again/ },
      { user: 'recreated', kind: 'drift', status: 'recreated', message: /made again .* send the password/ },
      { user: 'reborn', kind: 'drift', status: 'recreated', message: /made again .* send the password/ },
      { user: 'flagged', kind: 'drift', status: 'reset_flag_changed', message: /switched .* leave the password alone/ },
      { user: 'enforced', kind: 'drift', status: 'handed_over', message: /chosen by the person .* send the password/ },
      { user: 'touched', kind: 'drift', status: 'recreated', message: /made again .* new version/ },
      { user: 'handed', kind: 'handed_over', status: 'handed_over', message: /chosen by .* leave that in force/ },
      { user: 'rotated', kind: 'rotation', status: 'in_sync', message: /version \S+ to \S+\. Apply will send/ },
      { user: 'imported', kind: 'taken_over', status: 'unverified', message: /nobody knows its password/ },
      {
        user: 'changed',
        kind: 'changed',
        status: 'in_sync',
        message: /\(password_reset_required\)\. Apply will bring/,
      },
      { user: 'fresh', kind: 'new', status: null, message: /is new\. Apply will create it/ },
      { user: 'retired', kind: 'removed', status: 'in_sync', message: /not in the configuration .* delete it/ },
    ])('tells $user as $kind', ({ user, kind, status, message }) => {
      const ofUser = whole.data.stacks[0]?.findings.filter((finding) => finding.user_name === user);
      expect(ofUser).toEqual([
        expect.objectContaining({
          kind,
          also: user === 'touched' ? ['rotation'] : [],
          address: `iam_login_profile.${user}`,
          sync_status: status,
          message: expect.stringMatching(message),
        }),
      ]);
    });

    test('counts the rest as in sync, and drift outweighs everything', () => {
      const none = { not_checked: 0 };
      const one = { rotation: 1, taken_over: 1, changed: 1, new: 1, removed: 1, handed_over: 1, in_sync: 1 };
      expect(whole).toMatchObject({ code: 2, success: true, data: { result: 'drift', exit_status: 2 } });
      expect(whole.data.login_profiles).toEqual({ drift: 6, ...one, ...none });
    });
  });

  test.each([
    { user: 'deleted', result: 'drift', exits: 2 },
    { user: 'rotated', result: 'rotation', exits: 3 },
    { user: 'handed', result: 'nothing', exits: 0 },
  ])('a plan of $user alone is $result: exit status $exits', async ({ user, result, exits }) => {
    const file = await shown(user, `-target=iam_login_profile.${user}`);
    expect(await answer(file)).toMatchObject({ code: exits, success: true, data: { result, exit_status: exits } });
  });

  test('a folder of plans is a stack per file, in every form', async () => {
    const file = join(scene.workspace.dir, 'report.xml');
    const { code, stdout, stderr } = await drift(plans(), '--format', 'markdown', '--output', file);
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    expect(stdout).toMatch(/^### IAM login profiles: drift\n/);
    expect(stdout).toContain('**rotated**: no drift, a rotation waits (1 rotation)');
  });

  test('a refresh-only plan tells drift and waiting rotations, also after its apply', async () => {
    const kinds = { drift: 6, rotation: 1, handed_over: 1 };
    const before = await answer(await shown('refresh-only', '-refresh-only'));
    expect(before).toMatchObject({ code: 2, data: { login_profiles: kinds, stacks: [{ refresh_only: true }] } });
    await scene.workspace.apply('-refresh-only');
    const after = await answer(await shown('refresh-only', '-refresh-only'));
    // What is gone has left the state, and the next plan creates it.
    expect(after).toMatchObject({ code: 2, data: { login_profiles: { ...kinds, drift: 5 } } });
  });

  test('a plan that failed on the way, and a plan file that was not shown, are errors', async () => {
    const { workspace } = scene;
    const broken =
      'resource "terraform_data" "b" {\n  lifecycle {\n    precondition {\n      condition     = iam_login_profile.steady.id == "x"\n      error_message = "no"\n    }\n  }\n}';
    workspace.write(`${configured()}\n${broken}`);
    const file = await shown('broken');
    expect(await answer(file)).toMatchObject({
      code: 1,
      success: false,
      error: { code: 'VALIDATION_ERROR', message: expect.stringMatching(/incomplete/), details: { result: 'failure' } },
    });
    expect(await answer(join(workspace.stack, 'all.tfplan'))).toMatchObject({
      code: 1,
      error: { message: expect.stringMatching(/terraform show -json PLANFILE > plan\.json/) },
    });
  });
});
