import {
  BY_LABEL,
  BY_VERSION,
  carol,
  FIRST_PASSWORD,
  login,
  PROVIDERS,
  startComposedScene,
} from '../support/aws-provider/composed-scene';
import { AwsProviderStandIn } from '../support/aws-provider/install';
import { endScene, FIRST, operations, type Scene, SECOND, unwrapped } from '../support/scene';

const standIn = new AwsProviderStandIn();
afterAll(() => standIn.close());

describe('a login profile beside the resources it depends on', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await startComposedScene(standIn, { first_password: FIRST });
  });

  afterEach(() => endScene(scene));

  async function applied(hcl: string, ...args: string[]): Promise<string> {
    scene.workspace.write(hcl, PROVIDERS);
    const result = await scene.workspace.apply(...args);
    if (result.code !== 0) throw new Error(result.output);
    return unwrapped(result.output);
  }

  /** Everything is there, with the first password. */
  async function given(hcl: string): Promise<void> {
    await scene.workspace.init(hcl, PROVIDERS);
    await applied(hcl);
    scene.workspace.env.TF_VAR_first_password = SECOND;
    scene.aws.journal.clear();
  }

  const nothingToDo = async (): Promise<void> => {
    const result = await scene.workspace.plan();
    if (result.code !== 0) throw new Error(result.output);
  };

  describe('when the same apply writes a new value', () => {
    test('takes the version resource at once', async () => {
      await given(carol() + login());
      const output = await applied(carol({ revision: 2 }) + login());
      expect(output).toContain('1 added, 1 changed, 1 destroyed');
      expect(scene.aws.signIn('carol', SECOND).outcome).toBe('signed-in');
      await nothingToDo();
    });

    test('follows the label with the next plan', async () => {
      const { aws, workspace } = scene;
      await given(carol() + login(BY_LABEL));
      expect(await applied(carol({ revision: 2 }) + login(BY_LABEL))).toContain('1 added, 0 changed, 1 destroyed');
      expect(aws.signIn('carol', FIRST).outcome).toBe('signed-in');
      expect(await workspace.plan()).toMatchObject({ code: 2 });
      expect((await workspace.apply()).output).toContain('0 added, 1 changed, 0 destroyed');
      expect(aws.signIn('carol', SECOND).outcome).toBe('signed-in');
      await nothingToDo();
    });

    test.each([
      { lifecycle: 'create_before_destroy = true', replaced: false },
      { lifecycle: 'replace_triggered_by = [aws_secretsmanager_secret_version.carol]', replaced: true },
      {
        lifecycle: 'create_before_destroy = true\nreplace_triggered_by = [aws_secretsmanager_secret_version.carol]',
        replaced: true,
      },
    ])('ends with the new password and an empty plan: $lifecycle', async ({ lifecycle, replaced }) => {
      const profile = login(BY_VERSION, `lifecycle {\n${lifecycle}\n}`);
      await given(carol() + profile);
      const output = await applied(carol({ revision: 2 }) + profile);
      expect(output).toContain(replaced ? '2 added, 0 changed, 2 destroyed' : '1 added, 1 changed, 1 destroyed');
      expect(scene.aws.signIn('carol', SECOND).outcome).toBe('signed-in');
      await nothingToDo();
    });
  });

  describe('when the user resource changes', () => {
    test('follows a rename in the same apply: nothing is sent, the password stays', async () => {
      const { aws, workspace } = scene;
      await given(carol() + login());
      const before = workspace.stateOf('iam_login_profile.carol');
      expect(await applied(carol({ name: 'carol.jones' }) + login())).toContain('0 added, 2 changed, 0 destroyed');
      expect(operations(aws, /GetSecretValue|:(Create|Update|Put|Delete)/)).toEqual([
        // The AWS provider's refresh of its version resource.
        'secretsmanager:GetSecretValue',
        'iam:UpdateUser',
      ]);
      expect(workspace.stateOf('iam_login_profile.carol')).toEqual({
        ...before,
        id: 'carol.jones',
        user_name: 'carol.jones',
      });
      expect(aws.signIn('carol.jones', FIRST).outcome).toBe('signed-in');
      await nothingToDo();
    });

    test('is made again with a replaced user in one apply, where the unique id triggers it', async () => {
      const profile = login(BY_VERSION, 'lifecycle {\nreplace_triggered_by = [aws_iam_user.carol.unique_id]\n}');
      await given(carol() + profile);
      const before = scene.aws.users.require('carol').userId;
      expect(await applied(carol() + profile, '-replace=aws_iam_user.carol')).toContain(
        '2 added, 0 changed, 2 destroyed',
      );
      expect(operations(scene.aws, /iam:(Create|Update|Delete)/)).toEqual([
        'iam:DeleteLoginProfile',
        'iam:DeleteUser',
        'iam:CreateUser',
        'iam:CreateLoginProfile',
      ]);
      expect(scene.aws.users.require('carol').userId).not.toBe(before);
      expect(scene.aws.signIn('carol', FIRST).outcome).toBe('signed-in');
      await nothingToDo();
    });

    test('is gone with a replaced user otherwise, and comes back with the next plan', async () => {
      const { aws, workspace } = scene;
      const hcl = carol({ user: 'force_destroy = true' }) + login();
      await given(hcl);
      await applied(hcl, '-replace=aws_iam_user.carol');
      expect(aws.loginProfiles.get('carol')).toBeUndefined();
      expect((await workspace.apply()).output).toContain('1 added, 0 changed, 0 destroyed');
      expect(aws.signIn('carol', FIRST).outcome).toBe('signed-in');
      await nothingToDo();
    });
  });

  test('takes a user and a secret that other people manage from data sources', async () => {
    const { aws, workspace } = scene;
    aws.users.create({ userName: 'dave', path: '/staff/' });
    aws.secrets.create({ name: 'console/dave', secretString: FIRST });
    const hcl = `${FIRST_PASSWORD}
data "aws_iam_user" "dave" {
  user_name = "dave"
}
data "aws_secretsmanager_secret" "dave" {
  name = "console/dave"
}
resource "iam_login_profile" "dave" {
  user_name = data.aws_iam_user.dave.user_name
  secret_id = data.aws_secretsmanager_secret.dave.arn
}`;
    await given(hcl);
    expect(aws.signIn('dave', FIRST).outcome).toBe('signed-in');
    aws.secrets.putValue('console/dave', SECOND);
    expect((await workspace.apply()).output).toContain('0 added, 1 changed, 0 destroyed');
    expect(aws.signIn('dave', SECOND).outcome).toBe('signed-in');
    await nothingToDo();
  });

  test.each([
    { kind: 'for_each', each: (names: string[]) => `for_each = toset(${JSON.stringify(names)})`, key: 'each.key' },
    {
      kind: 'count',
      each: (names: string[]) => `count = ${names.length}`,
      key: '["ann", "ben", "cyd"][count.index]',
    },
  ])('comes and goes with each user of $kind', async ({ kind, each, key }) => {
    const { aws } = scene;
    const instance = kind === 'count' ? 'count.index' : 'each.key';
    const team = (...names: string[]): string => `${FIRST_PASSWORD}
resource "aws_secretsmanager_secret" "team" {
  name = "console/team"
}
resource "aws_secretsmanager_secret_version" "team" {
  secret_id                = aws_secretsmanager_secret.team.id
  secret_string_wo         = var.first_password
  secret_string_wo_version = 1
}
resource "aws_iam_user" "team" {
  ${each(names)}
  name = ${key}
}
resource "iam_login_profile" "team" {
  ${each(names)}
  user_name         = aws_iam_user.team[${instance}].name
  secret_id         = aws_secretsmanager_secret_version.team.secret_id
  secret_version_id = aws_secretsmanager_secret_version.team.version_id
}`;
    await given(team('ann', 'ben'));
    expect(await applied(team('ann', 'ben', 'cyd'))).toContain('2 added, 0 changed, 0 destroyed');
    expect(await applied(team('ann'))).toContain('0 added, 0 changed, 4 destroyed');
    expect(aws.signIn('ann', FIRST).outcome).toBe('signed-in');
    expect(['ben', 'cyd'].map((name) => aws.users.get(name))).toEqual([undefined, undefined]);
    expect(operations(aws, /UpdateLoginProfile/)).toEqual([]);
    await nothingToDo();
  });
});
