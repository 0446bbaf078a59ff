import { inspect } from 'node:util';
import { AwsCallError, connectAws, deadline, type Failure, SecretString } from '../../../src/aws';
import { type Fault, type LocalAws, startLocalAws } from '../../../src/local-aws';
import { sortAwsError } from '../../../src/aws/errors';

const PASSWORD = 'Passw0rd  & \t"One"';
const soon = (ms = 10_000) => deadline(ms, new AbortController().signal);

describe('errors of Node', () => {
  test.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH'])(
    '%s is unreachable',
    (code) => {
      const thrown = Object.assign(new Error(`read ${code} ${PASSWORD}`), { code });
      expect(sortAwsError('iam:GetUser', thrown)).toMatchObject({
        failure: 'unreachable',
        code,
        text: 'the endpoint did not answer',
      });
    },
  );

  test('a refused connection to each of several addresses is unreachable too', () => {
    const thrown = new AggregateError([Object.assign(new Error(''), { code: 'ECONNREFUSED' })]);
    expect(sortAwsError('iam:GetUser', thrown)).toMatchObject({ failure: 'unreachable', code: 'ECONNREFUSED' });
  });
});

describe('AWS calls', () => {
  let aws: LocalAws;
  let api: ReturnType<typeof connectAws>;

  beforeAll(async () => {
    aws = await startLocalAws();
    aws.users.create({ userName: 'alice' });
    aws.users.create({ userName: 'bob' });
    aws.secrets.create({ name: 'console/alice', secretString: PASSWORD });
    aws.secrets.create({ name: 'console/gone', secretString: PASSWORD });
    aws.secrets.scheduleDeletion('console/gone');
    aws.loginProfiles.create({ userName: 'alice', password: PASSWORD });
    api = connectTo(aws);
  });

  afterEach(() => aws.faults.clear());
  afterAll(() => aws.stop());

  function connectTo({ endpoint, credentials, region }: LocalAws, accessKeyId = credentials.accessKeyId) {
    return connectAws({
      region,
      accessKeyId,
      secretAccessKey: credentials.secretAccessKey,
      endpoints: { iam: endpoint, secretsManager: endpoint },
      maxRetries: 1,
      userAgent: { name: 'test', version: '1.0.0' },
    });
  }

  const password = new SecretString(PASSWORD);
  const update = (until = soon()) =>
    api.loginProfiles.update({ userName: 'alice', password, passwordResetRequired: false }, until);
  const getValue = (secretId = 'console/alice', versionId?: string) =>
    api.secrets.getValue(secretId, versionId === undefined ? { versionStage: 'AWSCURRENT' } : { versionId }, soon());

  const failing = async (run: () => Promise<unknown>): Promise<AwsCallError> => {
    const thrown: unknown = await run().then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!(thrown instanceof AwsCallError)) throw new Error(`Not a failed call: ${inspect(thrown)}`);
    return thrown;
  };

  const answers: { code: string; failure: Failure; attempts?: number }[] = [
    { code: 'NoSuchEntity', failure: 'not-found' },
    { code: 'EntityTemporarilyUnmodifiable', failure: 'temporarily-unmodifiable' },
    { code: 'LimitExceeded', failure: 'limit-exceeded' },
    { code: 'PasswordPolicyViolation', failure: 'password-policy' },
    { code: 'ValidationError', failure: 'invalid-request' },
    { code: 'AccessDenied', failure: 'access-denied' },
    { code: 'NotAuthorized', failure: 'access-denied' },
    { code: 'RequestTimeoutException', failure: 'service', attempts: 2 },
    { code: 'RequestAbortedException', failure: 'service' },
    { code: 'MalformedHttpRequestException', failure: 'invalid-request' },
    { code: 'RequestEntityTooLargeException', failure: 'invalid-request' },
    { code: 'ExpiredToken', failure: 'credentials' },
    { code: 'InvalidClientTokenId', failure: 'credentials' },
    { code: 'Throttling', failure: 'throttled', attempts: 2 },
    { code: 'ServiceFailure', failure: 'service', attempts: 2 },
  ];

  test.each(answers)('sorts $code as $failure', async ({ code, failure, attempts = 1 }) => {
    aws.faults.add({
      operation: 'iam:UpdateLoginProfile',
      times: 5,
      fault: { kind: 'error', code, status: code === 'ServiceFailure' ? 500 : 400 },
    });
    const error = await failing(update);
    expect(error).toMatchObject({ operation: 'iam:UpdateLoginProfile', failure, code, attempts });
    expect(error.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  const broken: { name: string; fault: Fault; failure: Failure }[] = [
    { name: '429', fault: { kind: 'status', status: 429 }, failure: 'throttled' },
    { name: '503 without a body', fault: { kind: 'status', status: 503 }, failure: 'service' },
    { name: '408 without a body', fault: { kind: 'status', status: 408 }, failure: 'service' },
    { name: 'a web page', fault: { kind: 'wrong-content-type', status: 502 }, failure: 'service' },
  ];

  test.each(broken)('sorts $name as $failure', async ({ fault, failure }) => {
    aws.faults.add({ operation: 'iam:UpdateLoginProfile', times: 5, fault });
    expect(await failing(update)).toMatchObject({ failure });
  });

  test.each([
    ['an unknown secret', () => getValue('console/nobody'), 'secret-not-found'],
    [
      'an unknown version',
      () => getValue('console/alice', '00000000-0000-4000-8000-000000000000'),
      'secret-version-not-found',
    ],
    ['a secret pending deletion', () => getValue('console/gone'), 'secret-pending-deletion'],
    [
      'a user without a profile',
      () => api.loginProfiles.update({ userName: 'bob', passwordResetRequired: true }, soon()),
      'no-login-profile',
    ],
    ['an unknown user', () => api.users.get('nobody', soon()), 'not-found'],
    ['an unknown key', () => connectTo(aws, 'AKIAWRONG').users.get('alice', soon()), 'credentials'],
  ] as const)('sorts %s', async (_what, run, failure) => {
    expect(await failing(run)).toMatchObject({ failure });
  });

  test('a missing key to decrypt with is told from a missing permission', async () => {
    aws.faults.add({
      operation: 'secretsmanager:GetSecretValue',
      fault: { kind: 'error', code: 'AccessDeniedException', message: 'Access to KMS is not allowed' },
    });
    expect(await failing(getValue)).toMatchObject({ failure: 'kms' });
  });

  test('a name that holds the letters KMS is no key', async () => {
    const message =
      'User: arn:aws:sts::111122223333:assumed-role/KMSDeploy/x is not authorized to perform: iam:UpdateLoginProfile';
    aws.faults.add({ operation: 'iam:UpdateLoginProfile', fault: { kind: 'error', code: 'AccessDenied', message } });
    expect(await failing(update)).toMatchObject({ failure: 'access-denied' });
  });

  test('an answer that does not come is given up at the deadline, and at once when stopped', async () => {
    aws.faults.add({ operation: 'iam:UpdateLoginProfile', times: 2, fault: { kind: 'no-answer' } });
    expect(await failing(() => update(soon(300)))).toMatchObject({
      failure: 'timed-out',
      text: 'no success within 0.3 s',
    });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    expect(await failing(() => update(deadline(60_000, stop.signal)))).toMatchObject({ failure: 'stopped' });
  });

  test.each(['update', 'delete'] as const)(
    'the page of a proxy is no success, although %s has nothing to answer',
    async (operation) => {
      const page = {
        kind: 'wrong-content-type',
        status: 200,
        body: '<html>Please sign in to the network</html>',
      } as const;
      aws.faults.add({ operation: 'iam:*', fault: page });
      const run = operation === 'update' ? update : () => api.loginProfiles.delete('alice', soon());
      expect(await failing(run)).toMatchObject({ failure: 'unexpected', code: 'NotFromAws' });
    },
  );

  test('a missing login profile is a value that tells whether the user exists', async () => {
    expect(await api.loginProfiles.get('alice', soon())).toMatchObject({
      userName: 'alice',
      passwordResetRequired: false,
    });
    expect(await api.loginProfiles.get('bob', soon())).toBe('no-login-profile');
    expect(await api.loginProfiles.get('nobody', soon())).toBe('no-user');
  });

  test('deleting what is not there is done', async () => {
    await expect(api.loginProfiles.delete('bob', soon())).resolves.toBeUndefined();
  });

  test.each(['get', 'delete'] as const)(
    '%s never goes out without a user name, which would mean the caller',
    async (operation) => {
      aws.journal.clear();
      await expect(api.loginProfiles[operation]('', soon())).rejects.toThrow('without a user name');
      await expect(api.users.get('', soon())).rejects.toThrow('without a user name');
      expect(aws.journal.operations()).toEqual([]);
    },
  );

  test('the time of a write is AWS’s, not this machine’s', async () => {
    aws.faults.add({ operation: 'iam:UpdateLoginProfile', fault: { kind: 'clock-skew', ms: 60_000 } });
    const { at } = await update();
    expect(Math.abs(at.getTime() - Date.now() - 60_000)).toBeLessThan(5_000);
  });

  describe('keeps the password out of its errors', () => {
    const printed = (error: AwsCallError) =>
      [inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error), String(error.stack)].join();

    test.each<[string, Fault, 'iam:UpdateLoginProfile' | 'secretsmanager:GetSecretValue']>([
      [
        'a message that quotes it',
        { kind: 'error', code: 'PasswordPolicyViolation', message: `bad: ${PASSWORD}` },
        'iam:UpdateLoginProfile',
      ],
      ['a value that is no JSON', { kind: 'malformed-body', body: PASSWORD }, 'secretsmanager:GetSecretValue'],
      [
        'JSON that breaks off',
        { kind: 'malformed-body', body: `{"SecretString":"${PASSWORD}` },
        'secretsmanager:GetSecretValue',
      ],
      ['an answer cut in the middle', { kind: 'truncated-body' }, 'secretsmanager:GetSecretValue'],
      [
        'a web page that quotes it',
        { kind: 'wrong-content-type', status: 400, body: PASSWORD },
        'secretsmanager:GetSecretValue',
      ],
    ])('%s', async (_what, fault, operation) => {
      aws.faults.add({ operation, times: 5, fault });
      const error = await failing(operation === 'iam:UpdateLoginProfile' ? update : getValue);
      expect(printed(error)).not.toContain('Passw0rd');
      expect(error.cause).toBeUndefined();
    });
  });
});
