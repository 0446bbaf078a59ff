import { DataAwsIamUser } from '@cdktf/provider-aws/lib/data-aws-iam-user';
import { IamUser } from '@cdktf/provider-aws/lib/iam-user';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { Fn, TerraformIterator, TerraformOutput, type TerraformStack, TerraformVariable, Token } from 'cdktf';
import { Construct } from 'constructs';
import {
  IamLoginProfile,
  LoginProfile,
  type LoginProfilePolicyOptions,
  type LoginProfileProps,
  type PolicyDocument,
  SecretPassword,
} from '../../src';
import { newStack, restore, synth } from './fixtures';

const SECRET_ARN = 'arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:console/alice-Ab12Cd';
const KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const password = SecretPassword.fromSecret('console/alice');

afterAll(restore);

/** A document as Terraform gets it: through an output, written by `JSON.stringify`. */
function written(stack: TerraformStack, document: PolicyDocument): PolicyDocument {
  new TerraformOutput(stack, 'policy', { value: JSON.stringify(document) });
  const { output } = synth(stack) as unknown as { readonly output: { readonly policy: { readonly value: string } } };
  return JSON.parse(output.policy.value) as PolicyDocument;
}

function applied(
  props: (stack: TerraformStack) => Partial<LoginProfileProps>,
  options?: LoginProfilePolicyOptions,
): Record<string, readonly string[]> {
  const stack = newStack();
  new AwsProvider(stack, 'aws');
  const login = new LoginProfile(stack, 'login', { user: 'alice', password, ...props(stack) });
  const { Statement } = written(stack, login.applyPolicy(options));
  return Object.fromEntries(Statement.flatMap(({ Action, Resource }) => Action.map((action) => [action, Resource])));
}

describe('the documents of a login profile', () => {
  const login = () => new LoginProfile(newStack(), 'alice', { user: 'alice', password });

  test('for plan: see the login profile and the versions', () => {
    expect(login().planPolicy({ account: '111122223333', region: 'eu-west-1', userPath: '/' })).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'SeeLoginProfiles',
          Effect: 'Allow',
          Action: ['iam:GetLoginProfile', 'iam:GetUser'],
          Resource: ['arn:aws:iam::111122223333:user/alice'],
        },
        {
          Sid: 'SeeSecretVersions',
          Effect: 'Allow',
          Action: ['secretsmanager:DescribeSecret'],
          Resource: ['arn:aws:secretsmanager:eu-west-1:111122223333:secret:console/alice-??????'],
        },
      ],
    });
  });

  test('for apply: those statements, and what changes something', () => {
    const alice = login();
    const { Statement } = alice.applyPolicy();
    expect(Statement.slice(0, 2)).toEqual(alice.planPolicy().Statement);
    expect(Statement.slice(2).map(({ Sid, Action }) => [Sid, ...Action])).toEqual([
      ['SetPasswords', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile'],
      ['RemoveLoginProfiles', 'iam:DeleteLoginProfile'],
      ['ReadSecretValues', 'secretsmanager:GetSecretValue'],
    ]);
  });

  test('with onDestroy "retain" remove nothing, also where that is set later', () => {
    const alice = login();
    alice.onDestroy = 'retain';
    expect(JSON.stringify(alice.applyPolicy())).not.toContain('Delete');
  });

  test('with a KMS key let Secrets Manager decrypt with it, for this secret', () => {
    expect(
      login()
        .applyPolicy({ kmsKeys: [KEY_ARN] })
        .Statement.at(-1),
    ).toEqual({
      Sid: 'DecryptSecrets',
      Effect: 'Allow',
      Action: ['kms:Decrypt'],
      Resource: [KEY_ARN],
      Condition: {
        StringLike: {
          'kms:ViaService': ['secretsmanager.eu-west-1.*'],
          'kms:EncryptionContext:SecretARN': ['arn:aws:secretsmanager:*:*:secret:console/alice-??????'],
        },
      },
    });
    expect(JSON.stringify(login().planPolicy({ kmsKeys: [KEY_ARN] }))).not.toContain('kms:');
  });
});

