import { IamUser } from '@cdktf/provider-aws/lib/iam-user';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { IamLoginProfile, IamProvider, LoginProfile, type LoginProfileProps, SecretPassword } from '../../src';
import { newStack, restore, synth } from './fixtures';

const password = SecretPassword.fromSecret('console/alice');
/** As JavaScript would pass them: no compiler has looked. */
const construct = (props: object) => new LoginProfile(newStack(), 'alice-login', { user: 'alice', password, ...props });
const secret = (...args: Parameters<typeof SecretPassword.fromSecret>) => ({
  password: SecretPassword.fromSecret(...args),
});

afterAll(restore);

describe('a literal that cannot be right is refused at synth', () => {
  test.each<[what: string, props: object, message: string]>([
    [
      'a user name with a space',
      { user: 'al ice' },
      'stack/alice-login: user: "al ice" is no IAM user name. Give 1-64 letters, digits or _+=,.@- (the name alone, without path or ARN).',
    ],
    ['a user name of 65 characters', { user: 'x'.repeat(65) }, 'user: "xxx'],
    ['an empty user name', { user: '' }, 'user: "" is no IAM user name.'],
    ['no user', { user: undefined }, 'user: expected an IAM user (an object with "name" or "userName") or its name.'],
    ['something else as the user', { user: { fqn: 'x' } }, 'user: expected an IAM user'],
    ['a user object with a wrong name', { user: { name: 'al ice', fqn: 'x' } }, 'user: "al ice" is no IAM user name.'],
    ['a secret without a name', secret(''), 'password: the value is no name of a secret'],
    ['a secret name of 513 characters', secret('x'.repeat(513)), 'Give the name, 1-512 letters, digits or /_+=.@!-'],
    [
      'a partial ARN',
      secret('arn:aws:secretsmanager:eu-west-1:111122223333:secret:console/alice'),
      'password: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:console/alice" is no full ARN of a secret.',
    ],
    [
      "another service's ARN",
      secret('arn:aws:ssm:eu-west-1:111122223333:parameter/console-Ab12Cd'),
      'is no full ARN of a secret.',
    ],
    ['an empty JSON key', secret('s', { jsonKey: '' }), 'password.jsonKey: the key is empty.'],
    ['a short version id', secret('s', { versionId: '1' }), 'password.versionId: "1" is no version id.'],
    ['an empty label', secret('s', { versionStage: '' }), 'password.versionStage: "" is no staging label.'],
    [
      'a label together with a version id',
      secret('s', { versionStage: 'AWSCURRENT', versionId: 'v'.repeat(32) }),
      'password: versionId and versionStage exclude each other.',
    ],
    ['a flag in quotes', { passwordResetRequired: 'yes' }, 'passwordResetRequired: "yes" is no boolean.'],
    [
      'a trigger that is no string',
      { rotationTriggers: { a: {} } },
      'rotationTriggers: the value of "a" is no string.',
    ],
    [
      'an unknown choice for existingProfile',
      { existingProfile: 'overwrite' },
      'existingProfile: "overwrite" is not possible. Give "adopt", "trust", "fail".',
    ],
    [
      'an unknown choice for onDestroy',
      { onDestroy: 'keep' },
      'onDestroy: "keep" is not possible. Give "delete", "retain".',
    ],
    [
      'an unknown choice for driftDetection',
      { driftDetection: 'on' },
      'driftDetection: "on" is not possible. Give "off", "profile", "password", "trail".',
    ],
    [
      'an unknown choice for onUserChange',
      { onUserChange: 'reject' },
      'onUserChange: "reject" is not possible. Give "accept", "enforce".',
    ],
    [
      'a timeout without a unit',
      { timeouts: { create: '5' } },
      'timeouts.create: "5" is no duration above 0 and at most 24h.',
    ],
    ['a timeout above a day', { timeouts: { delete: '25h' } }, 'timeouts.delete: "25h" is no duration'],
    ['a timeout alone', { timeouts: '5m' }, 'timeouts: expected an object with "create", "update" or "delete".'],
    ['no provider at all', { provider: {} }, 'provider: expected an IamProvider, got something else.'],
  ])('%s', (_, props, message) => {
    expect(() => construct(props)).toThrow(Error);
    expect(() => construct(props)).toThrow(message);
    expect(() => construct(props)).toThrow('stack/alice-login: ');
  });

  test('the AWS provider in place of ours', () => {
    const stack = newStack();
    const provider = new AwsProvider(stack, 'aws');
    expect(() => new LoginProfile(stack, 'alice-login', { user: 'alice', password, provider })).toThrow(
      'provider: expected an IamProvider, got the provider "aws".',
    );
  });

  test('all of them at once', () => {
    expect(() => construct({ user: 'al ice', onDestroy: 'keep' })).toThrow(/user: .*\n.*onDestroy: /);
  });

  test('and nothing is added to the tree', () => {
    const stack = newStack();
    expect(() => new LoginProfile(stack, 'alice-login', { user: '', password })).toThrow();
    expect(stack.node.children).toEqual([]);
  });
});

