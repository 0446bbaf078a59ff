import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Aws, type AwsSettings, connectAws, deadline } from '../../../src/aws';
import { type LocalAws, startLocalAws } from '../../../src/local-aws';

const MINUTE_MS = 60_000;
const MIB = 1024 * 1024;
const userAgent = { name: 'test', version: '1' };

describe('a connection', () => {
  const environment = process.env;
  let aws: LocalAws;

  beforeEach(async () => {
    aws = await startLocalAws({ now: () => new Date(Date.now()) });
    aws.users.create({ userName: 'alice' });
    process.env = { HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true' };
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    process.env = environment;
    await aws.stop();
  });

  const until = () => deadline(20_000, new AbortController().signal);
  const endpoints = () => ({ iam: aws.endpoint, secretsManager: aws.endpoint, sts: aws.endpoint });
  const connect = (settings: Partial<AwsSettings> = {}): Aws =>
    connectAws({
      region: 'us-east-1',
      accessKeyId: aws.credentials.accessKeyId,
      secretAccessKey: aws.credentials.secretAccessKey,
      endpoints: endpoints(),
      userAgent,
      maxRetries: 0,
      ...settings,
    });
  const deploy = (settings: object = {}) => ({ roleArn: aws.roles.create({ roleName: 'Deploy' }).arn, ...settings });
  const assumed = () => aws.journal.calls({ operation: 'sts:AssumeRole' }).length;

  test('assumes a role once, for both services and every Region, however many ask at once', async () => {
    const { users, secrets } = connect({ assumeRoles: [deploy()] });
    const absent = (region: string) => `arn:aws:secretsmanager:${region}:111122223333:secret:none-AbCdEf`;
    const asked = [users.get('alice', until()), users.get('alice', until())];
    const described = ['us-east-1', 'eu-west-1'].map((region) => secrets.describe(absent(region), until()));
    await Promise.allSettled([...asked, ...described]);
    expect(assumed()).toBe(1);
    expect(aws.journal.entries).toHaveLength(5);
  });

  test('assumes a role of fifteen minutes again five minutes before its end', async () => {
    const { users } = connect({ assumeRoles: [deploy({ durationSeconds: 900 })] });
    const now = Date.now.bind(Date);
    const later = jest.spyOn(Date, 'now');
    for (const [minutes, times] of [
      [0, 1],
      [9, 1],
      [11, 2],
      [12, 2],
    ] as const) {
      later.mockImplementation(() => now() + minutes * MINUTE_MS);
      await users.get('alice', until());
      expect(assumed()).toBe(times);
    }
  });

  test.each([
    ['keys of the environment before a profile there', { AWS_PROFILE: 'missing' }],
    ['keys of the environment', {}],
  ])('takes %s', async (_what, variables) => {
    const { accessKeyId, secretAccessKey } = aws.credentials;
    Object.assign(process.env, variables, { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
    const { caller } = connectAws({ region: 'us-east-1', endpoints: endpoints(), userAgent });
    expect(await caller.identity(until())).toMatchObject({ account: '111122223333' });
  });

  test.each([
    ['is not there', { roleArn: 'arn:aws:iam::111122223333:role/Missing' }, 'role-refused', 'role/Missing'],
    ['lasts longer than it may', { durationSeconds: 7200 }, 'role-refused', 'role/Deploy'],
  ])('names a role that %s', async (_what, settings, failure, text) => {
    const { users } = connect({ assumeRoles: [deploy(settings)] });
    await expect(users.get('alice', until())).rejects.toMatchObject({
      operation: 'sts:AssumeRole',
      failure,
      text: expect.stringContaining(text),
    });
  });

  test('keeps a throttled AssumeRole apart from one that is refused', async () => {
    aws.faults.add({ operation: 'sts:AssumeRole', fault: { kind: 'error', code: 'Throttling' } });
    const { users } = connect({ assumeRoles: [deploy()] });
    await expect(users.get('alice', until())).rejects.toMatchObject({
      operation: 'sts:AssumeRole',
      failure: 'throttled',
    });
  });

  test('does not wait for a role any longer than it may', async () => {
    aws.faults.add({ operation: 'sts:AssumeRole', times: 2, fault: { kind: 'no-answer' } });
    const { users } = connect({ assumeRoles: [deploy()] });
    const stop = new AbortController();
    const stopped = expect(users.get('alice', deadline(60_000, stop.signal))).rejects.toMatchObject({
      failure: 'stopped',
    });
    const late = expect(users.get('alice', deadline(200, new AbortController().signal))).rejects.toMatchObject({
      failure: 'timed-out',
    });
    setTimeout(() => stop.abort(), 100);
    await Promise.all([stopped, late]);
  });

  test.each([
    ['STS cannot reach the identity provider', 'IDPCommunicationError', 'service'],
    ['the identity provider rejects the token', 'IDPRejectedClaim', 'role-refused'],
  ])('tells apart that %s', async (_what, code, failure) => {
    aws.faults.add({ operation: 'sts:*', times: 9, fault: { kind: 'error', code } });
    const webIdentity = { roleArn: deploy().roleArn, webIdentityToken: 'token' };
    const { users } = connectAws({
      region: 'us-east-1',
      endpoints: endpoints(),
      userAgent,
      webIdentity,
      maxRetries: 0,
    });
    await expect(users.get('alice', until())).rejects.toMatchObject({ code, failure });
  });

  test('says which token file cannot be read', async () => {
    const webIdentity = { roleArn: deploy().roleArn, webIdentityTokenFile: '/nonexistent/token' };
    const { users } = connectAws({ region: 'us-east-1', endpoints: endpoints(), userAgent, webIdentity });
    await expect(users.get('alice', until())).rejects.toMatchObject({
      failure: 'no-credentials',
      text: expect.stringContaining('/nonexistent/token'),
    });
  });

  test('retries in adaptive mode as well', async () => {
    aws.faults.add({ operation: 'iam:GetUser', times: 2, fault: { kind: 'status', status: 503 } });
    const { users } = connect({ retryMode: 'adaptive', maxRetries: 3 });
    expect(await users.get('alice', until())).toMatchObject({ userName: 'alice' });
  });

  describe('to somebody who answers without end', () => {
    const SLACK = 400 * MIB;
    let server: Server;
    let sent = 0;
    let hungUp: Promise<unknown>;

    beforeEach(async () => {
      sent = 0;
      server = createServer((request, response) => {
        hungUp = once(response, 'close');
        response.writeHead(200, { 'x-amzn-requestid': 'r-1' });
        const part = Buffer.alloc(MIB, 'x');
        const send = (): void => {
          while (!response.destroyed && response.write(part)) sent += part.length;
          sent += part.length;
          if (!response.destroyed) response.once('drain', send);
        };
        request.resume().on('end', send);
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
    });

    afterEach(() => {
      server.closeAllConnections();
      server.close();
    });

    test('hangs up once it is too much, and does not ask again', async () => {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const everywhere = { iam: url, secretsManager: url, sts: url, cloudTrail: url };
      const { users, secrets, cloudTrail, credentialReports } = connect({ endpoints: everywhere, maxRetries: 9 });
      const before = process.memoryUsage.rss();
      const calls: [mib: number, () => Promise<unknown>][] = [
        [1, () => users.get('alice', until())],
        [1, () => secrets.getValue('console/alice', { versionStage: 'AWSCURRENT' }, until())],
        [16, () => cloudTrail.lookUp('UpdateLoginProfile', undefined, until())],
        [64, () => credentialReports.get(until())],
      ];
      for (const [mib, call] of calls) {
        sent = 0;
        await expect(call()).rejects.toMatchObject({
          failure: 'unexpected',
          code: 'AnswerTooLarge',
          attempts: 1,
          text: expect.stringContaining('larger than any of AWS'),
        });
        await hungUp;
        expect(sent).toBeGreaterThanOrEqual(mib * MIB);
        // What the kernel and Node have taken on the way.
        expect(sent).toBeLessThan((mib + 16) * MIB);
      }
      expect(process.memoryUsage.rss() - before).toBeLessThan(SLACK);
    });
  });

  test('takes the credential report of a large account', async () => {
    const columns = 'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed';
    const rows = Array.from({ length: 20_000 }, (_, index) => {
      const name = `user-${index}-${'x'.repeat(40)}`;
      return `${name},arn:aws:iam::111122223333:user/${name},2026-01-01T00:00:00Z,true,N/A,2026-01-01T00:00:00Z`;
    });
    const content = Buffer.from([columns, ...rows].join('\n')).toString('base64');
    expect(content.length).toBeGreaterThan(4 * MIB);
    const inside = `<Content>${content}</Content><ReportFormat>text/csv</ReportFormat><GeneratedTime>2026-01-01T00:00:00Z</GeneratedTime>`;
    const name = 'GetCredentialReport';
    const xml = `<${name}Response><${name}Result>${inside}</${name}Result></${name}Response>`;
    const server = createServer((request, response) => {
      response.setHeader('x-amzn-requestid', 'r-1');
      request.resume().on('end', () => response.end(xml));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { credentialReports } = connect({ endpoints: { ...endpoints(), iam: url } });
    const report = await credentialReports.get(until()).finally(() => {
      server.closeAllConnections();
      server.close();
    });
    expect(report.passwordOf(`user-19999-${'x'.repeat(40)}`)).toBeDefined();
  });
});
