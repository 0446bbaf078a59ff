import { type Block, UNKNOWN, type ValueObject } from '../../../src/plugin';
import { readConfiguration } from '../../../src/provider/configuration';
import { validateConfiguration } from '../../../src/provider/configuration-checks';
import { providerSchema } from '../../../src/provider/schema';

/** As Terraform sends it: every attribute null and every block an empty list, unless given. */
const unset = ({ attributes, blocks = {} }: Block): ValueObject => ({
  ...Object.fromEntries(Object.keys(attributes).map((name) => [name, null])),
  ...Object.fromEntries(Object.keys(blocks).map((name) => [name, []])),
});
const schemaOf = (name: string): Block => providerSchema.blocks![name].block;

const block = (values: ValueObject = {}): ValueObject => ({ ...unset(providerSchema), ...values });
const nested = (name: string, values: ValueObject = {}): ValueObject => ({ ...unset(schemaOf(name)), ...values });

const ROLE = 'arn:aws:iam::111122223333:role/ops/Deploy';
const assumeRole = (values: ValueObject = {}): ValueObject => nested('assume_role', { role_arn: ROLE, ...values });
const webIdentity = (values: ValueObject = {}): ValueObject =>
  nested('assume_role_with_web_identity', { role_arn: ROLE, web_identity_token_file: '/run/token', ...values });

