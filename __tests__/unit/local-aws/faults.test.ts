import { GetLoginProfileCommand, GetUserCommand, UpdateLoginProfileCommand } from '@aws-sdk/client-iam';
import { DescribeSecretCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Fault, FaultRule } from '../../../src/local-aws';
import { clientsFor, failureOf, HOUR, OTHER_PASSWORD, PASSWORD, sendIam, useLocalAws } from './support';

const fixture = useLocalAws({ now: undefined });

beforeEach(() => {
  for (const userName of ['alice', 'bob']) {
    fixture.aws.users.create({ userName });
    fixture.aws.loginProfiles.create({ userName, password: PASSWORD });
  }
});

const update = (options: { abortSignal?: AbortSignal } = {}, iam = fixture.iam) =>
  iam.send(new UpdateLoginProfileCommand({ UserName: 'alice', Password: OTHER_PASSWORD }), options);
const add = (fault: Fault, rule: Partial<FaultRule> = {}) =>
  fixture.aws.faults.add({ operation: 'iam:UpdateLoginProfile', fault, ...rule });
const acted = () => fixture.aws.signIn('alice', OTHER_PASSWORD).outcome === 'signed-in';
const lastEntry = () => fixture.aws.journal.entries.at(-1);

describe('an error on demand', () => {
  it.each([
    { code: 'EntityTemporarilyUnmodifiable', name: 'EntityTemporarilyUnmodifiableException', status: 409 },
    { code: 'Throttling', name: 'Throttling', status: 400 },
    { code: 'ServiceFailure', name: 'ServiceFailureException', status: 500 },
    { code: 'LimitExceeded', name: 'LimitExceededException', status: 409 },
    { code: 'NoSuchEntity', name: 'NoSuchEntityException', status: 404 },
    { code: 'PasswordPolicyViolation', name: 'PasswordPolicyViolationException', status: 400 },
    { code: 'ConcurrentModification', name: 'ConcurrentModificationException', status: 409 },
  ])('$code reaches the SDK as $name, and nothing was done', async ({ code, name, status }) => {
    add({ kind: 'error', code });
    expect(await failureOf(update())).toMatchObject({ name, status });
    expect(lastEntry()).toMatchObject({ status, errorCode: code, fault: 'error' });
    expect(acted()).toBe(false);
  });

  it.each([
    { code: 'ThrottlingException', status: 400, message: 'Rate exceeded' },
    { code: 'InternalServiceError', status: 500 },
    { code: 'DecryptionFailure', status: 400 },
    { code: 'AccessDeniedException', status: 400 },
  ])('of Secrets Manager, $code', async ({ code, ...expected }) => {
    fixture.aws.faults.add({ operation: 'secretsmanager:*', fault: { kind: 'error', code } });
    const failure = await failureOf(fixture.secretsManager.send(new GetSecretValueCommand({ SecretId: 'x' })));
    expect(failure).toMatchObject({ name: code, ...expected });
  });

  it('that denies access says whom what was denied', async () => {
    fixture.aws.users.rename('alice', { newPath: '/team/' });
    add({ kind: 'error', code: 'AccessDenied' });
    expect(await failureOf(update())).toEqual({
      name: 'AccessDenied',
      status: 403,
      message:
        'User: arn:aws:iam::111122223333:user/local-admin is not authorized to perform: iam:UpdateLoginProfile ' +
        'on resource: arn:aws:iam::111122223333:user/team/alice because no identity-based policy allows the ' +
        'iam:UpdateLoginProfile action',
    });
  });

  it('may have a message and a status of its own', async () => {
    add({ kind: 'error', code: 'Curious', status: 418, message: 'I am a teapot' });
    expect(await failureOf(update())).toEqual({ name: 'Curious', status: 418, message: 'I am a teapot' });
  });

  it('cannot have a code that the service does not answer', () => {
    expect(() => add({ kind: 'error', code: 'NoSuchEntityException' })).toThrow(
      'does not answer NoSuchEntityException',
    );
  });

  it('does not come before the signature was checked', async () => {
    add({ kind: 'error', code: 'Throttling' });
    const stranger = clientsFor(fixture.aws, { accessKeyId: 'AKIA', secretAccessKey: 'x' });
    expect(await failureOf(update({}, stranger.iam))).toMatchObject({ name: 'InvalidClientTokenId' });
  });
});

