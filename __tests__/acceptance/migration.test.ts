import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { searchForPasswords } from '../../scripts/demo/leaks';
import { PROVIDERS, startComposedScene } from '../support/aws-provider/composed-scene';
import { AwsProviderStandIn } from '../support/aws-provider/install';
import { endScene, FIRST, operations, type Scene, SECOND } from '../support/scene';

const FORMER = 'aws_iam_user_login_profile.alice';
const ADDRESS = 'iam_login_profile.alice';
/** Whatever sends a password, reads one, or takes access away. */
const TOUCHES = /GetSecretValue|iam:(Create|Update|Delete)/;

const former = (...lines: string[]): string =>
  ['resource "aws_iam_user_login_profile" "alice" {', '  user = "alice"', ...lines, '}'].join('\n');

const moved = (...lines: string[]): string => `
moved {
  from = ${FORMER}
  to   = ${ADDRESS}
}
resource "iam_login_profile" "alice" {
  user_name = "alice"
  secret_id = "console/alice"
  ${lines.join('\n  ')}
}`;

const standIn = new AwsProviderStandIn();
afterAll(() => standIn.close());

describe('moved from aws_iam_user_login_profile', () => {
  let scene: Scene;
  /** What the AWS provider made up and keeps in state in clear. */
  let generated: string;

  beforeEach(async () => {
    scene = await startComposedScene(standIn);
    scene.aws.users.create({ userName: 'alice' });
    scene.aws.secrets.create({ name: 'console/alice', secretString: FIRST });
  });

  afterEach(() => endScene(scene));

  /** Somebody's stack as it is today. */
  async function given(hcl = former()): Promise<void> {
    await scene.workspace.init(hcl, PROVIDERS);
    const result = await scene.workspace.apply();
    if (result.code !== 0) throw new Error(result.output);
    const { password } = scene.workspace.stateOf(FORMER) ?? {};
    generated = typeof password === 'string' ? password : '';
    scene.aws.journal.clear();
  }

  const state = (): string => readFileSync(join(scene.workspace.stack, 'terraform.tfstate'), 'utf8');
  const requiredProviders = async (): Promise<string> => (await scene.workspace.terraform('providers')).output;

  test('"trust" leaves the password in force: nothing is ever sent, and state no longer has it', async () => {
    const { aws, workspace } = scene;
    await given();
    expect(searchForPasswords([generated], [], { state: state() }).leaks).not.toEqual([]);
    workspace.write(moved('existing_profile = "trust"'), PROVIDERS);
    const planned = await workspace.plan('-out=move.tfplan');
    expect(planned.output).toContain('0 to add, 1 to change, 0 to destroy');
    expect(await workspace.apply('move.tfplan')).toMatchObject({ code: 0 });
    expect(await workspace.plan()).toMatchObject({ code: 0 });
    expect(operations(aws, TOUCHES)).toEqual([]);
    expect(aws.signIn('alice', generated).outcome).toBe('signed-in');
    expect(searchForPasswords([generated], [], { state: state() }).leaks).toEqual([]);
    expect(workspace.stateOf(FORMER)).toBeUndefined();
    expect(workspace.stateOf(ADDRESS)).toMatchObject({
      id: 'alice',
      sync_status: 'in_sync',
      password_applied_at: null,
    });

    aws.secrets.putValue('console/alice', SECOND);
    expect((await workspace.apply()).output).toContain('0 added, 1 changed, 0 destroyed');
    expect(aws.signIn('alice', SECOND).outcome).toBe('signed-in');
  });

  test('"adopt" says at plan that the password changes, and sends it in place with the apply', async () => {
    const { aws, workspace } = scene;
    await given();
    workspace.write(moved(), PROVIDERS);
    const planned = await workspace.plan('-out=move.tfplan');
    expect(planned.output).toContain('0 to add, 1 to change, 0 to destroy');
    expect(planned.output).toMatch(/sync_status\s+= "unverified" -> "in_sync"/);
    expect(operations(aws, TOUCHES)).toEqual([]);
    expect(aws.signIn('alice', generated).outcome).toBe('signed-in');
    expect(await workspace.apply('move.tfplan')).toMatchObject({ code: 0 });
    expect(operations(aws, TOUCHES)).toEqual(['secretsmanager:GetSecretValue', 'iam:UpdateLoginProfile']);
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
    expect(aws.signIn('alice', generated).outcome).toBe('refused');
    expect(searchForPasswords([generated, FIRST], [], { state: state() }).leaks).toEqual([]);
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });

  test('needs the AWS provider until the move is applied, and no longer', async () => {
    const { workspace } = scene;
    await given();
    workspace.write(moved('existing_profile = "trust"'));
    expect(await requiredProviders()).toContain('hashicorp/aws');
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(await requiredProviders()).not.toContain('hashicorp/aws');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });

  test.each([
    { name: 'sends no reset flag that IAM has already', before: true, sent: [] },
    { name: 'sends a configured reset flag that differs, alone', before: false, sent: ['iam:UpdateLoginProfile'] },
  ])('"trust" $name', async ({ before, sent }) => {
    const { aws, workspace } = scene;
    await given(former(`password_reset_required = ${before}`));
    workspace.write(moved('existing_profile = "trust"', 'password_reset_required = true'), PROVIDERS);
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(operations(aws, TOUCHES)).toEqual(sent);
    expect(aws.journal.calls({ passwordGiven: true })).toEqual([]);
    expect(aws.signIn('alice', generated).outcome).toBe('password-reset-required');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });

  test('sheds what a pgp_key had left in state', async () => {
    const { aws, workspace } = scene;
    await given(former('pgp_key = "keybase:alice"'));
    const encrypted = String(workspace.stateOf(FORMER)?.encrypted_password);
    expect(state()).toContain(encrypted);
    workspace.write(moved(), PROVIDERS);
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(state()).not.toContain(encrypted);
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });

  test('moves each user of a for_each', async () => {
    const { aws, workspace } = scene;
    aws.users.create({ userName: 'bob' });
    const users = 'for_each = toset(["alice", "bob"])';
    await given(`resource "aws_iam_user_login_profile" "team" {\n${users}\nuser = each.key\n}`);
    const team = [
      'moved {\nfrom = aws_iam_user_login_profile.team\nto = iam_login_profile.team\n}',
      `resource "iam_login_profile" "team" {\n${users}`,
      'user_name = each.key\nsecret_id = "console/alice"\nexisting_profile = "trust"\n}',
    ];
    workspace.write(team.join('\n'), PROVIDERS);
    expect((await workspace.apply()).output).toContain('0 added, 2 changed, 0 destroyed');
    expect(operations(aws, TOUCHES)).toEqual([]);
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });
});
