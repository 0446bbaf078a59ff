import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalAws, startLocalAws } from '../../src/local-aws';
import { executable, type ExecutableOptions } from '../support/executable';
import { FIRST } from '../support/scene';
import { builtProvider } from '../support/workspace';

interface Check {
  readonly name: string;
  readonly status: string;
  readonly found: string;
  readonly fix: string | null;
}

interface Report {
  readonly code: number | null;
  readonly success: boolean;
  readonly data?: { readonly healthy: boolean; readonly checks: readonly Check[] };
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly details: { readonly checks: readonly Check[] };
  };
}

let aws: LocalAws;
let dir: string;

beforeAll(async () => {
  aws = await startLocalAws();
  aws.users.create({ userName: 'alice' });
  aws.secrets.create({ name: 'console/alice', secretString: FIRST });
  dir = mkdtempSync(join(tmpdir(), 'lp-doctor-'));
});
afterAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  await aws.stop();
});
afterEach(() => aws.faults.clear());

const SUBJECT = ['--user-name', 'alice', '--secret-id', 'console/alice'];

async function doctor(args: readonly string[] = [], options: Partial<ExecutableOptions> = {}): Promise<Report> {
  const env = { ...aws.environment(), HOME: dir, ...options.env };
  const { code, stdout } = await executable(['doctor', ...args], { cwd: dir, ...options, env });
  expect(stdout).toMatch(/^\{.*\}\n$/);
  expect(stdout).not.toContain(FIRST);
  return { ...(JSON.parse(stdout) as Report), code };
}

const check = ({ data, error }: Report, name: string): Check | undefined =>
  (data ?? error?.details)?.checks.find((one) => one.name === name);

