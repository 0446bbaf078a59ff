import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { signatureOf } from '../../../src/local-aws/http/sigv4';
import { clientsFor, FORM, HOUR, MINUTE, type RawRequest, send, sendIam, sign, useLocalAws } from './support';

const fixture = useLocalAws({ now: undefined });

const GET_USER: RawRequest = { service: 'iam', headers: FORM, body: 'Action=GetUser&Version=2010-05-08' };
const LIST: RawRequest = {
  service: 'secretsmanager',
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'secretsmanager.DescribeSecret' },
  body: '{"SecretId":"none"}',
};
const SERVICES = [
  { service: 'IAM', request: GET_USER, codeOf: (body: string) => /<Code>(\w+)<\/Code>/.exec(body)?.[1] },
  {
    service: 'Secrets Manager',
    request: LIST,
    codeOf: (body: string) => (JSON.parse(body) as { __type: string }).__type,
  },
];

const post = (headers: Record<string, string>, body: string) =>
  fetch(fixture.aws.endpoint, { method: 'POST', headers, body });

describe('signatureOf', () => {
  // Both from AWS: the example of the documentation, and the test suite's get-vanilla.
  it.each([
    {
      name: 'ListUsers of the documentation',
      query: 'Action=ListUsers&Version=2010-05-08',
      host: 'iam.amazonaws.com',
      service: 'iam',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      signature: '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
    },
    {
      name: 'get-vanilla of the test suite',
      query: '',
      host: 'example.amazonaws.com',
      service: 'service',
      headers: {},
      signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    },
  ])('comes to what AWS publishes for $name', ({ query, host, service, headers, signature }) => {
    const amzDate = '20150830T123600Z';
    const all = { ...headers, host, 'x-amz-date': amzDate };
    const request = { method: 'GET', path: '/', query, headers: all, body: Buffer.alloc(0), sourceAddress: '' };
    const authorization = {
      accessKeyId: 'AKIDEXAMPLE',
      date: '20150830',
      region: 'us-east-1',
      service,
      signedHeaders: Object.keys(all).sort(),
      signature: '',
    };
    const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
    expect(signatureOf(request, authorization, amzDate, secret)).toBe(signature);
  });
});

describe.each(SERVICES)('$service', ({ service, request, codeOf }) => {
  const isIam = service === 'IAM';
  const cases = [
    {
      name: 'no signature',
      headers: () => ({ ...request.headers }),
      code: isIam ? 'MissingAuthenticationToken' : 'MissingAuthenticationTokenException',
    },
    {
      name: 'half a signature',
      headers: () => ({ ...request.headers, authorization: 'AWS4-HMAC-SHA256 Credential=AKIA/x' }),
      code: isIam ? 'IncompleteSignature' : 'IncompleteSignatureException',
    },
    {
      name: 'an unknown access key',
      headers: () => sign(fixture.aws, { ...request, credentials: { accessKeyId: 'AKIA', secretAccessKey: 'x' } }),
      code: isIam ? 'InvalidClientTokenId' : 'UnrecognizedClientException',
    },
    {
      name: 'a wrong secret key',
      headers: () =>
        sign(fixture.aws, { ...request, credentials: { ...fixture.aws.credentials, secretAccessKey: 'wrong' } }),
      code: isIam ? 'SignatureDoesNotMatch' : 'InvalidSignatureException',
    },
    {
      name: 'the signature of another body',
      headers: () => sign(fixture.aws, { ...request, body: `${request.body} ` }),
      code: isIam ? 'SignatureDoesNotMatch' : 'InvalidSignatureException',
    },
    {
      name: 'the signature for another service',
      headers: () => sign(fixture.aws, { ...request, service: 'sts' }),
      code: isIam ? 'SignatureDoesNotMatch' : 'InvalidSignatureException',
    },
    {
      name: 'an x-amz header that is not signed',
      headers: () => sign(fixture.aws, { ...request, unsigned: { 'x-amz-meta': 'x' } }),
      code: isIam ? 'SignatureDoesNotMatch' : 'InvalidSignatureException',
    },
    {
      name: 'a signature from ten minutes ago',
      headers: () => sign(fixture.aws, { ...request, at: new Date(Date.now() - 10 * MINUTE) }),
      code: isIam ? 'SignatureDoesNotMatch' : 'InvalidSignatureException',
    },
    {
      name: 'a token that does not belong to the keys',
      headers: () => sign(fixture.aws, { ...request, credentials: { ...fixture.aws.credentials, sessionToken: 'x' } }),
      code: isIam ? 'InvalidClientTokenId' : 'UnrecognizedClientException',
    },
    {
      name: 'an expired session',
      headers: () => {
        const arn = 'arn:aws:sts::111122223333:assumed-role/Deploy/session';
        const credentials = fixture.aws.identities.add({ arn, expiration: new Date(Date.now() - HOUR) });
        return sign(fixture.aws, { ...request, credentials });
      },
      code: isIam ? 'ExpiredToken' : 'ExpiredTokenException',
    },
  ];

  it.each(cases)('refuses $name', async ({ headers, code }) => {
    const response = await post(headers(), request.body);
    expect(codeOf(await response.text())).toBe(code);
    expect(response.status).toBe(isIam && code !== 'IncompleteSignature' ? 403 : 400);
  });

  it('does not look at the Region of the signature', async () => {
    const response = await send(fixture.aws, { ...request, region: 'ap-southeast-2' });
    expect(await response.text()).not.toMatch('Signature');
  });
});

describe('keys', () => {
  it('work until they are removed', async () => {
    fixture.aws.users.create({ userName: 'alice' });
    const credentials = fixture.aws.identities.add({ userName: 'alice' });
    expect((await sendIam(fixture.aws, 'Action=GetUser', { credentials })).status).toBe(200);
    fixture.aws.identities.remove(credentials.accessKeyId);
    expect((await sendIam(fixture.aws, 'Action=GetUser', { credentials })).status).toBe(403);
  });

  it('cannot be made for a user who is not there', () => {
    expect(() => fixture.aws.identities.add({ userName: 'nobody' })).toThrow(
      'The user with name nobody cannot be found.',
    );
  });

  it('cover a path that the endpoint begins with', async () => {
    const response = await sendIam(fixture.aws, 'Action=GetUser', { path: '/base/' });
    expect(response.status).toBe(200);
  });

  it('let an SDK whose clock is wrong correct it by the Date header', async () => {
    fixture.aws.faults.add({ operation: '*', times: Infinity, fault: { kind: 'clock-skew', ms: HOUR } });
    const { sts } = clientsFor(fixture.aws, fixture.aws.credentials, 2);
    await sts.send(new GetCallerIdentityCommand({}));
    expect(fixture.aws.journal.entries.map(({ status }) => status)).toEqual([403, 200]);
  });
});
