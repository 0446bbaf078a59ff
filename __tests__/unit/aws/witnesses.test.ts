import { type Aws, AwsCallError, connectAws, deadline, type Failure } from '../../../src/aws';
import { iamRegion } from '../../../src/aws/region';
import { type LocalAws, startLocalAws } from '../../../src/local-aws';

const HOURS_MS = 3_600_000;

describe('the witnesses of a changed password', () => {
  let local: LocalAws;
  let aws: Aws;
  let offsetMs: number;

  const until = (ms = 20_000) => deadline(ms, new AbortController().signal);

  /** The calls as another caller makes them. */
  const connect = ({ accessKeyId, secretAccessKey } = local.credentials): Aws =>
    connectAws({
      region: 'eu-west-1',
      accessKeyId,
      secretAccessKey,
      endpoints: { iam: local.endpoint, sts: local.endpoint, cloudTrail: local.endpoint },
      userAgent: { name: 'test', version: '0' },
    });

  const failureOf = async (run: () => Promise<unknown>): Promise<Failure | undefined> =>
    run().then(
      () => undefined,
      (failed: unknown) => (failed as AwsCallError).failure,
    );

  beforeEach(async () => {
    offsetMs = 0;
    local = await startLocalAws({ now: () => new Date(Date.now() + offsetMs) });
    local.consistency.iam.credentialReportGenerationMs = 0;
    local.users.create({ userName: 'Alice', path: '/team/' });
    local.loginProfiles.create({ userName: 'alice', password: 'Local-Aws-1!' });
    aws = connect();
  });

  afterEach(() => local.stop());

  describe('credentialReports', () => {
    const calls = () => local.journal.operations({ operation: 'iam:*' });

    test('has a report made where there is none, and fetches it', async () => {
      const report = await aws.credentialReports.get(until());
      expect(report.passwordOf('ALICE')).toEqual({
        lastChanged: local.loginProfiles.get('alice')?.passwordLastChanged,
        lastUsed: undefined,
      });
      expect(report.passwordOf('bob')).toBeUndefined();
      expect(calls()).toEqual(['iam:GetCredentialReport', 'iam:GenerateCredentialReport', 'iam:GetCredentialReport']);
    });

    test('asks for no other one within four hours, and says how old it is by AWS’s clock', async () => {
      await aws.credentialReports.get(until());
      offsetMs += 3.5 * HOURS_MS;
      local.journal.clear();
      const { generatedAt, fetchedAt } = await aws.credentialReports.get(until());
      expect(calls()).toEqual(['iam:GetCredentialReport']);
      expect((fetchedAt.getTime() - generatedAt.getTime()) / HOURS_MS).toBeCloseTo(3.5, 1);
    });

    test('has another one made where the stored one has expired', async () => {
      const first = await aws.credentialReports.get(until());
      offsetMs += 4 * HOURS_MS;
      const second = await aws.credentialReports.get(until());
      expect(second.generatedAt.getTime() - first.generatedAt.getTime()).toBeGreaterThanOrEqual(4 * HOURS_MS);
    });

    test.each([-1, 1])('a clock that is an hour off (%i) is no reason to ask twice', async (hours) => {
      offsetMs = hours * HOURS_MS;
      await aws.credentialReports.get(until());
      expect(calls()).toEqual(['iam:GetCredentialReport', 'iam:GenerateCredentialReport', 'iam:GetCredentialReport']);
    });

    test('waits for a report that IAM is working on', async () => {
      local.consistency.iam.credentialReportGenerationMs = 400;
      await expect(aws.credentialReports.get(until())).resolves.toBeDefined();
    });

    test('gives up at its deadline where IAM does not finish', async () => {
      local.consistency.iam.credentialReportGenerationMs = Infinity;
      expect(await failureOf(() => aws.credentialReports.get(until(900)))).toBe('report-not-ready');
    });

    test.each([
      ['iam:GetCredentialReport', 'AccessDenied', 'access-denied'],
      ['iam:GenerateCredentialReport', 'AccessDenied', 'access-denied'],
      ['iam:GenerateCredentialReport', 'LimitExceeded', 'limit-exceeded'],
    ])('%s answers %s: %s', async (operation, code, failure) => {
      local.faults.add({ operation, times: Infinity, fault: { kind: 'error', code } });
      expect(await failureOf(() => aws.credentialReports.get(until()))).toBe(failure);
    });

    test('has a report made where the one that IAM was working on came to nothing', async () => {
      const fault = { kind: 'error', code: 'ReportInProgress', status: 404 } as const;
      local.faults.add({ operation: 'iam:GetCredentialReport', fault });
      await aws.credentialReports.get(until());
      expect(calls().filter((operation) => operation === 'iam:GenerateCredentialReport')).toHaveLength(1);
    });

    test('an answer that is no report is the service’s failure', async () => {
      await aws.credentialReports.get(until());
      const body =
        '<GetCredentialReportResponse><GetCredentialReportResult><Content>bm90IGNzdg==</Content>' +
        '</GetCredentialReportResult></GetCredentialReportResponse>';
      local.faults.add({ operation: 'iam:GetCredentialReport', fault: { kind: 'malformed-body', body } });
      expect(await failureOf(() => aws.credentialReports.get(until()))).toBe('service');
    });
  });

  describe('cloudTrail', () => {
    test('tells who called, about whom and when; calls that failed are left out', async () => {
      local.users.create({ userName: 'mallory' });
      const mallory = local.identities.add({ userName: 'mallory' });
      const update = { userName: 'ALICE', passwordResetRequired: true };
      await connect(mallory).loginProfiles.update(update, until());
      await failureOf(() => connect(mallory).loginProfiles.update({ ...update, userName: 'nobody' }, until()));
      const { events, nextToken } = await aws.cloudTrail.lookUp('UpdateLoginProfile', undefined, until());
      expect(nextToken).toBeUndefined();
      expect(events).toEqual([
        {
          eventName: 'UpdateLoginProfile',
          at: expect.any(Date),
          actor: 'arn:aws:iam::111122223333:user/mallory',
          userName: 'ALICE',
          passwordResetRequired: true,
        },
      ]);
    });

    test('pages of fifty, newest first', async () => {
      for (let count = 0; count < 51; count += 1) {
        await aws.loginProfiles.update({ userName: 'alice', passwordResetRequired: count === 50 }, until());
      }
      const first = await aws.cloudTrail.lookUp('UpdateLoginProfile', undefined, until());
      expect(first.events).toHaveLength(50);
      expect(first.events[0]?.passwordResetRequired).toBe(true);
      const second = await aws.cloudTrail.lookUp('UpdateLoginProfile', first.nextToken, until());
      expect(second.events).toHaveLength(1);
      expect(second.nextToken).toBeUndefined();
    });

    test('a denial is told apart', async () => {
      const fault = { kind: 'error', code: 'AccessDeniedException' } as const;
      local.faults.add({ operation: 'cloudtrail:LookupEvents', fault });
      expect(await failureOf(() => aws.cloudTrail.lookUp('ChangePassword', undefined, until()))).toBe('access-denied');
    });
  });
});

describe('iamRegion', () => {
  test.each([
    [undefined, 'us-east-1'],
    ['eu-west-1', 'us-east-1'],
    ['cn-northwest-1', 'cn-north-1'],
    ['us-gov-east-1', 'us-gov-west-1'],
    ['us-iso-west-1', 'us-iso-east-1'],
    ['us-isob-east-1', 'us-isob-east-1'],
    ['eusc-de-east-1', 'eusc-de-east-1'],
  ])('the calls to IAM from %s are recorded in %s', (region, recorded) => {
    expect(iamRegion(region)).toBe(recorded);
  });
});
