import { DataAwsIamUser } from '@cdktf/provider-aws/lib/data-aws-iam-user';
import { DataAwsSecretsmanagerSecret } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret';
import { DataAwsSecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret-version';
import { IamUser } from '@cdktf/provider-aws/lib/iam-user';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import {
  Aspects,
  TerraformIterator,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
  Testing,
} from 'cdktf';
import { Construct } from 'constructs';
import { IamLoginProfile, IamProvider, LoginProfile, type LoginProfileProps, SecretPassword } from '../../src';
import { newApp, newStack, restore, synth } from './fixtures';

const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:console/alice-Ab12Cd';
const VERSION_ID = '0b9ad6f2-5d4e-4a39-9a6b-2d1f0a7c3e11';
const password = SecretPassword.fromSecret('console/alice');

const loginIn = (stack: TerraformStack, id = 'alice-login') => synth(stack).resource.iam_login_profile[id];
const synthProps = (props: Partial<LoginProfileProps>) => {
  const stack = newStack();
  new LoginProfile(stack, 'alice-login', { user: 'alice', password, ...props });
  return loginIn(stack);
};

afterAll(restore);

describe('LoginProfile', () => {
  test('writes user and secret, leaves defaults to the provider, and brings the provider along', () => {
    const stack = newStack();
    new LoginProfile(stack, 'alice-login', { user: 'alice', password });
    expect(synth(stack)).toEqual({
      terraform: { required_providers: { iam: { source: 'cdktf.internal/login-profile/iam', version: '0.1.0' } } },
      provider: { iam: [{}] },
      resource: { iam_login_profile: { 'alice-login': { user_name: 'alice', secret_id: 'console/alice' } } },
    });
  });

  test('writes every prop', () => {
    expect(
      synthProps({
        password: SecretPassword.fromSecret(ARN, { jsonKey: 'password', versionStage: 'AWSPENDING' }),
        passwordResetRequired: true,
        rotationTriggers: { ticket: 'SEC-1' },
        existingProfile: 'trust',
        onDestroy: 'retain',
        driftDetection: 'password',
        onUserChange: 'enforce',
        timeouts: { create: '10m', update: '90s', delete: '1h30m' },
      }),
    ).toEqual({
      user_name: 'alice',
      secret_id: ARN,
      secret_json_key: 'password',
      secret_version_stage: 'AWSPENDING',
      password_reset_required: true,
      rotation_triggers: { ticket: 'SEC-1' },
      existing_profile: 'trust',
      on_destroy: 'retain',
      drift_detection: 'password',
      on_user_change: 'enforce',
      timeouts: { create: '10m', update: '90s', delete: '1h30m' },
    });
  });

  test('is found by the matchers under its class and its binding', () => {
    const json = Testing.synthScope((scope) => {
      new LoginProfile(scope, 'alice-login', { user: 'alice', password });
    });
    expect(json).toHaveResourceWithProperties(LoginProfile, { user_name: 'alice' });
    expect(json).toHaveResource(IamLoginProfile);
    expect(json).toHaveProvider(IamProvider);
  });

  test('takes timeouts that are set, changed or taken back later', () => {
    const stack = newStack();
    const login = new LoginProfile(stack, 'alice-login', { user: 'alice', password });
    login.resetTimeouts();
    expect(login.timeoutsInput).toBeUndefined();
    login.putTimeouts({ create: '10m' });
    expect(loginIn(stack).timeouts).toEqual({ create: '10m' });
    login.timeouts.update = '90s';
    expect(loginIn(stack).timeouts).toEqual({ create: '10m', update: '90s' });
    login.resetTimeouts();
    expect(loginIn(stack)).not.toHaveProperty('timeouts');
  });

  test('writes timeouts as an attribute in HCL too', () => {
    const stack = newStack();
    new LoginProfile(stack, 'alice-login', { user: 'alice', password, timeouts: { create: '10m' } });
    expect(Testing.synthHcl(stack)).toMatch(/timeouts = \{\s*create = "10m"\s*\}/);
  });

  test('below another construct has the address CDKTF gives any resource there', () => {
    const stack = newStack();
    new LoginProfile(new Construct(stack, 'team'), 'alice', { user: 'alice', password });
    expect(Object.keys(synth(stack).resource.iam_login_profile)).toEqual([
      expect.stringMatching(/^team_alice_[0-9A-F]{8}$/),
    ]);
  });
});

describe('user', () => {
  test('given as an IamUser is a reference to it, so that Terraform makes the user first', () => {
    const stack = newStack();
    new AwsProvider(stack, 'aws');
    const user = new IamUser(stack, 'alice', { name: 'alice' });
    new LoginProfile(stack, 'alice-login', { user, password });
    expect(loginIn(stack)).toMatchObject({ user_name: '${aws_iam_user.alice.name}' });
  });

  test('given as a data source is a reference to it', () => {
    const stack = newStack();
    new AwsProvider(stack, 'aws');
    const user = new DataAwsIamUser(stack, 'alice', { userName: 'alice' });
    new LoginProfile(stack, 'alice-login', { user, password });
    expect(loginIn(stack)).toMatchObject({ user_name: '${data.aws_iam_user.alice.user_name}' });
  });

  test('given as an object of that shape is taken for one', () => {
    const user = { name: 'alice', fqn: 'other_iam_user.alice' };
    expect(synthProps({ user })).toMatchObject({ user_name: 'alice' });
  });

  test('given as a variable is a reference to it', () => {
    const stack = newStack();
    const name = new TerraformVariable(stack, 'user', { type: 'string' });
    new LoginProfile(stack, 'alice-login', { user: name.stringValue, password });
    expect(loginIn(stack)).toMatchObject({ user_name: '${var.user}' });
  });
});

describe('SecretPassword', () => {
  const withSecret = (of: (stack: TerraformStack) => SecretPassword) => {
    const stack = newStack();
    new AwsProvider(stack, 'aws');
    new LoginProfile(stack, 'alice-login', { user: 'alice', password: of(stack) });
    return loginIn(stack);
  };

  test('of a secret refers to its ARN', () => {
    const login = withSecret((stack) =>
      SecretPassword.fromSecret(new SecretsmanagerSecret(stack, 'secret', { name: 'console/alice' }), {
        jsonKey: 'pw',
      }),
    );
    expect(login).toEqual({
      user_name: 'alice',
      secret_id: '${aws_secretsmanager_secret.secret.arn}',
      secret_json_key: 'pw',
    });
  });

  test('of a data source of a secret refers to its ARN', () => {
    const login = withSecret((stack) =>
      SecretPassword.fromSecret(new DataAwsSecretsmanagerSecret(stack, 'secret', { name: 'console/alice' })),
    );
    expect(login).toEqual({ user_name: 'alice', secret_id: '${data.aws_secretsmanager_secret.secret.arn}' });
  });

  test('of one version by id pins it', () => {
    expect(synthProps({ password: SecretPassword.fromSecret('console/alice', { versionId: VERSION_ID }) })).toEqual({
      user_name: 'alice',
      secret_id: 'console/alice',
      secret_version_id: VERSION_ID,
    });
  });

  test('of a version resource refers to its version id, and to the secret it was given, which plan knows', () => {
    const login = withSecret((stack) => {
      const secret = new SecretsmanagerSecret(stack, 'secret', { name: 'console/alice' });
      const version = new SecretsmanagerSecretVersion(stack, 'version', { secretId: secret.id, secretStringWo: '…' });
      return SecretPassword.fromSecretVersion(version, { jsonKey: 'pw' });
    });
    expect(login).toEqual({
      user_name: 'alice',
      secret_id: '${aws_secretsmanager_secret_version.version.secret_id}',
      secret_version_id: '${aws_secretsmanager_secret_version.version.version_id}',
      secret_json_key: 'pw',
    });
  });

  test('of a data source of a version refers to it', () => {
    const login = withSecret((stack) =>
      SecretPassword.fromSecretVersion(
        new DataAwsSecretsmanagerSecretVersion(stack, 'version', { secretId: 'console/alice' }),
      ),
    );
    expect(login).toMatchObject({ secret_version_id: '${data.aws_secretsmanager_secret_version.version.version_id}' });
  });

  test('serves several users', () => {
    const stack = newStack();
    new LoginProfile(stack, 'alice', { user: 'alice', password });
    new LoginProfile(stack, 'bob', { user: 'bob', password });
    expect(loginIn(stack, 'alice')).toMatchObject({ secret_id: 'console/alice' });
    expect(loginIn(stack, 'bob')).toMatchObject({ secret_id: 'console/alice' });
  });
});

describe('tokens', () => {
  test('go wherever a literal goes', () => {
    const stack = newStack();
    const variable = new TerraformVariable(stack, 'v', {});
    new LoginProfile(stack, 'alice-login', {
      user: `console-${variable.stringValue}`,
      password: SecretPassword.fromSecret(variable.stringValue, {
        jsonKey: variable.stringValue,
        versionStage: variable.stringValue,
      }),
      passwordResetRequired: variable.booleanValue,
      rotationTriggers: { ticket: variable.stringValue },
      existingProfile: variable.booleanValue,
      onDestroy: variable.booleanValue,
      driftDetection: variable.booleanValue,
      onUserChange: variable.booleanValue,
      timeouts: { create: variable.stringValue },
    });
    expect(loginIn(stack)).toEqual({
      user_name: 'console-${var.v}',
      secret_id: '${var.v}',
      secret_json_key: '${var.v}',
      secret_version_stage: '${var.v}',
      password_reset_required: '${var.v}',
      rotation_triggers: { ticket: '${var.v}' },
      existing_profile: '${var.v}',
      on_destroy: '${var.v}',
      drift_detection: '${var.v}',
      on_user_change: '${var.v}',
      timeouts: { create: '${var.v}' },
    });
  });
});

describe('what CDKTF offers for any resource', () => {
  test('meta-arguments', () => {
    const stack = newStack();
    const other = new TerraformResource(stack, 'other', { terraformResourceType: 'terraform_data' });
    new LoginProfile(stack, 'alice-login', {
      user: 'alice',
      password,
      dependsOn: [other],
      lifecycle: { preventDestroy: true, ignoreChanges: ['secret_version_id'], replaceTriggeredBy: [other] },
    });
    expect(loginIn(stack)).toMatchObject({
      depends_on: ['terraform_data.other'],
      lifecycle: {
        prevent_destroy: true,
        ignore_changes: ['secret_version_id'],
        replace_triggered_by: ['${terraform_data.other}'],
      },
    });
  });

  test('forEach and count', () => {
    const stack = newStack();
    const users = TerraformIterator.fromList(['alice', 'bob']);
    new LoginProfile(stack, 'team', {
      user: users.value,
      password: SecretPassword.fromSecret(users.value as string),
      forEach: users,
    });
    new LoginProfile(stack, 'counted', { user: 'user-${count.index}', password, count: 2 });
    expect(loginIn(stack, 'team')).toEqual({
      for_each: '${toset(["alice", "bob"])}',
      user_name: '${each.value}',
      secret_id: '${each.value}',
    });
    expect(loginIn(stack, 'counted')).toMatchObject({ count: 2 });
  });

  test('others depend on it, and read its attributes', () => {
    const stack = newStack();
    const login = new LoginProfile(stack, 'alice-login', { user: 'alice', password });
    new TerraformResource(stack, 'after', { terraformResourceType: 'terraform_data', dependsOn: [login] });
    new TerraformOutput(stack, 'status', { value: login.syncStatus });
    new TerraformOutput(stack, 'version', { value: login.secretVersionId });
    expect(synth(stack)).toMatchObject({
      resource: { terraform_data: { after: { depends_on: ['iam_login_profile.alice-login'] } } },
      output: {
        status: { value: '${iam_login_profile.alice-login.sync_status}' },
        version: { value: '${iam_login_profile.alice-login.secret_version_id}' },
      },
    });
  });

  test('overrides, and another logical id', () => {
    const stack = newStack();
    const login = new LoginProfile(stack, 'alice-login', { user: 'alice', password });
    login.addOverride('lifecycle.ignore_changes', ['password_reset_required']);
    login.overrideLogicalId('renamed');
    expect(loginIn(stack, 'renamed')).toMatchObject({ lifecycle: { ignore_changes: ['password_reset_required'] } });
  });

  test('aspects', () => {
    const stack = newStack();
    new LoginProfile(stack, 'alice-login', { user: 'alice', password });
    Aspects.of(stack).add({
      visit: (node) => {
        if (node instanceof LoginProfile) node.onDestroy = 'retain';
      },
    });
    expect(loginIn(stack)).toMatchObject({ on_destroy: 'retain' });
  });

  test('importFrom', () => {
    const stack = newStack();
    new LoginProfile(stack, 'alice-login', { user: 'alice', password }).importFrom('alice');
    expect(JSON.parse(Testing.synth(stack))).toMatchObject({
      import: [{ id: 'alice', to: 'iam_login_profile.alice-login' }],
    });
  });

  test('moveTo, which is no second login profile of the user', () => {
    const stack = newStack();
    new LoginProfile(stack, 'new', { user: 'alice', password }).addMoveTarget('alice');
    new LoginProfile(stack, 'old', { user: 'alice', password }).moveTo('alice');
    expect(synth(stack)).toMatchObject({
      moved: [{ from: 'iam_login_profile.old', to: 'iam_login_profile.new' }],
      resource: { iam_login_profile: { new: { user_name: 'alice' } } },
    });
  });

  test('a move from the AWS resource', () => {
    const stack = newStack();
    new LoginProfile(stack, 'alice-login', { user: 'alice', password }).moveFromId('aws_iam_user_login_profile.alice');
    expect(JSON.parse(Testing.synth(stack))).toMatchObject({
      moved: [{ from: 'aws_iam_user_login_profile.alice', to: 'iam_login_profile.alice-login' }],
    });
  });

  test('a user of another stack', () => {
    const app = newApp();
    const [users, logins] = [newStack('users', app), newStack('logins', app)];
    new AwsProvider(users, 'aws');
    const user = new IamUser(users, 'alice', { name: 'alice' });
    new LoginProfile(logins, 'alice-login', { user, password });
    for (const stack of [users, logins]) stack.prepareStack();
    expect(loginIn(logins).user_name).toMatch(/^\$\{data\.terraform_remote_state\.cross-stack-reference-input-users\./);
  });
});

describe('IamLoginProfile', () => {
  test('is the bare binding of the same resource', () => {
    const stack = newStack();
    new IamProvider(stack, 'iam');
    new IamLoginProfile(stack, 'alice-login', { userName: 'alice', secretId: 'console/alice' });
    expect(loginIn(stack)).toEqual({ user_name: 'alice', secret_id: 'console/alice' });
  });
});