describe('what drift detection asks of the whole account is allowed', () => {
  const REPORT = ['iam:GetCredentialReport', 'iam:GenerateCredentialReport'];
  const TRAIL = ['cloudtrail:LookupEvents'];
  const DRIFT_DETECTION = { type: 'string' };

  const onEverything = ({ Statement }: PolicyDocument) =>
    Statement.filter(({ Resource }) => Resource.includes('*')).flatMap(({ Action }) => Action);

  test.each<[what: string, of: (stack: TerraformStack) => LoginProfileProps['driftDetection'], actions: string[]]>([
    ['by default', () => undefined, []],
    ['for "off"', () => 'off', []],
    ['for "profile"', () => 'profile', []],
    ['for "password"', () => 'password', REPORT],
    ['for "trail"', () => 'trail', [...REPORT, ...TRAIL]],
    [
      'for a token, which may turn out to be either',
      (stack) => Token.asAny(new TerraformVariable(stack, 'drift_detection', DRIFT_DETECTION).value),
      [...REPORT, ...TRAIL],
    ],
  ])('%s, to both roles', (_, of, actions) => {
    const stack = newStack();
    const login = new LoginProfile(stack, 'alice', { user: 'alice', password, driftDetection: of(stack) });
    expect(onEverything(login.planPolicy())).toEqual(actions);
    expect(onEverything(login.applyPolicy())).toEqual(actions);
  });

  test('as it is set at the time of the call', () => {
    const login = new LoginProfile(newStack(), 'alice', { user: 'alice', password, driftDetection: 'trail' });
    login.driftDetection = 'password';
    expect(onEverything(login.planPolicy())).toEqual(REPORT);
    login.resetDriftDetection();
    expect(onEverything(login.planPolicy())).toEqual([]);
  });

  test('once for a stack where one of its login profiles asks for it, and under words of its own', () => {
    const stack = newStack();
    const add = (user: string, driftDetection?: LoginProfileProps['driftDetection']) =>
      new LoginProfile(stack, user, { user, password, driftDetection });
    add('alice');
    expect(onEverything(LoginProfile.planPolicy(stack))).toEqual([]);
    for (const user of ['bob', 'carol']) add(user, 'password');
    add('dave', 'trail');
    for (const document of [LoginProfile.planPolicy(stack), LoginProfile.applyPolicy(stack)]) {
      expect(document.Statement.slice(2, 4)).toEqual([
        { Sid: 'SeeCredentialReport', Effect: 'Allow', Action: REPORT, Resource: ['*'] },
        { Sid: 'SeeTrailEvents', Effect: 'Allow', Action: TRAIL, Resource: ['*'] },
      ]);
      expect(onEverything(document)).toEqual([...REPORT, ...TRAIL]);
    }
  });
});

describe('the user is named', () => {
  test.each<[how: string, props: (stack: TerraformStack) => Partial<LoginProfileProps>, ...arns: string[]]>([
    ['by name: on any path', () => ({ user: 'alice' }), 'arn:aws:iam::*:user/alice', 'arn:aws:iam::*:user/*/alice'],
    ['by its resource', (stack) => ({ user: new IamUser(stack, 'u', { name: 'alice' }) }), '${aws_iam_user.u.arn}'],
    [
      'by its data source',
      (stack) => ({ user: new DataAwsIamUser(stack, 'u', { userName: 'alice' }) }),
      '${data.aws_iam_user.u.arn}',
    ],
    [
      'by a reference to its name',
      (stack) => ({ user: new IamUser(stack, 'u', { name: 'alice' }).name }),
      'arn:aws:iam::*:user/${aws_iam_user.u.name}',
      'arn:aws:iam::*:user/*/${aws_iam_user.u.name}',
    ],
    [
      'by an object without an ARN',
      () => ({ user: { name: 'alice', fqn: 'x' } }),
      'arn:aws:iam::*:user/alice',
      'arn:aws:iam::*:user/*/alice',
    ],
  ])('%s', (_, props, ...arns) => {
    expect(applied(props)['iam:DeleteLoginProfile']).toEqual(arns);
  });

  test('with the path given', () => {
    const options = { partition: 'aws-us-gov', account: '111122223333', userPath: '/team/a/' };
    expect(applied(() => ({}), options)['iam:GetUser']).toEqual(['arn:aws-us-gov:iam::111122223333:user/team/a/alice']);
  });

  test('by another name, where that was set since', () => {
    const stack = newStack();
    const user = { name: 'alice', arn: 'arn:aws:iam::111122223333:user/alice', fqn: 'x' };
    const login = new LoginProfile(stack, 'login', { user, password });
    login.userName = 'bob';
    expect(login.planPolicy({ userPath: '/' }).Statement[0]?.Resource).toEqual(['arn:aws:iam::*:user/bob']);
  });
});