describe('iam-login-profile doctor', () => {
  test('finds nothing wrong, and reads only', async () => {
    aws.journal.clear();
    const report = await doctor(SUBJECT);
    expect(report).toMatchObject({ code: 0, success: true, data: { healthy: true } });
    for (const name of [
      'node',
      'terraform',
      'provider',
      'credentials',
      'sts',
      'clock',
      'region',
      'iam',
      'secrets manager',
      'password policy',
    ]) {
      expect(check(report, name)).toMatchObject({ status: 'ok' });
    }
    expect(check(report, 'iam:GetUser')).toMatchObject({ status: 'ok', found: 'allowed (tried)' });
    // The local AWS has no simulator.
    expect(check(report, 'iam:UpdateLoginProfile')).toMatchObject({
      status: 'skipped',
      found: expect.stringContaining('not tried'),
    });
    const calls = aws.journal.operations();
    expect(calls.filter((operation) => /Create|Update|Delete|GetSecretValue/.test(operation))).toEqual([]);
  });

  test('a plan role is not asked for what only apply needs', async () => {
    const report = await doctor([...SUBJECT, '--role', 'plan']);
    expect(check(report, 'secretsmanager:DescribeSecret')).toMatchObject({ status: 'ok' });
    expect(check(report, 'secretsmanager:GetSecretValue')).toBeUndefined();
  });

  test('names the permission that is missing, and where to get it', async () => {
    aws.faults.add({ operation: 'iam:GetUser', times: Infinity, fault: { kind: 'error', code: 'AccessDenied' } });
    const report = await doctor(SUBJECT);
    expect(report).toMatchObject({ code: 5, success: false, error: { code: 'ACCESS_DENIED' } });
    expect(check(report, 'iam:GetUser')).toMatchObject({ status: 'failed', fix: expect.stringContaining('policy') });
  });

  test('says that the credentials are wrong, and leaves out what needs them', async () => {
    const report = await doctor(SUBJECT, { env: { AWS_SECRET_ACCESS_KEY: 'wrong' } });
    expect(report).toMatchObject({ code: 5, error: { code: 'ACCESS_DENIED' } });
    expect(check(report, 'credentials')).toMatchObject({
      status: 'failed',
      found: expect.stringContaining('SignatureDoesNotMatch'),
    });
    expect(check(report, 'permissions')).toMatchObject({ status: 'skipped' });
  });

  test('says that no Region is set, and that an endpoint does not answer', async () => {
    expect(check(await doctor([], { env: { AWS_REGION: '', AWS_DEFAULT_REGION: '' } }), 'region')).toMatchObject({
      status: 'failed',
    });
    const report = await doctor([], { env: { AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://127.0.0.1:1' } });
    expect(report).toMatchObject({ code: 1, error: { code: 'SERVICE_FAILURE' } });
    expect(check(report, 'secrets manager')).toMatchObject({
      status: 'failed',
      found: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('says that there are no credentials, with a Region and without', async () => {
    const NONE = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_EC2_METADATA_DISABLED: 'true' };
    for (const env of [NONE, { ...NONE, AWS_REGION: '', AWS_DEFAULT_REGION: '' }]) {
      const report = await doctor(SUBJECT, { env });
      expect(report).toMatchObject({
        code: 5,
        error: {
          code: 'ACCESS_DENIED',
          message: expect.stringMatching(/the first one: credentials: /),
        },
      });
      expect(check(report, 'credentials')).toMatchObject({
        status: 'failed',
        fix: expect.stringMatching(/^Set AWS_P/),
      });
      for (const name of ['sts', 'permissions']) expect(check(report, name)).toMatchObject({ status: 'skipped' });
    }
  });

  test('an STS that does not answer is told as such, and the others are looked at all the same', async () => {
    const report = await doctor(SUBJECT, { env: { AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1' } });
    expect(report).toMatchObject({ code: 1, error: { code: 'SERVICE_FAILURE' } });
    expect(check(report, 'sts')).toMatchObject({
      status: 'failed',
      found: expect.stringContaining('ECONNREFUSED'),
      fix: expect.stringMatching(/^Check network/),
    });
    expect(check(report, 'credentials')).toMatchObject({ status: 'skipped', fix: null });
    for (const name of ['iam', 'secrets manager', 'iam:GetUser']) {
      expect(check(report, name)).toMatchObject({ status: 'ok' });
    }
    expect(JSON.stringify(report)).not.toContain('AWS_PROFILE');
  });

  test.each([
    { what: 'a Region', args: ['--region', 'eu west 1'], says: /is no Region/ },
    { what: 'an empty user name', args: ['--user-name', ''], says: /^The user name is empty/ },
    { what: 'a secret id', args: ['--secret-id', 'a b'], says: /^The secret id is no name/ },
    { what: 'an endpoint', args: ['--endpoint-url', 'localhost'], says: /is no address/ },
    { what: 'a key', args: ['--kms-key', 'alias/console'], says: /is no ARN of a key/ },
  ])('refuses $what that can be none', async ({ args, says }) => {
    expect(await doctor(args)).toMatchObject({
      code: 2,
      error: { code: 'VALIDATION_ERROR', message: expect.stringMatching(says) },
    });
  });

  test('says once that a user or a secret is absent, and not that something would change', async () => {
    const report = await doctor(['--user-name', 'nobody', '--secret-id', 'console/nobody']);
    expect(report).toMatchObject({ code: 3, error: { code: 'NOT_FOUND' } });
    expect(check(report, 'iam:GetUser')).toMatchObject({
      status: 'failed',
      found: expect.stringMatching(/^NoSuchEntity: .*[^.]$/),
      fix: expect.stringMatching(/there is no such thing/),
    });
    expect(check(report, 'iam:CreateLoginProfile')?.found).toBe('not looked at, because the user was not found');
    expect(check(report, 'secretsmanager:GetSecretValue')?.found).toMatch(/because the secret was not found$/);
    expect(report.error?.message).not.toMatch(/iam:GetUser: iam:GetUser|\.\. /);
  });

  test('looks at what drift_detection needs', async () => {
    const report = await doctor(['--drift-detection', 'trail']);
    for (const name of ['iam:GetCredentialReport', 'cloudtrail:LookupEvents']) {
      expect(check(report, name)).toMatchObject({ status: 'ok', found: 'allowed (tried)' });
    }
    expect(check(report, 'iam:GenerateCredentialReport')).toMatchObject({ status: 'skipped' });
    expect(check(await doctor(['--drift-detection', 'password']), 'cloudtrail:LookupEvents')).toBeUndefined();
    aws.faults.add({
      operation: 'cloudtrail:*',
      times: Infinity,
      fault: { kind: 'error', code: 'AccessDeniedException', status: 400 },
    });
    expect(await doctor(['--drift-detection', 'trail'])).toMatchObject({
      code: 5,
      error: { code: 'ACCESS_DENIED', message: expect.stringContaining('cloudtrail:LookupEvents: denied (tried)') },
    });
  });

  test('compares the clock with that of AWS', async () => {
    aws.faults.add({ operation: 'sts:*', times: Infinity, fault: { kind: 'clock-skew', ms: 3_600_000 } });
    expect(check(await doctor(), 'clock')).toMatchObject({
      status: 'failed',
      found: expect.stringMatching(/^3[56]\d\d s behind/),
    });
  });

  test('finds a provider in a stack that is not the one of the package', async () => {
    const { source, version } = builtProvider();
    const folder = join(dir, 'cdktf.out', 'stacks', 'access', 'terraform.d', 'plugins', source);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `terraform-provider-iam_${version}_linux_amd64.zip`), 'something else');
    const report = await doctor();
    expect(report).toMatchObject({ code: 2, error: { code: 'VALIDATION_ERROR' } });
    expect(check(report, 'provider in stacks')).toMatchObject({
      status: 'failed',
      found: expect.stringContaining('stacks/access'),
    });
    rmSync(join(dir, 'cdktf.out'), { recursive: true });
  });

  test('misses Terraform where there is none', async () => {
    const report = await doctor([], { env: { PATH: dir } });
    expect(check(report, 'terraform')).toMatchObject({ status: 'failed', fix: expect.stringContaining('Install') });
  });
});

describe('with the policy simulator of IAM', () => {
  let simulator: Server;
  let decisions: Readonly<Record<string, string>>;
  const asked = new Map<string, Record<string, string>>();

  beforeAll(async () => {
    simulator = await inFrontOf(aws.endpoint, (action, parameters) => {
      asked.set(action, Object.fromEntries(parameters));
      return decisions[action] ?? 'allowed';
    });
  });
  afterAll(() => new Promise((resolve) => simulator.close(resolve)));

  const behindIt = (): Partial<ExecutableOptions> => ({
    env: { AWS_ENDPOINT_URL: `http://127.0.0.1:${(simulator.address() as AddressInfo).port}` },
  });

  test('tells what may be changed without changing it', async () => {
    decisions = {};
    const report = await doctor(SUBJECT, behindIt());
    expect(report).toMatchObject({ code: 0, data: { healthy: true } });
    for (const name of [
      'iam:CreateLoginProfile',
      'iam:UpdateLoginProfile',
      'iam:DeleteLoginProfile',
      'secretsmanager:GetSecretValue',
    ]) {
      expect(check(report, name)).toMatchObject({ status: 'ok', found: 'allowed (simulated)' });
    }
  });

  test('asks about the key of the secret as Secrets Manager would use it', async () => {
    const key = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    decisions = { 'kms:Decrypt': 'implicitDeny' };
    const report = await doctor([...SUBJECT, '--kms-key', key], behindIt());
    expect(report).toMatchObject({ code: 5, error: { code: 'ACCESS_DENIED' } });
    expect(check(report, 'kms:Decrypt')).toMatchObject({ status: 'failed', found: 'denied (simulated)' });
    expect(asked.get('kms:Decrypt')).toMatchObject({
      'ResourceArns.member.1': key,
      'ContextEntries.member.1.ContextKeyName': 'kms:ViaService',
      'ContextEntries.member.1.ContextKeyValues.member.1': 'secretsmanager.us-east-1.amazonaws.com',
      'ContextEntries.member.2.ContextKeyName': 'kms:EncryptionContext:SecretARN',
    });
  });

  test('tells what may not be changed', async () => {
    decisions = { 'secretsmanager:GetSecretValue': 'implicitDeny' };
    const report = await doctor(SUBJECT, behindIt());
    expect(report).toMatchObject({ code: 5, error: { code: 'ACCESS_DENIED' } });
    expect(check(report, 'secretsmanager:GetSecretValue')).toMatchObject({
      status: 'failed',
      found: 'denied (simulated)',
    });
  });
});

/** Answers SimulatePrincipalPolicy as IAM's documents say, and hands everything else on. */
function inFrontOf(endpoint: string, decide: (action: string, parameters: URLSearchParams) => string): Promise<Server> {
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const body = Buffer.concat(chunks);
        const parameters = new URLSearchParams(body.toString());
        if (parameters.get('Action') === 'SimulatePrincipalPolicy') {
          const actions = [...parameters]
            .filter(([name]) => name.startsWith('ActionNames.'))
            .map(([, action]) => action);
          const members = actions.map(
            (action) =>
              `<member><EvalActionName>${action}</EvalActionName><EvalDecision>${decide(action, parameters)}</EvalDecision></member>`,
          );
          response.writeHead(200, { 'Content-Type': 'text/xml', 'x-amzn-RequestId': '1b2c3d4e-1234' });
          response.end(
            `<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated><EvaluationResults>${members.join('')}</EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`,
          );
          return;
        }
        const { method, url, headers } = incoming;
        const onward = request(`${endpoint}${url ?? '/'}`, { method, headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        });
        onward.end(body);
      });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
