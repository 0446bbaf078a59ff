/** Calls that must and must not compile. Checked by `tsc`, never run. */
import { DataAwsIamUser } from '@cdktf/provider-aws/lib/data-aws-iam-user';
import { DataAwsSecretsmanagerSecret } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret';
import { IamUser } from '@cdktf/provider-aws/lib/iam-user';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { type IResolvable, TerraformIterator, type TerraformStack, TerraformVariable, Token } from 'cdktf';
import {
  DataIamLoginProfile,
  type DataIamLoginProfileConfig,
  type DriftDetection,
  IamLoginProfile,
  type IamLoginProfileConfig,
  IamProvider,
  type IamProviderConfig,
  LoginProfile,
  type LoginProfileProps,
  type PolicyDocument,
  SecretPassword,
} from '../../src';

declare const stack: TerraformStack;
const user = new IamUser(stack, 'user', { name: 'alice' });
const secret = new SecretsmanagerSecret(stack, 'secret', {});
const version = new SecretsmanagerSecretVersion(stack, 'version', { secretId: secret.id });
const password = SecretPassword.fromSecret('console/alice');
const variable = new TerraformVariable(stack, 'variable', {});

export const users: LoginProfileProps['user'][] = [
  'alice',
  user,
  user.name,
  new DataAwsIamUser(stack, 'data', { userName: 'alice' }),
  { name: 'alice', fqn: 'cdktn_iam_user.alice' },
  // @ts-expect-error an object without a name
  { fqn: 'aws_iam_user.alice' },
  // @ts-expect-error a number is no name
  42,
  // @ts-expect-error nobody at all
  undefined,
];

export const passwords: SecretPassword[] = [
  SecretPassword.fromSecret('console/alice', { jsonKey: 'password', versionStage: 'AWSPENDING' }),
  SecretPassword.fromSecret(secret),
  SecretPassword.fromSecret(new DataAwsSecretsmanagerSecret(stack, 'data-secret', {}), { versionId: 'v' }),
  SecretPassword.fromSecretVersion(version, { jsonKey: 'password' }),
  // @ts-expect-error a user is not a version
  SecretPassword.fromSecretVersion(user),
  // @ts-expect-error a secret is not a version
  SecretPassword.fromSecretVersion(secret),
  // @ts-expect-error a version says itself which it is
  SecretPassword.fromSecretVersion(version, { versionStage: 'AWSCURRENT' }),
  // @ts-expect-error no such option
  SecretPassword.fromSecret(secret, { key: 'password' }),
  // @ts-expect-error an object without an ARN
  SecretPassword.fromSecret({ name: 'console/alice', fqn: 'x' }),
];

// @ts-expect-error made by its factories only
export const constructed = new SecretPassword('console/alice', {});
// @ts-expect-error a password in clear text
export const clearText: SecretPassword = 'Tr1cky & long';

export const minimal: LoginProfileProps = { user, password };

export const everything: LoginProfileProps = {
  user,
  password,
  passwordResetRequired: true,
  rotationTriggers: { ticket: 'SEC-1' },
  existingProfile: 'trust',
  onDestroy: 'retain',
  driftDetection: 'password',
  onUserChange: 'enforce',
  timeouts: { create: '10m' },
  provider: new IamProvider(stack, 'iam', { region: 'eu-west-1' }),
  dependsOn: [user],
  lifecycle: { preventDestroy: true },
  forEach: TerraformIterator.fromList(['alice']),
};

export const tokens: LoginProfileProps = {
  user: variable.stringValue,
  password: SecretPassword.fromSecret(variable.stringValue),
  passwordResetRequired: variable.booleanValue,
  onDestroy: Token.asAny('${var.on_destroy}'),
};

// @ts-expect-error the user is missing
export const withoutUser: LoginProfileProps = { password };
// @ts-expect-error the password is missing
export const withoutPassword: LoginProfileProps = { user };
// @ts-expect-error a choice that does not exist
export const keep: LoginProfileProps = { ...minimal, onDestroy: 'keep' };
// @ts-expect-error a choice that does not exist
export const overwrite: LoginProfileProps = { ...minimal, existingProfile: 'overwrite' };
// @ts-expect-error a choice that does not exist
export const always: LoginProfileProps = { ...minimal, driftDetection: 'always' };
// @ts-expect-error a choice that does not exist
export const reject: LoginProfileProps = { ...minimal, onUserChange: 'reject' };
// @ts-expect-error a string is no flag
export const flag: LoginProfileProps = { ...minimal, passwordResetRequired: 'true' };
// @ts-expect-error seconds as a number
export const seconds: LoginProfileProps = { ...minimal, timeouts: { create: 90 } };
// @ts-expect-error an operation without a timeout
export const read: LoginProfileProps = { ...minimal, timeouts: { read: '5m' } };
// @ts-expect-error the binding's prop
export const bindingProp: LoginProfileProps = { ...minimal, userName: 'alice' };

export const choice: DriftDetection = 'off';

// The construct is the resource: whatever takes the binding takes it too.
export const resource: IamLoginProfile = new LoginProfile(stack, 'login', minimal);
export const status: string = resource.syncStatus;
export const fqns: string[] = [resource.fqn, resource.id, resource.secretVersionId];

// @ts-expect-error computed by the provider
resource.syncStatus = 'in_sync';

export const config: IamLoginProfileConfig = { userName: 'alice', secretId: 'console/alice' };
// @ts-expect-error the binding knows no password
export const configWithPassword: IamLoginProfileConfig = { ...config, password: 'Tr1cky & long' };

export const look: DataIamLoginProfileConfig = { userName: user.name, credentialReport: variable.booleanValue };
// @ts-expect-error the user is missing
export const lookAtNobody: DataIamLoginProfileConfig = { credentialReport: true };
// @ts-expect-error a name, not the user
export const lookAtObject: DataIamLoginProfileConfig = { userName: user };
const seen = new DataIamLoginProfile(stack, 'seen', { ...look, provider: IamProvider.of(stack) });
export const dates: string[] = [seen.createDate, seen.passwordLastChanged, seen.passwordLastUsed];
export const access: IResolvable = seen.exists;
// @ts-expect-error computed by the provider
seen.passwordLastChanged = '2030-01-01T00:00:00Z';

export const providerConfig: IamProviderConfig = { alias: 'audit', profile: 'audit', maxRetries: 3 };
// @ts-expect-error no such setting
export const unknownSetting: IamProviderConfig = { zone: 'eu-west-1a' };

const provider = new AwsProvider(stack, 'aws', { alias: 'audit' });
export const fromAws: IamProvider = IamProvider.fromAwsProvider(provider, { maxRetries: 3 });
// @ts-expect-error an override that is no setting
export const fromAwsWrongly = IamProvider.fromAwsProvider(provider, { zone: 'eu-west-1a' });

const key = new KmsKey(stack, 'key', {});
export const policies: PolicyDocument[] = [
  new LoginProfile(stack, 'other', minimal).planPolicy(),
  new LoginProfile(stack, 'another', minimal).applyPolicy({ partition: 'aws-cn', kmsKeys: [key, key.arn] }),
  LoginProfile.planPolicy(stack, { account: '111122223333', region: 'eu-west-1', userPath: '/team/' }),
  LoginProfile.applyPolicy(stack, { userArns: [user.arn], secretArns: [secret.arn] }),
  // @ts-expect-error a key alone
  LoginProfile.applyPolicy(stack, { kmsKeys: key }),
];