describe('the secret is named', () => {
  test.each<[how: string, of: (stack: TerraformStack) => SecretPassword, arn: string]>([
    ['by name', () => password, 'arn:aws:secretsmanager:*:*:secret:console/alice-??????'],
    ['by ARN', () => SecretPassword.fromSecret(SECRET_ARN), SECRET_ARN],
    [
      'by its resource',
      (stack) => SecretPassword.fromSecret(new SecretsmanagerSecret(stack, 's', {})),
      '${aws_secretsmanager_secret.s.arn}',
    ],
    [
      'by a reference, which may be to a name or to an ARN',
      (stack) => SecretPassword.fromSecret(new TerraformVariable(stack, 'secret', {}).stringValue),
      '${startswith(var.secret, "arn:") ? var.secret : "arn:aws:secretsmanager:*:*:secret:${var.secret}-??????"}',
    ],
    [
      "by its version's secret, which is known while the version is not",
      (stack) =>
        SecretPassword.fromSecretVersion(new SecretsmanagerSecretVersion(stack, 'v', { secretId: 'console/alice' })),
      '${startswith(aws_secretsmanager_secret_version.v.secret_id, "arn:") ? aws_secretsmanager_secret_version.v.secret_id : ' +
        '"arn:aws:secretsmanager:*:*:secret:${aws_secretsmanager_secret_version.v.secret_id}-??????"}',
    ],
  ])('%s', (_, of, arn) => {
    const stack = newStack();
    new AwsProvider(stack, 'aws');
    const login = new LoginProfile(stack, 'login', { user: 'alice', password: of(stack) });
    new TerraformOutput(stack, 'arn', { value: login.planPolicy().Statement[1]?.Resource[0] });
    expect(synth(stack)).toMatchObject({ output: { arn: { value: arn } } });
  });

  test('and its partition is the one of names too', () => {
    const ofCn = applied(() => ({ password: SecretPassword.fromSecret(SECRET_ARN) }));
    expect(ofCn['iam:GetUser']).toEqual(['arn:aws-cn:iam::*:user/alice', 'arn:aws-cn:iam::*:user/*/alice']);
  });
});

describe('the documents of a stack', () => {
  test('hold all login profiles below it once, bare bindings included', () => {
    const stack = newStack();
    new LoginProfile(stack, 'alice', { user: 'alice', password, onDestroy: 'retain' });
    new LoginProfile(new Construct(stack, 'team'), 'bob', { user: 'bob', password });
    new IamLoginProfile(stack, 'carol', { userName: 'carol', secretId: 'console/carol' });
    const { Statement } = LoginProfile.applyPolicy(stack, { userPath: '/' });
    expect(
      Statement.map(({ Action, Resource }) => [Action.length, Resource.map((arn) => arn.split(/[:/]/).at(-1))]),
    ).toEqual([
      [2, ['alice', 'bob', 'carol']],
      [1, ['alice-??????', 'carol-??????']],
      [2, ['alice', 'bob', 'carol']],
      [1, ['bob', 'carol']],
      [1, ['alice-??????', 'carol-??????']],
    ]);
    expect(LoginProfile.planPolicy(stack).Statement).toEqual(LoginProfile.applyPolicy(stack).Statement.slice(0, 2));
  });

  test('are refused where there is none', () => {
    expect(() => LoginProfile.planPolicy(newStack())).toThrow('stack: no LoginProfile below it yet.');
  });

  test('take patterns in place of names', () => {
    const stack = newStack();
    new LoginProfile(stack, 'alice', { user: 'alice', password });
    const pattern = { userArns: ['arn:aws:iam::111122223333:user/console/*'], secretArns: ['arn:aws:x'] };
    expect(LoginProfile.planPolicy(stack, pattern).Statement.map(({ Resource }) => Resource)).toEqual([
      pattern.userArns,
      pattern.secretArns,
    ]);
  });
});

describe('a document that would be wrong is refused', () => {
  const team = () => {
    const stack = newStack();
    const users = TerraformIterator.fromList(['alice', 'bob']);
    return new LoginProfile(stack, 'team', { user: users.value as string, password, forEach: users });
  };

  test('for users that forEach names, unless they are given', () => {
    expect(() => team().planPolicy()).toThrow(
      'stack/team: stands for several by forEach, and a policy cannot name them by ${each.value}. Pass userArns',
    );
    expect(() => team().planPolicy({ userArns: ['arn:aws:iam::*:user/team/*'] })).not.toThrow();
  });

  test.each<[what: string, options: LoginProfilePolicyOptions, message: string]>([
    ['an alias of a key', { kmsKeys: ['alias/console'] }, 'kmsKeys: "alias/console" is no ARN of a KMS key.'],
    ['a path without its slashes', { userPath: 'team' }, 'userPath: "team" is no path.'],
  ])('for %s', (_, options, message) => {
    expect(() => new LoginProfile(newStack(), 'a', { user: 'alice', password }).applyPolicy(options)).toThrow(message);
  });
});

test('a document can be given to jsonencode', () => {
  const stack = newStack();
  new AwsProvider(stack, 'aws');
  const login = new LoginProfile(stack, 'login', { user: new IamUser(stack, 'u', { name: 'alice' }), password });
  new TerraformOutput(stack, 'policy', { value: Fn.jsonencode(login.planPolicy()) });
  expect(JSON.stringify(synth(stack).output)).toContain('aws_iam_user.u.arn');
});