describe('a connection that fails', () => {
  it.each([
    { name: 'reset-before: nothing was done', fault: { kind: 'reset-before' }, done: false, status: undefined },
    { name: 'reset-after: it was done', fault: { kind: 'reset-after' }, done: true, status: 200 },
    { name: 'truncated-body: it was done', fault: { kind: 'truncated-body' }, done: true, status: 200 },
  ] as const)('$name', async ({ fault, done, status }) => {
    add(fault);
    const failure = await failureOf(update());
    expect(failure.message).toMatch(/ECONNRESET|aborted|socket hang up/);
    expect(acted()).toBe(done);
    expect(lastEntry()).toMatchObject({ fault: fault.kind });
    expect(lastEntry()!.status).toBe(status);
  });

  it.each([
    { name: 'and nothing was done', fault: { kind: 'no-answer' }, done: false },
    { name: 'though it was done', fault: { kind: 'no-answer', acted: true }, done: true },
  ] as const)('no-answer never comes, $name', async ({ fault, done }) => {
    add(fault);
    expect(await failureOf(update({ abortSignal: AbortSignal.timeout(150) }))).toMatchObject({ name: 'AbortError' });
    expect(acted()).toBe(done);
  });

  it('does not keep the server from stopping', async () => {
    add({ kind: 'no-answer' });
    add({ kind: 'delay', ms: HOUR });
    const waiting = [failureOf(update()), failureOf(update())];
    while (fixture.aws.journal.entries.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await fixture.aws.stop();
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([undefined, undefined]);
  });
});

describe('an answer that comes wrong', () => {
  it('delay: late, and otherwise as always', async () => {
    add({ kind: 'delay', ms: 120 });
    const before = performance.now();
    await update();
    expect(performance.now() - before).toBeGreaterThanOrEqual(119);
    expect(acted()).toBe(true);
  });

  it.each([
    {
      name: 'malformed-body',
      fault: { kind: 'malformed-body' },
      status: 200,
      body: '<<neither XML nor JSON',
      done: true,
    },
    { name: 'a body of its own', fault: { kind: 'malformed-body', body: '' }, status: 200, body: '', done: true },
    {
      name: 'wrong-content-type',
      fault: { kind: 'wrong-content-type' },
      status: 502,
      body: expect.stringMatching('<html>'),
      done: false,
    },
    {
      name: 'a page of its own',
      fault: { kind: 'wrong-content-type', status: 200, body: '<p>Sign in to the hotel network</p>' },
      status: 200,
      body: '<p>Sign in to the hotel network</p>',
      done: false,
    },
    { name: 'status', fault: { kind: 'status', status: 503 }, status: 503, body: '', done: false },
  ] as const)('$name', async ({ fault, status, body, done }) => {
    add(fault);
    const call = `Action=UpdateLoginProfile&UserName=alice&Password=${OTHER_PASSWORD}`;
    const response = await sendIam(fixture.aws, call);
    expect(response.status).toBe(status);
    expect(await response.text()).toEqual(body);
    expect(response.headers.get('content-type')).toBe(
      { 'malformed-body': 'text/xml', 'wrong-content-type': 'text/html', status: null }[fault.kind],
    );
    expect(acted()).toBe(done);
    expect(lastEntry()).toMatchObject({ status, fault: fault.kind });
  });

  it.each([{ kind: 'malformed-body' }, { kind: 'wrong-content-type' }, { kind: 'status', status: 503 }] as const)(
    '$kind is an error for the SDK',
    async (fault) => {
      fixture.aws.faults.add({ operation: '*', times: 2, fault });
      await failureOf(fixture.iam.send(new GetLoginProfileCommand({ UserName: 'alice' })));
      await failureOf(fixture.secretsManager.send(new DescribeSecretCommand({ SecretId: 'x' })));
    },
  );

  it('clock-skew: the Date header is off, the signature is judged by the same clock', async () => {
    fixture.aws.faults.add({ operation: 'iam:*', times: 2, fault: { kind: 'clock-skew', ms: HOUR } });
    const response = await sendIam(fixture.aws, 'Action=GetUser');
    expect(Math.abs(Date.parse(response.headers.get('date')!) - Date.now() - HOUR)).toBeLessThan(5000);
    const signedAhead = await sendIam(fixture.aws, 'Action=GetUser', { at: new Date(Date.now() + HOUR) });
    expect(signedAhead.status).toBe(200);
  });
});

describe('a fault', () => {
  const fault: Fault = { kind: 'error', code: 'Throttling' };
  const getUser = (userName: string) => fixture.iam.send(new GetUserCommand({ UserName: userName }));

  it('is met once, unless a number is given', async () => {
    add(fault);
    expect(await failureOf(update())).toMatchObject({ name: 'Throttling' });
    await update();
    add(fault, { times: 2 });
    await failureOf(update());
    await failureOf(update());
    await update();
  });

  it('lasts until removed where it is met for ever', async () => {
    const handle = add(fault, { times: Infinity });
    for (let at = 0; at < 5; at += 1) await failureOf(update());
    expect(handle.met).toBe(5);
    handle.remove();
    await update();
  });

  it('is met before the next one of the same call', async () => {
    add({ kind: 'error', code: 'Throttling' });
    add({ kind: 'error', code: 'ServiceFailure' });
    expect((await failureOf(update())).name).toBe('Throttling');
    expect((await failureOf(update())).name).toBe('ServiceFailureException');
    await update();
  });

  it('keeps to its user, in any case', async () => {
    add(fault, { operation: 'iam:GetUser', userName: 'ALICE' });
    await getUser('bob');
    expect(await failureOf(getUser('alice'))).toMatchObject({ name: 'Throttling' });
  });

  it('takes the caller for the user where no name is given', async () => {
    add(fault, { operation: 'iam:GetUser', userName: 'local-admin' });
    expect(await failureOf(fixture.iam.send(new GetUserCommand({})))).toMatchObject({ name: 'Throttling' });
  });

  it('keeps to its secret, by name or ARN', async () => {
    const { arn } = fixture.aws.secrets.create({ name: 'console/alice', secretString: 'one' });
    fixture.aws.secrets.create({ name: 'console/bob', secretString: 'one' });
    const denied: Fault = { kind: 'error', code: 'AccessDeniedException' };
    fixture.aws.faults.add({ operation: 'secretsmanager:*', secretId: 'console/alice', fault: denied });
    const read = (secretId: string) => fixture.secretsManager.send(new GetSecretValueCommand({ SecretId: secretId }));
    await read('console/bob');
    expect(await failureOf(read(arn))).toMatchObject({ name: 'AccessDeniedException' });
    await read('console/alice');
  });

  it('keeps to the keys of one caller', async () => {
    const credentials = fixture.aws.identities.add({ userName: 'bob' });
    const { accessKeyId } = credentials;
    fixture.aws.faults.add({ operation: 'sts:*', accessKeyId, times: Infinity, fault });
    const { sts } = clientsFor(fixture.aws, credentials);
    await fixture.sts.send(new GetCallerIdentityCommand({}));
    expect(await failureOf(sts.send(new GetCallerIdentityCommand({})))).toMatchObject({ name: 'Throttling' });
  });

  it('goes with all others when cleared', async () => {
    add(fault, { times: Infinity });
    fixture.aws.faults.clear();
    await update();
  });
});

describe('which calls meet a fault', () => {
  it('can be said by how many go well before', async () => {
    add({ kind: 'error', code: 'ServiceFailure' }, { after: 1 });
    await update();
    expect(await failureOf(update())).toMatchObject({ status: 500 });
    await update();
  });

  it('can be a share of them', async () => {
    const drawn = [0.4, 0.6, 0.1];
    add({ kind: 'error', code: 'ServiceFailure' }, { share: 0.5, times: Infinity, random: () => drawn.shift() ?? 1 });
    expect(await failureOf(update())).toMatchObject({ status: 500 });
    await update();
    expect(await failureOf(update())).toMatchObject({ status: 500 });
    await update();
  });

  it('can be those beyond a rate', async () => {
    const handle = add({ kind: 'rate-limit', perSecond: 0.001, burst: 2 }, { times: Infinity });
    await update();
    await update();
    expect(await failureOf(update())).toMatchObject({ name: 'Throttling', status: 400, message: 'Rate exceeded' });
    expect(handle.met).toBe(1);
    fixture.aws.faults.add({
      operation: 'secretsmanager:*',
      fault: { kind: 'rate-limit', perSecond: 0.001, burst: 0 },
    });
    const describing = fixture.secretsManager.send(new DescribeSecretCommand({ SecretId: 'x' }));
    expect(await failureOf(describing)).toMatchObject({ name: 'ThrottlingException' });
  });
});
