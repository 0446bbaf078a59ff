import { createHash, createHmac } from 'node:crypto';
import { IAMClient } from '@aws-sdk/client-iam';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { STSClient } from '@aws-sdk/client-sts';
import { type Credentials, type LocalAws, type LocalAwsOptions, startLocalAws } from '../../../src/local-aws';

/** A password that IAM's default policy accepts. */
export const PASSWORD = 'Correct-horse-1';
export const OTHER_PASSWORD = 'Battery-staple-2';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Runs along with the machine's clock, and ahead of it by what it was advanced. */
export class Clock {
  #aheadMs = 0;
  readonly now = () => new Date(Date.now() + this.#aheadMs);
  advance(ms: number): void {
    this.#aheadMs += ms;
  }
}

export interface Clients {
  readonly iam: IAMClient;
  readonly secretsManager: SecretsManagerClient;
  readonly sts: STSClient;
}

/** Clients that try once, so that a test sees every answer. */
export const clientsFor = (aws: LocalAws, credentials: Credentials = aws.credentials, maxAttempts = 1): Clients => {
  const configuration = { endpoint: aws.endpoint, region: aws.region, credentials, maxAttempts };
  return {
    iam: new IAMClient(configuration),
    secretsManager: new SecretsManagerClient(configuration),
    sts: new STSClient(configuration),
  };
};

export interface Fixture extends Clients {
  readonly aws: LocalAws;
  readonly clock: Clock;
}

/** A fresh account for every test, stopped after it. Read the fields inside the test only. */
export const useLocalAws = (options: LocalAwsOptions = {}): Fixture => {
  const fixture = {} as { -readonly [K in keyof Fixture]: Fixture[K] };
  beforeEach(async () => {
    const clock = new Clock();
    const aws = await startLocalAws({ now: clock.now, ...options });
    Object.assign(fixture, { aws, clock, ...clientsFor(aws) });
  });
  afterEach(async () => {
    fixture.iam.destroy();
    fixture.secretsManager.destroy();
    fixture.sts.destroy();
    await fixture.aws.stop();
  });
  return fixture;
};

export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
}

/** What the SDK makes of an answer that is an error. */
export const failureOf = async (call: Promise<unknown>): Promise<Failure> => {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name, message, status: $metadata?.httpStatusCode };
  }
  throw new Error('The call succeeded.');
};

export interface RawRequest {
  readonly service: 'cloudtrail' | 'iam' | 'sts' | 'secretsmanager';
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
  readonly credentials?: Credentials;
  readonly at?: Date;
  readonly region?: string;
  /** Headers sent but left out of the signature. */
  readonly unsigned?: Readonly<Record<string, string>>;
}

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Signs a POST request as AWS's documentation describes it, independently of the code under test. */
export const sign = (aws: LocalAws, request: RawRequest): Record<string, string> => {
  const { service, body, credentials = aws.credentials, at = new Date(), region = aws.region, path = '/' } = request;
  const date = at.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const token = credentials.sessionToken;
  const headers: Record<string, string> = {
    ...request.headers,
    host: new URL(aws.endpoint).host,
    'x-amz-date': date,
    ...(token !== undefined && { 'x-amz-security-token': token }),
  };
  const names = Object.keys(headers).sort();
  const canonical = [
    'POST',
    path,
    '',
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n');
  const scope = [date.slice(0, 8), region, service, 'aws4_request'];
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonical)].join('\n'));
  const authorization =
    `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope.join('/')}, ` +
    `SignedHeaders=${names.join(';')}, Signature=${signature.toString('hex')}`;
  return { ...headers, ...request.unsigned, authorization };
};

export const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** Sends exactly these bytes, signed. */
export const send = (aws: LocalAws, request: RawRequest): Promise<Response> =>
  fetch(aws.endpoint + (request.path ?? '/'), { method: 'POST', headers: sign(aws, request), body: request.body });

/** An IAM call as a form, such as `Action=GetUser&UserName=alice`. */
export const sendIam = (aws: LocalAws, parameters: string, rest: Partial<RawRequest> = {}): Promise<Response> =>
  send(aws, { service: 'iam', headers: FORM, body: `${parameters}&Version=2010-05-08`, ...rest });

/** A Secrets Manager call; the input may be text, to send what no JSON writer would. */
export const sendSecretsManager = (aws: LocalAws, operation: string, input: unknown): Promise<Response> =>
  send(aws, {
    service: 'secretsmanager',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `secretsmanager.${operation}` },
    body: typeof input === 'string' ? input : JSON.stringify(input),
  });

/** A CloudTrail call; members that are dates travel as seconds since the epoch. */
export const sendCloudTrail = (
  aws: LocalAws,
  input: Readonly<Record<string, unknown>> | string,
  { operation = 'LookupEvents', ...rest }: Partial<RawRequest> & { readonly operation?: string } = {},
): Promise<Response> =>
  send(aws, {
    service: 'cloudtrail',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.${operation}`,
    },
    body: typeof input === 'string' ? input : JSON.stringify(input),
    ...rest,
  });

/** One event of LookupEvents, its record parsed. */
export interface LookedUpEvent {
  readonly EventId: string;
  readonly EventName: string;
  readonly EventTime: number;
  readonly Username?: string;
  readonly record: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

/** The events of one page. */
export const lookUpEvents = async (
  aws: LocalAws,
  input: Readonly<Record<string, unknown>> = {},
  rest: Partial<RawRequest> = {},
): Promise<{ readonly events: readonly LookedUpEvent[]; readonly nextToken: string | undefined }> => {
  const response = await sendCloudTrail(aws, input, rest);
  const body = (await response.json()) as { Events?: Record<string, unknown>[]; NextToken?: string };
  if (body.Events === undefined) throw new Error(`LookupEvents failed: ${JSON.stringify(body)}`);
  const events = body.Events.map((event) => ({ ...event, record: JSON.parse(event.CloudTrailEvent as string) }));
  return { events: events as unknown as LookedUpEvent[], nextToken: body.NextToken };
};
