import { encode, ExtData } from '@msgpack/msgpack';
import fc from 'fast-check';
import { type LocalAws, startLocalAws } from '../../src/local-aws';
import type { Block } from '../../src/plugin';
import { iamProvider } from '../../src/provider';
import { InMemoryProvider } from '../support/faults/in-memory-provider';

const TYPE = 'iam_login_profile';
const UNKNOWN = new ExtData(0, new Uint8Array(1));
const MARKER = 'Marker-Passw0rd-77';
const { schema: providerBlock, resources, dataSources } = iamProvider('0.0.0');

type Body = Readonly<Record<string, unknown>>;

const unset = ({ attributes, blocks = {} }: Block): Body => ({
  ...Object.fromEntries(Object.keys(attributes).map((name) => [name, null])),
  ...Object.fromEntries(Object.keys(blocks).map((name) => [name, []])),
});

/** Or what waits for a user who may come to be seen would take a minute each time. */
const SHORT = { create: '20ms', update: '20ms', delete: '20ms' };

const VERSION = '11111111-2222-3333-4444-555555555555';

const CONFIG = { ...unset(resources[TYPE].schema), user_name: 'alice', secret_id: 'console/alice', timeouts: SHORT };
const STATE = {
  ...CONFIG,
  id: 'alice',
  secret_version_stage: 'AWSCURRENT',
  secret_version_id: VERSION,
  secret_current_version_id: VERSION,
  secret_arn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:console/alice-AbCdEf',
  password_reset_required: false,
  password_reset_pending: false,
  existing_profile: 'adopt',
  on_destroy: 'delete',
  drift_detection: 'profile',
  on_user_change: 'accept',
  user_id: 'AIDAALICE',
  create_date: '2026-01-01T00:00:00Z',
  password_applied_at: '2026-01-01T00:00:00Z',
  sync_status: 'in_sync',
};

/** What no attribute expects, and some that all of them do. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    UNKNOWN,
    true,
    false,
    0,
    -1,
    '',
    'alice',
    'bob',
    'none/such',
    'adopt',
    'trust',
    'fail',
  ),
  fc.constantFrom<unknown>(
    'enforce',
    'retain',
    'password',
    'trail',
    'handed_over',
    'recreated',
    'unverified',
    '1h',
    '-1s',
  ),
  fc.constantFrom<unknown>([], {}, [null], { a: UNKNOWN }, { create: '30ms', update: null, delete: UNKNOWN }),
  fc.string({ maxLength: 20 }),
  fc.constantFrom('\u0000', '\ud800', 'x'.repeat(100_000), '__proto__', '../..', '${path}', '%s\u001b[31m'),
);

/** A body that is right but for a few attributes. */
const almost = (body: Body): fc.Arbitrary<Body> =>
  fc
    .array(fc.tuple(fc.constantFrom(...Object.keys(body)), odd), { maxLength: 4 })
    .map((changes) => ({ ...body, ...Object.fromEntries(changes) }));

const packed = (body: unknown) => ({ msgpack: encode(body), json: new Uint8Array() });

const value = (...bodies: Body[]): fc.Arbitrary<object> =>
  fc.oneof(
    { weight: 8, arbitrary: fc.oneof(...bodies.map(almost)).map(packed) },
    { weight: 1, arbitrary: fc.constantFrom<object>({}, packed(null), packed(5), packed(UNKNOWN), packed([])) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 50 }).map((msgpack) => ({ msgpack, json: new Uint8Array() })) },
  );

const stored = fc.oneof(
  almost(STATE).map((body) =>
    Buffer.from(JSON.stringify(body, (_key, part: unknown) => (part instanceof ExtData ? null : part))),
  ),
  fc.json().map((text) => Buffer.from(text)),
);

const type = fc.oneof(
  { weight: 19, arbitrary: fc.constant(TYPE) },
  { weight: 1, arbitrary: fc.constantFrom('', 'iam_user', '__proto__') },
);
const anyPrivate = fc.uint8Array({ maxLength: 20 });

