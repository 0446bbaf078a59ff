import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { startLocalAws } from '../../../src/local-aws';
import { timestamp } from '../../../src/local-aws/model/shapes';
import { decodeQuery, parseForm } from '../../../src/local-aws/protocol/query-xml';
import { FORM, PASSWORD, send, sendIam, sendSecretsManager, useLocalAws } from './support';

const fixture = useLocalAws();
const UUID = '[0-9a-f-]{36}';

beforeEach(() => fixture.aws.users.create({ userName: 'alice' }));

describe('an IAM answer', () => {
  it('has the documented form', async () => {
    const response = await sendIam(fixture.aws, `Action=CreateLoginProfile&UserName=alice&Password=${PASSWORD}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/xml');
    expect(await response.text()).toMatch(
      new RegExp(
        '^<CreateLoginProfileResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">' +
          '<CreateLoginProfileResult><LoginProfile><UserName>alice</UserName>' +
          String.raw`<CreateDate>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ</CreateDate>` +
          '<PasswordResetRequired>false</PasswordResetRequired></LoginProfile></CreateLoginProfileResult>' +
          `<ResponseMetadata><RequestId>${UUID}</RequestId></ResponseMetadata></CreateLoginProfileResponse>$`,
      ),
    );
  });

  it('without output has no Result element', async () => {
    const response = await sendIam(fixture.aws, 'Action=UpdateUser&UserName=alice');
    expect(await response.text()).toMatch(
      new RegExp(
        '^<UpdateUserResponse xmlns="[^"]+"><ResponseMetadata><RequestId>[^<]+</RequestId></ResponseMetadata></UpdateUserResponse>$',
      ),
    );
  });

  it('carries the request id and the true time in its headers', async () => {
    const response = await sendIam(fixture.aws, 'Action=GetUser');
    const requestId = response.headers.get('x-amzn-requestid');
    expect(requestId).toMatch(new RegExp(`^${UUID}$`));
    expect(await response.text()).toContain(`<RequestId>${requestId}</RequestId>`);
    expect(Math.abs(Date.parse(response.headers.get('date')!) - Date.now())).toBeLessThan(5000);
  });

  it('is an error in the documented form', async () => {
    const response = await sendIam(fixture.aws, 'Action=GetLoginProfile&UserName=alice');
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('text/xml');
    expect(await response.text()).toMatch(
      new RegExp(
        '^<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type>' +
          '<Code>NoSuchEntity</Code><Message>Login Profile for User alice cannot be found.</Message></Error>' +
          `<RequestId>${UUID}</RequestId></ErrorResponse>$`,
      ),
    );
  });

  it('names the service as the one at fault for a 5xx', async () => {
    fixture.aws.faults.add({ operation: 'iam:GetUser', fault: { kind: 'error', code: 'ServiceFailure' } });
    const response = await sendIam(fixture.aws, 'Action=GetUser');
    expect(response.status).toBe(500);
    expect(await response.text()).toContain('<Type>Receiver</Type><Code>ServiceFailure</Code>');
  });

  it('escapes what XML reserves', async () => {
    fixture.aws.faults.add({
      operation: 'iam:GetUser',
      fault: { kind: 'error', code: 'Throttling', message: 'a < b & c' },
    });
    expect(await (await sendIam(fixture.aws, 'Action=GetUser')).text()).toContain('a &lt; b &amp; c');
  });
});

describe('an IAM request', () => {
  it.each([
    { name: '%20 for a space', encoded: 'Tr1cky%20%26%20l%C3%B6ng%2B' },
    { name: '+ for a space', encoded: 'Tr1cky+%26+l%C3%B6ng%2B' },
  ])('may write $name', async ({ encoded }) => {
    await sendIam(fixture.aws, `Action=CreateLoginProfile&UserName=alice&Password=${encoded}`, {
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    });
    expect(fixture.aws.signIn('alice', 'Tr1cky & löng+').outcome).toBe('signed-in');
  });

  it.each(['true', '1', 'false', '0'])('may write %s for a boolean', async (text) => {
    const call = `Action=CreateLoginProfile&UserName=alice&Password=${PASSWORD}&PasswordResetRequired=${text}`;
    expect((await sendIam(fixture.aws, call)).status).toBe(200);
    expect(fixture.aws.loginProfiles.get('alice')!.passwordResetRequired).toBe(text === 'true' || text === '1');
  });

  it.each(['True', 'FALSE', '', '%20true', 'yes'])('may not write "%s" for a boolean', async (text) => {
    const call = `Action=CreateLoginProfile&UserName=alice&Password=${PASSWORD}&PasswordResetRequired=${text}`;
    const response = await sendIam(fixture.aws, call);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('<Code>MalformedInput</Code>');
    expect(fixture.aws.loginProfiles.get('alice')).toBeUndefined();
  });

  it.each([
    { text: '02', status: 200 },
    { text: '%2B2', status: 200 },
    { text: 'two', status: 400 },
    { text: '', status: 400 },
  ])('with "$text" for a number gets $status', async ({ text, status }) => {
    expect((await sendIam(fixture.aws, `Action=ListUsers&MaxItems=${text}`)).status).toBe(status);
  });

  it.each([
    { name: 'an unknown action', body: 'Action=DropUser&Version=2010-05-08' },
    { name: 'an action of Object.prototype', body: 'Action=constructor&Version=2010-05-08' },
    { name: 'an unknown version', body: 'Action=GetUser&Version=2000-01-01' },
    { name: 'no action', body: '' },
  ])('with $name is an InvalidAction', async ({ body }) => {
    const response = await send(fixture.aws, { service: 'iam', headers: FORM, body });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('<Code>InvalidAction</Code>');
  });
});

describe('a date in a form', () => {
  const read = (text: string) => decodeQuery({ since: timestamp }, parseForm(`Since=${encodeURIComponent(text)}`));

  it.each(['2026-09-11T09:00:00Z', '2026-09-11T11:00:00+02:00'])('may be written %s', (text) => {
    expect(read(text)).toEqual({ input: { since: new Date('2026-09-11T09:00:00Z') } });
  });

  it('is malformed where it is none', () => {
    expect(read('yesterday').malformed).toMatchObject({ code: 'MalformedInput' });
  });
});

describe('a Secrets Manager answer', () => {
  it('has the documented form', async () => {
    fixture.aws.secrets.create({ name: 'console/alice', secretString: 'Tr1cky & long' });
    const response = await sendSecretsManager(fixture.aws, 'GetSecretValue', { SecretId: 'console/alice' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(response.headers.get('x-amzn-requestid')).toMatch(new RegExp(`^${UUID}$`));
    const body = (await response.json()) as { CreatedDate: number };
    expect(body).toMatchObject({ Name: 'console/alice', SecretString: 'Tr1cky & long', VersionStages: ['AWSCURRENT'] });
    expect(Math.abs(body.CreatedDate - Date.now() / 1000)).toBeLessThan(5);
  });

  it('is 400 for what cannot be found, with a capital Message', async () => {
    const response = await sendSecretsManager(fixture.aws, 'DescribeSecret', { SecretId: 'none' });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(await response.json()).toEqual({
      __type: 'ResourceNotFoundException',
      Message: "Secrets Manager can't find the specified secret.",
    });
  });

  it.each([
    { name: 'no JSON', input: '{"SecretString":"hunter2', code: 'SerializationException' },
    { name: 'no object', input: '[]', code: 'SerializationException' },
    { name: 'a wrong type', input: { SecretId: 5 }, code: 'SerializationException' },
    { name: 'null for absent', input: { SecretId: null }, code: 'ValidationException' },
  ])('for $name is a $code', async ({ input, code }) => {
    const response = await sendSecretsManager(fixture.aws, 'PutSecretValue', input);
    expect(response.status).toBe(400);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ __type: code });
    expect(text).not.toContain('hunter2');
  });

  it('for an unknown operation is UnknownOperationException', async () => {
    const response = await sendSecretsManager(fixture.aws, 'RotateSecret', {});
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: 'UnknownOperationException' });
  });
});

describe('the server', () => {
  it('keeps a connection for many calls', async () => {
    const sockets = new Set<number>();
    const socket = connect(Number(new URL(fixture.aws.endpoint).port), '127.0.0.1');
    socket.setEncoding('utf8');
    for (let at = 0; at < 3; at += 1) {
      socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n');
      const answer = await new Promise<string>((resolve) => socket.once('data', (text: string) => resolve(text)));
      expect(answer).toMatch(/^HTTP\/1.1 403 Forbidden/);
      sockets.add(socket.localPort!);
    }
    expect(sockets.size).toBe(1);
    socket.destroy();
  });

  it('refuses a body beyond a mebibyte', async () => {
    const body = randomBytes(1024 * 1024 + 1);
    const refused = fetch(fixture.aws.endpoint, { method: 'POST', body }).then(
      ({ status }) => status,
      () => 413, // The connection may close before the whole body was sent.
    );
    expect(await refused).toBe(413);
  });

  it('listens where it is told to, and frees the port when stopped', async () => {
    const first = await startLocalAws();
    const port = Number(new URL(first.endpoint).port);
    await expect(startLocalAws({ port })).rejects.toThrow('EADDRINUSE');
    await first.stop();
    const second = await startLocalAws({ port });
    expect(second.endpoint).toBe(`http://127.0.0.1:${port}`);
    await second.stop();
  });

  it.each([
    { region: 'eu-west-1', partition: 'aws' },
    { region: 'cn-north-1', partition: 'aws-cn' },
    { region: 'us-gov-west-1', partition: 'aws-us-gov' },
    { region: 'eusc-de-east-1', partition: 'aws-eusc' },
  ])('puts account, $region and its partition into every ARN', async ({ region, partition }) => {
    const aws = await startLocalAws({ account: '444455556666', region });
    const secret = aws.secrets.create({ name: 'x' });
    expect(secret.arn).toMatch(`arn:${partition}:secretsmanager:${region}:444455556666:secret:x-`);
    expect(aws.users.create({ userName: 'bob' }).arn).toBe(`arn:${partition}:iam::444455556666:user/bob`);
    await aws.stop();
  });

  it('hands out an environment that leads SDKs and the CLI to it', () => {
    const { endpoint, credentials } = fixture.aws;
    expect(fixture.aws.environment()).toEqual({
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
  });
});
