import { Circuit } from '../../../src/aws/circuit';
import { AwsCallError, connectAws, deadline, type Failure } from '../../../src/aws';
import { type LocalAws, startLocalAws } from '../../../src/local-aws';

const down =
  (failure: Failure = 'service') =>
  () =>
    Promise.reject(new AwsCallError({ operation: 'iam:GetUser', failure, code: 'Down', text: 'no luck' }));
const up = () => Promise.resolve('answer');

describe('a circuit', () => {
  let nowMs: number;
  let circuit: Circuit;
  const run = (send: () => Promise<unknown>) => circuit.run('iam:GetUser', send);
  const failTimes = async (times: number, send = down()): Promise<void> => {
    for (let time = 0; time < times; time += 1) await expect(run(send)).rejects.toMatchObject({ code: 'Down' });
  };
  const notSent = { code: 'NotSent', attempts: 0 };

  beforeEach(() => {
    nowMs = 1000;
    circuit = new Circuit('iam', { nowMs: () => nowMs });
  });

  test.each<Failure>(['service', 'unreachable', 'throttled'])(
    'sends nothing more after 20 calls: %s',
    async (failure) => {
      await failTimes(20, down(failure));
      await expect(run(up)).rejects.toMatchObject({
        ...notSent,
        failure,
        text: 'the last 20 calls failed (Down: no luck), so this one was not sent',
      });
    },
  );

  test.each<Failure>(['access-denied', 'not-found', 'password-policy', 'temporarily-unmodifiable'])(
    'takes an answer for a sign of life: %s',
    async (failure) => {
      await failTimes(19);
      await failTimes(1, down(failure));
      await failTimes(19);
      expect(await run(up)).toBe('answer');
    },
  );

  test('counts failures in a row only', async () => {
    await failTimes(19);
    await run(up);
    await failTimes(19);
    expect(await run(up)).toBe('answer');
  });

  test('lets one call find out every ten seconds, and all of them after a success', async () => {
    await failTimes(20);
    nowMs += 10_000;
    await failTimes(1);
    await expect(run(up)).rejects.toMatchObject(notSent);
    nowMs += 10_000;
    let answer: (value: string) => void = () => undefined;
    const first = run(() => new Promise((resolve) => (answer = resolve)));
    await expect(run(up)).rejects.toMatchObject(notSent);
    answer('late');
    expect(await first).toBe('late');
    expect(await run(up)).toBe('answer');
  });

  test('learns nothing from a call that was given up', async () => {
    await failTimes(19);
    const abort = Object.assign(new Error(), { name: 'AbortError' });
    await expect(run(() => Promise.reject(abort))).rejects.toBe(abort);
    await failTimes(1);
    await expect(run(up)).rejects.toMatchObject(notSent);
  });
});

describe('a service that is down', () => {
  let aws: LocalAws;

  beforeEach(async () => {
    aws = await startLocalAws();
  });

  afterEach(() => aws.stop());

  test('is spared by a run of a thousand users', async () => {
    const { endpoint, region, credentials } = aws;
    const { users, secrets } = connectAws({
      region,
      accessKeyId: credentials.accessKeyId,
      secretAccessKey: credentials.secretAccessKey,
      endpoints: { iam: endpoint, secretsManager: endpoint },
      userAgent: { name: 'test', version: '1.0.0' },
    });
    const until = deadline(60_000, new AbortController().signal);
    aws.faults.add({ operation: 'iam:*', times: Infinity, fault: { kind: 'status', status: 503 } });
    let failed = 0;
    const names = Array.from({ length: 1000 }, (_, index) => `user-${index}`);
    const work = async (): Promise<void> => {
      for (let name = names.shift(); name !== undefined; name = names.shift())
        await users.get(name, until).catch(() => (failed += 1));
    };
    // As many at a time as Terraform works on.
    await Promise.all(Array.from({ length: 10 }, work));
    expect(failed).toBe(1000);
    // The retry budget of the run, 20 calls in a row, and those on their way.
    expect(aws.journal.operations({ operation: 'iam:*' }).length).toBeLessThan(80);
    // Another service is another circuit.
    await expect(secrets.describe('missing', until)).rejects.toMatchObject({ failure: 'secret-not-found' });
  });
});