/** Each call of the protocol that carries something, with what it may carry. */
const REQUESTS = {
  validateProviderConfig: fc.record({ config: value(unset(providerBlock)) }),
  configureProvider: fc.record({ terraformVersion: fc.string(), config: value(unset(providerBlock)) }),
  validateResourceConfig: fc.record({ typeName: type, config: value(CONFIG) }),
  validateDataResourceConfig: fc.record({ typeName: type, config: value(unset(dataSources[TYPE].schema)) }),
  upgradeResourceState: fc.record({
    typeName: type,
    version: fc.bigInt({ min: -1n, max: 2n }),
    rawState: stored.map((json) => ({ json, flatmap: {} })),
  }),
  readResource: fc.record({ typeName: type, currentState: value(STATE), private: anyPrivate }),
  planResourceChange: fc.record({
    typeName: type,
    priorState: fc.oneof(value(STATE), fc.constant(packed(null))),
    proposedNewState: value(STATE, CONFIG),
    config: value(CONFIG),
    priorPrivate: anyPrivate,
  }),
  applyResourceChange: fc.record({
    typeName: type,
    priorState: fc.oneof(value(STATE), fc.constant(packed(null))),
    plannedState: value(STATE, CONFIG),
    config: value(CONFIG),
    plannedPrivate: anyPrivate,
  }),
  importResourceState: fc.record({ typeName: type, id: fc.oneof(fc.string(), fc.constant('alice')) }),
  moveResourceState: fc.record({
    sourceProviderAddress: fc.constantFrom('registry.terraform.io/hashicorp/aws', 'x'),
    sourceTypeName: fc.constantFrom('aws_iam_user_login_profile', 'y'),
    targetTypeName: type,
    sourceState: stored.map((json) => ({ json, flatmap: {} })),
  }),
  readDataSource: fc.record({
    typeName: type,
    config: value({ ...unset(dataSources[TYPE].schema), user_name: 'alice' }),
  }),
} as const;

interface Answer {
  readonly diagnostics?: readonly { readonly summary: string; readonly detail: string }[];
}

/** Terraform sends only what it has checked; whatever else comes gets an answer that somebody has written for it. */
describe('any request', () => {
  let aws: LocalAws;
  let provider: InMemoryProvider;

  beforeAll(async () => {
    aws = await startLocalAws();
    aws.users.create({ userName: 'alice' });
    aws.secrets.create({ name: 'console/alice', secretString: MARKER, versionId: VERSION });
    provider = new InMemoryProvider();
    const { accessKeyId, secretAccessKey } = aws.credentials;
    const { endpoint, region } = aws;
    const endpoints = { iam: endpoint, secretsmanager: endpoint, sts: endpoint, cloudtrail: endpoint };
    const config = packed({
      ...unset(providerBlock),
      region,
      access_key: accessKeyId,
      secret_key: secretAccessKey,
      max_retries: 0,
      endpoints: [endpoints],
    });
    const { diagnostics } = await provider.client.configureProvider({ terraformVersion: '1.11.4', config });
    expect(diagnostics).toEqual([]);
  });

  afterAll(() => aws.stop());

  test.each(Object.keys(REQUESTS) as (keyof typeof REQUESTS)[])(
    'of %s ends in an answer or a diagnostic',
    async (call) => {
      // Another one is configured, so that the calls after it still reach AWS.
      const asked = call === 'configureProvider' ? new InMemoryProvider() : provider;
      const send = asked.client[call] as (request: unknown) => Promise<Answer>;
      await fc.assert(
        fc.asyncProperty(REQUESTS[call] as fc.Arbitrary<unknown>, async (request) => {
          const { diagnostics = [] } = await send(request);
          expect(diagnostics.map(({ summary }) => summary)).not.toContain('Provider failed unexpectedly');
          expect(JSON.stringify(diagnostics) + asked.log).not.toContain(MARKER);
          asked.log = '';
        }),
        { numRuns: 300 },
      );
    },
  );

  test('gets as far as AWS often enough', () => {
    const called = new Set(aws.journal.operations());
    for (const name of ['iam:GetLoginProfile', 'iam:GetUser', 'secretsmanager:GetSecretValue'])
      expect([...called]).toContain(name);
    expect([...called].join()).toMatch(/iam:(Create|Update|Delete)LoginProfile/);
  });
});