describe('a password in clear text', () => {
  const PASSWORD = 'Tr1cky & long';
  const attempt = (value: unknown) => () => construct({ password: value });

  test('is refused, and not repeated', () => {
    expect(attempt(PASSWORD)).toThrow(TypeError);
    expect(attempt(PASSWORD)).toThrow(
      'stack/alice-login: password: expected a SecretPassword, got a string. A password must not stand in code: put it ' +
        'into a Secrets Manager secret and pass SecretPassword.fromSecret(secret), with the secret, its name or its full ARN.',
    );
    expect(attempt(PASSWORD)).not.toThrow(PASSWORD);
  });

  test('is not repeated where it stands for the name of a secret', () => {
    expect(() => construct(secret(PASSWORD))).toThrow('no name of a secret (not shown');
    expect(() => construct(secret(PASSWORD))).not.toThrow(PASSWORD);
  });

  test.each([undefined, null, {}, { secretId: 'console/alice' }, 42])('neither is %j a SecretPassword', (value) => {
    expect(attempt(value)).toThrow(TypeError);
    expect(attempt(value)).toThrow('password: expected a SecretPassword, got something else.');
  });
});

describe('SecretPassword refuses', () => {
  test.each([undefined, null, 42, {}, { name: 'console/alice' }])('%j as a secret', (value) => {
    expect(() => SecretPassword.fromSecret(value as never)).toThrow(TypeError);
    expect(() => SecretPassword.fromSecret(value as never)).toThrow(
      'SecretPassword.fromSecret: expected a secret (an object with "arn"), its name or its full ARN, got ',
    );
  });

  test('a version as a secret, and a secret as a version', () => {
    const stack = newStack();
    const resource = new SecretsmanagerSecret(stack, 'secret', {});
    const version = new SecretsmanagerSecretVersion(stack, 'version', { secretId: resource.id });
    expect(() => SecretPassword.fromSecret(version)).toThrow('Use SecretPassword.fromSecretVersion(version)');
    expect(() => SecretPassword.fromSecretVersion(resource as never)).toThrow(
      'SecretPassword.fromSecretVersion: expected a version of a secret (an object with "secretId" and "versionId"), got object.',
    );
    expect(() => SecretPassword.fromSecretVersion('console/alice' as never)).toThrow('got string.');
  });
});

describe('two login profiles for one user', () => {
  const twice = (first: Partial<LoginProfileProps>, second: Partial<LoginProfileProps>, stack = newStack()) => {
    new LoginProfile(stack, 'first', { user: 'alice', password, ...first });
    new LoginProfile(new Construct(stack, 'team'), 'second', { user: 'alice', password, ...second });
    return () => synth(stack);
  };
  const REFUSAL =
    'Several login profiles for the same IAM user: stack/first, stack/team/second. A user has one console password: remove all but one.';
  const awsUser = (stack: TerraformStack, id: string) => new IamUser(stack, id, { name: id });

  test('are refused at synth', () => {
    expect(twice({}, {})).toThrow(`[stack] ${REFUSAL}`);
  });

  test('are refused for a name in another case, as IAM compares names', () => {
    expect(twice({ user: 'alice' }, { user: 'Alice' })).toThrow(REFUSAL);
  });

  test('are refused for the same IamUser', () => {
    const stack = newStack();
    new AwsProvider(stack, 'aws');
    const user = awsUser(stack, 'alice');
    expect(twice({ user }, { user: user.name }, stack)).toThrow(REFUSAL);
  });

  test('are refused where one is the bare binding', () => {
    const stack = newStack();
    new LoginProfile(stack, 'first', { user: 'alice', password });
    new IamLoginProfile(new Construct(stack, 'team'), 'second', { userName: 'alice', secretId: 'console/alice' });
    expect(() => synth(stack)).toThrow(REFUSAL);
  });

  test('are refused where both name the provider that is the default anyway', () => {
    const stack = newStack();
    const provider = new IamProvider(stack, 'iam');
    expect(twice({ provider }, {}, stack)).toThrow(REFUSAL);
  });

  test('pass for users of different objects', () => {
    const stack = newStack();
    new AwsProvider(stack, 'aws');
    expect(twice({ user: awsUser(stack, 'alice') }, { user: awsUser(stack, 'bob') }, stack)).not.toThrow();
  });

  test('pass with different providers', () => {
    const stack = newStack();
    const provider = new IamProvider(stack, 'audit', { alias: 'audit' });
    expect(twice({}, { provider }, stack)).not.toThrow();
  });

  test('pass where one stands for several by count', () => {
    expect(twice({}, { count: 2 })).not.toThrow();
  });

  test('pass where an override gives one another user', () => {
    const stack = newStack();
    new LoginProfile(stack, 'other', { user: 'alice', password }).addOverride('user_name', 'bob');
    new LoginProfile(stack, 'another', { user: 'alice', password });
    expect(() => synth(stack)).not.toThrow();
  });

  test('pass in different stacks, nested ones too', () => {
    const outer = newStack('outer');
    new LoginProfile(outer, 'alice', { user: 'alice', password });
    new LoginProfile(new TerraformStack(outer, 'inner'), 'alice', { user: 'alice', password });
    expect(() => synth(outer)).not.toThrow();
  });
});
