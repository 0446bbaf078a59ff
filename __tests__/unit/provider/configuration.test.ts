import { UNKNOWN, type ValueObject } from '../../../src/plugin';
import { readConfiguration, validateConfiguration } from '../../../src/provider/configuration';

const block = (values: ValueObject = {}): ValueObject => ({
  region: null,
  profile: null,
  access_key: null,
  secret_key: null,
  token: null,
  max_retries: null,
  endpoints: [],
  ...values,
});

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
    ['endpoints', { endpoints: [{ iam: 'https://iam.example', secretsmanager: 'http://127.0.0.1:1' }] }],
    ['unknowns', { region: UNKNOWN, access_key: UNKNOWN, secret_key: UNKNOWN, max_retries: UNKNOWN, endpoints: UNKNOWN }],
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
    ['an endpoint without a scheme', { endpoints: [{ iam: 'localhost:4566', secretsmanager: null }] }, 'endpoints'],
  ])('refuses %s and never repeats a secret', (_what, values, attribute) => {
    const diagnostics = validateConfiguration(block(values));
    expect(diagnostics).toMatchObject([{ severity: 'error', attribute: [{ attribute }] }]);
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
    expect(await readConfiguration(block({ region: UNKNOWN }), '1')).toEqual({ diagnostics: [] });
  });

  test('takes each endpoint from the first block that names it', async () => {
    const endpoints = [
      { iam: 'https://iam.example', secretsmanager: null },
      { iam: 'https://other.example', secretsmanager: 'https://sm.example' },
    ];
    const { settings } = await readConfiguration(block({ region: 'eu-west-1', endpoints }), '1');
    expect(settings?.endpoints).toEqual({ iam: 'https://iam.example', secretsManager: 'https://sm.example' });
  });
});
