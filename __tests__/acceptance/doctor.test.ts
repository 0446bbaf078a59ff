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

  beforeAll(async () => {
    simulator = await inFrontOf(aws.endpoint, (action) => decisions[action] ?? 'allowed');
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
function inFrontOf(endpoint: string, decide: (action: string) => string): Promise<Server> {
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
              `<member><EvalActionName>${action}</EvalActionName><EvalDecision>${decide(action)}</EvalDecision></member>`,
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