describe('the provider block', () => {
  const environment = process.env;

  beforeEach(() => {
    process.env = { HOME: '/nonexistent' };
  });

  afterEach(() => {
    process.env = environment;
  });

  test.each<[string, ValueObject]>([
    ['nothing', {}],
    ['static keys', { access_key: 'AKIAEXAMPLE', secret_key: 'x', token: 'y' }],
    ['endpoints', { endpoints: [{ iam: 'https://iam.example', secretsmanager: 'http://127.0.0.1:1', sts: null }] }],
    [
      'a role in every partition',
      {
        assume_role: ['aws', 'aws-cn', 'aws-us-gov', 'aws-iso-b', 'aws-eusc'].map((partition) =>
          assumeRole({ role_arn: ROLE.replace('aws', partition) }),
        ),
      },
    ],
    ['a role for twelve hours', { assume_role: [assumeRole({ duration: '12h' })] }],
    ['a chained role for an hour', { assume_role: [assumeRole(), assumeRole({ duration: '1h0m' })] }],
    [
      'a web identity and a role after it',
      { assume_role_with_web_identity: [webIdentity()], assume_role: [assumeRole()] },
    ],
    [
      'the role of the secrets for two hours, after a role for IAM',
      { assume_role: [assumeRole()], secrets: [nested('secrets', { assume_role: [assumeRole({ duration: '2h' })] })] },
    ],
    ['account ids', { allowed_account_ids: ['111122223333'] }],
    ['patterns', { allowed_user_names: ['team-*', 'bob?', '*'] }],
    ['every attribute unknown', Object.fromEntries(Object.keys(block()).map((name) => [name, UNKNOWN]))],
    [
      'unknowns inside',
      {
        assume_role: [assumeRole({ role_arn: UNKNOWN, duration: UNKNOWN })],
        allowed_account_ids: [UNKNOWN],
        assume_role_with_web_identity: [webIdentity({ web_identity_token: UNKNOWN })],
      },
    ],
  ])('takes %s', (_what, values) => {
    expect(validateConfiguration(block(values))).toEqual([]);
  });

  test.each<[string, ValueObject, string]>([
    ['an access key alone', { access_key: 'AKIAEXAMPLE' }, 'access_key'],
    ['a secret key alone', { secret_key: 'sEcReT' }, 'secret_key'],
    ['a token alone', { token: 'sEcReT' }, 'token'],
    ['negative retries', { max_retries: -1 }, 'max_retries'],
    ['broken retries', { max_retries: '1.5' }, 'max_retries'],
    ['too many retries', { max_retries: 101 }, 'max_retries'],
    ['an unknown retry mode', { retry_mode: 'legacy' }, 'retry_mode'],
    ['a Region with a slash', { region: 'eu-west-1/x' }, 'region'],
    [
      'an endpoint without a scheme',
      { endpoints: [{ iam: 'localhost:4566', secretsmanager: null, sts: null }] },
      'endpoints',
    ],
    ['a proxy without a scheme', { http_proxy: 'proxy.example:3128' }, 'http_proxy'],
    ['an account id of eleven digits', { forbidden_account_ids: ['11112222333'] }, 'forbidden_account_ids'],
    [
      'allowed and forbidden accounts',
      { allowed_account_ids: [], forbidden_account_ids: ['111122223333'] },
      'forbidden_account_ids',
    ],
    ['a pattern with a space', { allowed_user_names: ['a b'] }, 'allowed_user_names'],
    ['a role without ARN', { assume_role: [assumeRole({ role_arn: null })] }, 'assume_role'],
    [
      'the ARN of a user for a role',
      { assume_role: [assumeRole({ role_arn: 'arn:aws:iam::111122223333:user/x' })] },
      'assume_role',
    ],
    ['14 minutes', { assume_role: [assumeRole({ duration: '14m59s' })] }, 'assume_role'],
    ['seconds without a unit', { assume_role: [assumeRole({ duration: '3600' })] }, 'assume_role'],
    [
      'a chained role for longer than an hour',
      { assume_role: [assumeRole(), assumeRole({ duration: '61m' })] },
      'assume_role',
    ],
    [
      'the same after a web identity',
      { assume_role_with_web_identity: [webIdentity()], assume_role: [assumeRole({ duration: '2h' })] },
      'assume_role',
    ],
    ['a session name with a space', { assume_role: [assumeRole({ session_name: 'a b' })] }, 'assume_role'],
    ['an external id of one character', { assume_role: [assumeRole({ external_id: 'x' })] }, 'assume_role'],
    ['a policy that is no JSON', { assume_role: [assumeRole({ policy: 'sEcReT' })] }, 'assume_role'],
    ['a policy ARN that is none', { assume_role: [assumeRole({ policy_arns: ['ReadOnlyAccess'] })] }, 'assume_role'],
    [
      'a web identity without a token',
      { assume_role_with_web_identity: [webIdentity({ web_identity_token_file: null })] },
      'assume_role_with_web_identity',
    ],
    [
      'a web identity with two tokens',
      { assume_role_with_web_identity: [webIdentity({ web_identity_token: 'sEcReT' })] },
      'assume_role_with_web_identity',
    ],
    [
      'two web identities',
      { assume_role_with_web_identity: [webIdentity(), webIdentity()] },
      'assume_role_with_web_identity',
    ],
    ['half of the keys for the secrets', { secrets: [nested('secrets', { secret_key: 'sEcReT' })] }, 'secrets'],
  ])('refuses %s and never repeats a secret', (_what, values, attribute) => {
    const diagnostics = validateConfiguration(block(values));
    expect(diagnostics).toMatchObject([{ severity: 'error' }]);
    expect(diagnostics[0].attribute?.[0]).toEqual({ attribute });
    expect(JSON.stringify(diagnostics)).not.toContain('sEcReT');
  });

  test('finds the Region in the block, then in the environment', async () => {
    expect((await readConfiguration(block({ region: 'eu-west-1' }), '1')).settings?.region).toBe('eu-west-1');
    process.env.AWS_DEFAULT_REGION = 'eu-west-2';
    expect((await readConfiguration(block(), '1')).diagnostics).toEqual([]);
  });

  test('says what to set where no Region is known', async () => {
    expect((await readConfiguration(block(), '1')).diagnostics).toMatchObject([
      { severity: 'error', summary: 'AWS Region missing', detail: expect.stringContaining('AWS_REGION') },
    ]);
  });

  test('waits for values that are known only after apply', async () => {
    expect(await readConfiguration(block({ region: UNKNOWN }), '1')).toEqual({ guards: {}, diagnostics: [] });
  });

  test('takes each endpoint from the first block that names it', async () => {
    const endpoints = [
      { iam: 'https://iam.example', secretsmanager: null, sts: '' },
      { iam: 'https://other.example', secretsmanager: 'https://sm.example', sts: null },
    ];
    const { settings } = await readConfiguration(block({ region: 'eu-west-1', endpoints }), '1');
    expect(settings?.endpoints).toEqual({ iam: 'https://iam.example', secretsManager: 'https://sm.example' });
  });

  test('turns every argument into a setting', async () => {
    const values = {
      region: 'eu-west-1',
      profile: 'deploy',
      shared_config_files: ['/a', '/b'],
      shared_credentials_files: ['/c'],
      max_retries: 3,
      retry_mode: 'adaptive',
      use_fips_endpoint: true,
      http_proxy: 'http://proxy.example',
      assume_role: [assumeRole({ duration: '1h30m', tags: { team: 'x' }, policy_arns: ['arn:aws:iam::aws:policy/A'] })],
      assume_role_with_web_identity: [webIdentity({ session_name: 'ci' })],
      secrets: [nested('secrets', { region: 'eu-west-2', assume_role: [assumeRole({ external_id: 'partner' })] })],
    };
    expect((await readConfiguration(block(values), '1')).settings).toEqual({
      region: 'eu-west-1',
      profile: 'deploy',
      sharedConfigFiles: ['/a', '/b'],
      sharedCredentialsFiles: ['/c'],
      maxRetries: 3,
      retryMode: 'adaptive',
      useFipsEndpoint: true,
      httpProxy: 'http://proxy.example',
      assumeRoles: [
        { roleArn: ROLE, durationSeconds: 5400, tags: { team: 'x' }, policyArns: ['arn:aws:iam::aws:policy/A'] },
      ],
      webIdentity: { roleArn: ROLE, sessionName: 'ci', webIdentityTokenFile: '/run/token' },
      secrets: { region: 'eu-west-2', assumeRoles: [{ roleArn: ROLE, externalId: 'partner' }] },
      endpoints: {},
      userAgent: { name: 'cdktf-iam-login-profile', version: '1' },
    });
  });

  test.each<[string, ValueObject, object]>([
    ['nothing', {}, {}],
    [
      'accounts and patterns',
      { allowed_account_ids: ['1'], allowed_user_names: ['a*'] },
      { allowedAccountIds: ['1'], allowedUserNames: ['a*'] },
    ],
    ['an empty set, which allows nobody', { allowed_user_names: [] }, { allowedUserNames: [] }],
    ['patterns beside unknown values', { region: UNKNOWN, allowed_user_names: ['a*'] }, { allowedUserNames: ['a*'] }],
    ["the caller's own user allowed", { allow_own_user: true }, { allowOwnUser: true }],
    ['no patterns while one is unknown', { allowed_user_names: ['a*', UNKNOWN] }, {}],
  ])('guards by %s', async (_what, values, guards) => {
    expect((await readConfiguration(block({ region: 'eu-west-1', ...values }), '1')).guards).toEqual(guards);
  });
});
