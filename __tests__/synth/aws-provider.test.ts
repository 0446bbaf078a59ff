import { DataAwsIamUser } from '@cdktf/provider-aws/lib/data-aws-iam-user';
import { IamUser } from '@cdktf/provider-aws/lib/iam-user';
import { AwsProvider, type AwsProviderConfig } from '@cdktf/provider-aws/lib/provider';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { TerraformIterator, TerraformProvider, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { IamProvider, LoginProfile, SecretPassword } from '../../src';
import { newApp, newStack, restore, synth } from './fixtures';

const password = SecretPassword.fromSecret('console/alice');
const addLogin = (stack: TerraformStack) => new LoginProfile(stack, 'alice', { user: 'alice', password });
const providersOf = (stack: TerraformStack) => synth(stack).provider.iam;
const providerOf = (stack: TerraformStack, id: string) => synth(stack).resource.iam_login_profile[id].provider;

afterAll(restore);

describe('the settings of the AwsProvider', () => {
  const copied = (config: AwsProviderConfig) => {
    const stack = newStack();
    new AwsProvider(stack, 'aws', config);
    addLogin(stack);
    return providersOf(stack)[0];
  };

  test.each<[what: string, config: AwsProviderConfig, written: object]>([
    ['none', {}, {}],
    ['region and profile', { region: 'eu-west-1', profile: 'ops' }, { region: 'eu-west-1', profile: 'ops' }],
    [
      'keys',
      { accessKey: 'AKIAEXAMPLE', secretKey: 'from-a-variable', token: 'session' },
      { access_key: 'AKIAEXAMPLE', secret_key: 'from-a-variable', token: 'session' },
    ],
    [
      'shared files',
      { sharedConfigFiles: ['a'], sharedCredentialsFiles: ['b', 'c'] },
      { shared_config_files: ['a'], shared_credentials_files: ['b', 'c'] },
    ],
    [
      'roles, in order',
      {
        assumeRole: [
          { roleArn: 'arn:aws:iam::111122223333:role/a', externalId: 'x', tags: { Team: 'ops' } },
          { roleArn: 'arn:aws:iam::444455556666:role/b', duration: '1h', transitiveTagKeys: ['Team'] },
        ],
      },
      {
        assume_role: [
          { role_arn: 'arn:aws:iam::111122223333:role/a', external_id: 'x', tags: { Team: 'ops' } },
          { role_arn: 'arn:aws:iam::444455556666:role/b', duration: '1h', transitive_tag_keys: ['Team'] },
        ],
      },
    ],
    [
      'a role for a token',
      { assumeRoleWithWebIdentity: [{ roleArn: 'arn:aws:iam::111122223333:role/ci', webIdentityTokenFile: '/t' }] },
      {
        assume_role_with_web_identity: [
          { role_arn: 'arn:aws:iam::111122223333:role/ci', web_identity_token_file: '/t' },
        ],
      },
    ],
    [
      'accounts',
      { allowedAccountIds: ['111122223333'], forbiddenAccountIds: ['444455556666'] },
      { allowed_account_ids: ['111122223333'], forbidden_account_ids: ['444455556666'] },
    ],
    ['retries', { maxRetries: 3, retryMode: 'adaptive' }, { max_retries: 3, retry_mode: 'adaptive' }],
    [
      'the way out',
      { customCaBundle: 'ca.pem', useFipsEndpoint: true, httpProxy: 'http://proxy:1' },
      { custom_ca_bundle: 'ca.pem', use_fips_endpoint: true, http_proxy: 'http://proxy:1' },
    ],
    [
      'of two proxies, the one for AWS',
      { httpProxy: 'http://plain:1', httpsProxy: 'http://tls:1' },
      { http_proxy: 'http://tls:1' },
    ],
    [
      'endpoints, those that we call',
      {
        endpoints: [
          { iam: 'http://i', s3: 'http://s3' },
          { sts: 'http://t', secretsmanager: 'http://s', cloudtrail: 'http://c' },
        ],
      },
      { endpoints: [{ iam: 'http://i' }, { sts: 'http://t', secretsmanager: 'http://s', cloudtrail: 'http://c' }] },
    ],
    ['no endpoint that we call', { endpoints: [{ s3: 'http://s3' }] }, {}],
    [
      'nothing that IamProvider does not know',
      { region: 'eu-west-1', insecure: true, skipRegionValidation: true, defaultTags: [{ tags: { a: 'b' } }] },
      { region: 'eu-west-1' },
    ],
  ])('are copied: %s', (_, config, written) => {
    expect(copied(config)).toEqual(written);
  });

  test('stay references', () => {
    const stack = newStack();
    const region = new TerraformVariable(stack, 'region', {});
    const roles = TerraformIterator.fromList(['one', 'two']);
    new AwsProvider(stack, 'aws', {
      region: region.stringValue,
      endpoints: [{ iam: region.stringValue }],
      assumeRole: roles.dynamic({ role_arn: roles.value }),
    });
    addLogin(stack);
    expect(providersOf(stack)).toEqual([
      {
        region: '${var.region}',
        endpoints: [{ iam: '${var.region}' }],
        dynamic: {
          assume_role: {
            for_each: '${toset(["one", "two"])}',
            content: { role_arn: '${each.value}' },
            iterator: 'each',
          },
        },
      },
    ]);
  });

  test('count as they are at synth: made later, changed later, overridden', () => {
    const stack = newStack();
    addLogin(stack);
    const aws = new AwsProvider(new Construct(stack, 'providers'), 'aws', { region: 'eu-west-1', profile: 'ops' });
    aws.region = 'eu-central-1';
    aws.addOverride('max_retries', 7);
    aws.resetProfile();
    expect(providersOf(stack)).toEqual([{ region: 'eu-central-1', max_retries: 7 }]);
  });

  test('are copied in HCL too', () => {
    const stack = newStack();
    new AwsProvider(stack, 'aws', { region: 'eu-west-1', endpoints: [{ iam: 'http://i', s3: 'http://s3' }] });
    addLogin(stack);
    const hcl = Testing.synthHcl(stack) as string;
    expect(hcl.replace(/\s+/g, ' ')).toContain(
      'provider "iam" { region = "eu-west-1" endpoints { iam = "http://i" } }',
    );
  });

  test('are those of an AWS provider by its name, of whatever class', () => {
    const stack = newStack();
    class Other extends TerraformProvider {
      protected override synthesizeAttributes() {
        return { region: 'eu-west-1', not_ours: true };
      }
    }
    new Other(stack, 'aws', { terraformResourceType: 'aws' });
    new Other(stack, 'azure', { terraformResourceType: 'azurerm' });
    addLogin(stack);
    expect(providersOf(stack)).toEqual([{ region: 'eu-west-1' }]);
  });

  test('are not those of an aliased one, of another stack, or of a nested one', () => {
    const app = newApp();
    const [stack, other] = [newStack('stack', app), newStack('other', app)];
    for (const scope of [other, new TerraformStack(stack, 'nested')]) new AwsProvider(scope, 'aws', { region: 'no' });
    new AwsProvider(stack, 'aws', { region: 'no', alias: 'audit' });
    addLogin(stack);
    expect(providersOf(stack)).toEqual([{}]);
  });

  test("do not enter the program's own IamProvider", () => {
    const stack = newStack();
    new AwsProvider(stack, 'aws', { region: 'eu-west-1', profile: 'ops' });
    new IamProvider(stack, 'iam', { region: 'eu-central-1' });
    addLogin(stack);
    expect(providersOf(stack)).toEqual([{ region: 'eu-central-1' }]);
  });
});

describe('of several AWS providers', () => {
  const twoAccounts = () => {
    const stack = newStack();
    new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
    const audit = new AwsProvider(stack, 'aws-audit', { alias: 'audit', region: 'eu-west-1', profile: 'audit' });
    return { stack, audit };
  };
  const AUDIT = { alias: 'audit', region: 'eu-west-1', profile: 'audit' };

  test.each<
    [what: string, of: (stack: TerraformStack, provider: AwsProvider) => ConstructorParameters<typeof LoginProfile>[2]]
  >([
    ['the user', (stack, provider) => ({ user: new IamUser(stack, 'u', { name: 'u', provider }), password })],
    [
      'the data source of a user',
      (stack, provider) => ({ user: new DataAwsIamUser(stack, 'u', { userName: 'u', provider }), password }),
    ],
    [
      'the secret, where the user is a name',
      (stack, provider) => ({
        user: 'alice',
        password: SecretPassword.fromSecret(new SecretsmanagerSecret(stack, 's', { provider })),
      }),
    ],
    [
      "the secret's version, where the user is a name",
      (stack, provider) => ({
        user: 'alice',
        password: SecretPassword.fromSecretVersion(
          new SecretsmanagerSecretVersion(stack, 'v', { secretId: 'console/alice', provider }),
        ),
      }),
    ],
  ])('that of %s is taken, alias and all', (_, props) => {
    const { stack, audit } = twoAccounts();
    new LoginProfile(stack, 'login', props(stack, audit));
    expect(providersOf(stack)).toEqual([AUDIT]);
    expect(providerOf(stack, 'login')).toBe('iam.audit');
  });

  test('the user decides where user and secret are of two', () => {
    const { stack, audit } = twoAccounts();
    const secret = SecretPassword.fromSecret(new SecretsmanagerSecret(stack, 's', { provider: audit }));
    new LoginProfile(stack, 'login', { user: new IamUser(stack, 'u', { name: 'u' }), password: secret });
    expect(providersOf(stack)).toEqual([{ region: 'eu-west-1' }]);
    expect(providerOf(stack, 'login')).toBeUndefined();
  });

  test('each gets one IamProvider for all its users', () => {
    const { stack, audit } = twoAccounts();
    for (const name of ['a', 'b']) {
      for (const provider of [undefined, audit]) {
        const id = `${name}-${provider ? 'audit' : 'main'}`;
        const user = new IamUser(stack, `user-${id}`, { name, ...(provider && { provider }) });
        new LoginProfile(stack, id, { user, password });
      }
    }
    expect(providersOf(stack)).toEqual([{ region: 'eu-west-1' }, AUDIT]);
    expect(['a-main', 'b-main', 'a-audit', 'b-audit'].map((id) => providerOf(stack, id))).toEqual([
      undefined,
      undefined,
      'iam.audit',
      'iam.audit',
    ]);
  });

  test("the program's own IamProvider of that alias is taken, made before or after", () => {
    for (const first of [true, false]) {
      const { stack, audit } = twoAccounts();
      const own = () => new IamProvider(stack, 'own', { alias: 'audit', region: 'eu-central-1' });
      if (first) own();
      new LoginProfile(stack, 'login', { user: new IamUser(stack, 'u', { name: 'u', provider: audit }), password });
      if (!first) own();
      expect(providersOf(stack)).toEqual([{ alias: 'audit', region: 'eu-central-1' }]);
      expect(providerOf(stack, 'login')).toBe('iam.audit');
    }
  });

  test('one passed by hand is taken whatever the user says', () => {
    const { stack, audit } = twoAccounts();
    const user = new IamUser(stack, 'u', { name: 'u', provider: audit });
    new LoginProfile(stack, 'login', { user, password, provider: new IamProvider(stack, 'own', { alias: 'own' }) });
    expect(providersOf(stack)).toEqual([{ alias: 'own' }]);
  });

  test('that of a user of another stack means the provider of that alias here', () => {
    const app = newApp();
    const [users, logins] = [newStack('users', app), newStack('logins', app)];
    const there = new AwsProvider(users, 'aws', { alias: 'audit', region: 'eu-west-1' });
    const user = new IamUser(users, 'alice', { name: 'alice', provider: there });
    expect(() => new LoginProfile(logins, 'login', { user, password })).toThrow(
      'logins/login: the user or the secret belongs to the AWS provider "audit" of the stack users, and logins has no ' +
        'provider of that alias. Make an AwsProvider or an IamProvider with the alias "audit" there first, or pass provider',
    );
    logins.node.tryRemoveChild('login');
    new AwsProvider(logins, 'aws', { alias: 'audit', profile: 'audit' });
    new LoginProfile(logins, 'login', { user, password });
    expect(providersOf(logins)).toEqual([{ alias: 'audit', profile: 'audit' }]);
  });
});

describe('IamProvider.fromAwsProvider', () => {
  const withAws = (config: AwsProviderConfig = { region: 'eu-west-1', maxRetries: 3 }) => {
    const stack = newStack();
    return { stack, aws: new AwsProvider(stack, 'aws', config) };
  };

  test('is the one that login profiles find by themselves', () => {
    const { stack, aws } = withAws();
    const found = IamProvider.fromAwsProvider(aws);
    expect(IamProvider.of(stack)).toBe(found);
    expect(IamProvider.fromAwsProvider(aws)).toBe(found);
    expect(providersOf(stack)).toEqual([{ region: 'eu-west-1', max_retries: 3 }]);
  });

  test('takes overrides in place of what it would copy, and then stands for the made one', () => {
    const { stack, aws } = withAws();
    addLogin(stack);
    const own = IamProvider.fromAwsProvider(aws, { maxRetries: 20, allowedUserNames: ['console-*'] });
    aws.region = 'eu-central-1';
    expect(IamProvider.of(stack)).toBe(own);
    expect(providersOf(stack)).toEqual([
      { region: 'eu-central-1', max_retries: 20, allowed_user_names: ['console-*'] },
    ]);
  });

  test('carries the alias over, or takes another', () => {
    const { stack, aws } = withAws({ alias: 'audit', region: 'eu-west-1' });
    IamProvider.fromAwsProvider(aws, { maxRetries: 1 });
    expect(providersOf(stack)).toEqual([{ alias: 'audit', region: 'eu-west-1', max_retries: 1 }]);
    const other = newStack();
    IamProvider.fromAwsProvider(new AwsProvider(other, 'aws', { alias: 'audit' }), { alias: 'mine' });
    expect(providersOf(other)).toEqual([{ alias: 'mine' }]);
  });

  test('refuses anything but an AWS provider', () => {
    expect(() => IamProvider.fromAwsProvider(new IamProvider(newStack(), 'iam'))).toThrow(
      'IamProvider.fromAwsProvider: expected an AwsProvider.',
    );
  });
});

describe('blocks given in the other form, as JavaScript can', () => {
  test('are written all the same', () => {
    const stack = newStack();
    new IamProvider(stack, 'iam', {
      endpoints: { secretsmanager: 'http://s' },
      assumeRole: { roleArn: 'arn:aws:iam::111122223333:role/a' },
      secrets: [{ region: 'eu-west-1', assumeRole: { roleArn: 'arn:aws:iam::111122223333:role/b' } }],
    } as never);
    expect(providersOf(stack)).toEqual([
      {
        endpoints: [{ secretsmanager: 'http://s' }],
        assume_role: [{ role_arn: 'arn:aws:iam::111122223333:role/a' }],
        secrets: { region: 'eu-west-1', assume_role: [{ role_arn: 'arn:aws:iam::111122223333:role/b' }] },
      },
    ]);
  });

  test('but not several of what there is one of', () => {
    expect(() => new IamProvider(newStack(), 'iam', { secrets: [{}, {}] } as never)).toThrow(
      'secrets: the provider takes one such block.',
    );
  });
});
