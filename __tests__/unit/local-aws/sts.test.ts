import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  type Credentials as StsCredentials,
  GetCallerIdentityCommand,
} from '@aws-sdk/client-sts';
import { GetUserCommand } from '@aws-sdk/client-iam';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { clientsFor, failureOf, HOUR, send, useLocalAws } from './support';

const fixture = useLocalAws();

const keysOf = ({ AccessKeyId, SecretAccessKey, SessionToken }: StsCredentials) => ({
  accessKeyId: AccessKeyId!,
  secretAccessKey: SecretAccessKey!,
  sessionToken: SessionToken!,
});

describe('GetCallerIdentity', () => {
  it('tells the built-in administrator', async () => {
    expect(await fixture.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: 'arn:aws:iam::111122223333:user/local-admin',
      Account: '111122223333',
      UserId: fixture.aws.users.get('local-admin')!.userId,
    });
  });

  it('tells any other identity', async () => {
    const arn = 'arn:aws:sts::444455556666:assumed-role/Deploy/session';
    const { sts } = clientsFor(fixture.aws, fixture.aws.identities.add({ arn }));
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: arn,
      Account: '444455556666',
      UserId: expect.stringMatching(/^AROA[A-Z2-7]{17}:session$/),
    });
  });
});

describe('AssumeRole', () => {
  const assume = (input: Record<string, unknown>) =>
    fixture.sts.send(
      new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::111122223333:role/ops/Deploy', RoleSessionName: 'ci', ...input }),
    );

  beforeEach(() => fixture.aws.roles.create({ roleName: 'Deploy', path: '/ops/', maxSessionDuration: 7200 }));

  it('gives keys of a session, whose ARN drops the path of the role', async () => {
    const { Credentials, AssumedRoleUser } = await assume({});
    const arn = 'arn:aws:sts::111122223333:assumed-role/Deploy/ci';
    expect(AssumedRoleUser!.Arn).toBe(arn);
    const { sts } = clientsFor(fixture.aws, keysOf(Credentials!));
    const { Arn, UserId } = await sts.send(new GetCallerIdentityCommand({}));
    expect({ Arn, UserId }).toEqual({ Arn: arn, UserId: AssumedRoleUser!.AssumedRoleId });
  });

  it('gives keys that need their token and end with the session', async () => {
    const { Credentials } = await assume({});
    expect(Credentials!.AccessKeyId).toMatch(/^ASIA/);
    expect(Credentials!.Expiration!.getTime() - fixture.clock.now().getTime()).toBeLessThanOrEqual(HOUR);
    const { accessKeyId, secretAccessKey } = keysOf(Credentials!);
    const withoutToken = clientsFor(fixture.aws, { accessKeyId, secretAccessKey }).iam.send(
      new GetUserCommand({ UserName: 'local-admin' }),
    );
    expect(await failureOf(withoutToken)).toMatchObject({ name: 'InvalidClientTokenId', status: 403 });
    fixture.clock.advance(HOUR);
    const { iam, secretsManager } = clientsFor(fixture.aws, keysOf(Credentials!));
    expect(await failureOf(iam.send(new GetUserCommand({ UserName: 'local-admin' })))).toMatchObject({
      name: 'ExpiredToken',
      status: 403,
    });
    expect(await failureOf(secretsManager.send(new GetSecretValueCommand({ SecretId: 'x' })))).toMatchObject({
      name: 'ExpiredTokenException',
      status: 400,
    });
  });

  it('lasts no longer than the role allows, and an hour where roles are chained', async () => {
    const { Credentials } = await assume({ DurationSeconds: 7200 });
    expect(await failureOf(assume({ DurationSeconds: 7201 }))).toMatchObject({ name: 'ValidationError', status: 400 });
    const { sts } = clientsFor(fixture.aws, keysOf(Credentials!));
    const input = { RoleArn: 'arn:aws:iam::111122223333:role/ops/Deploy', RoleSessionName: 'chained' };
    await sts.send(new AssumeRoleCommand(input));
    const tooLong = sts.send(new AssumeRoleCommand({ ...input, DurationSeconds: 3601 }));
    expect(await failureOf(tooLong)).toMatchObject({
      name: 'ValidationError',
      message: expect.stringMatching('chain'),
    });
  });

  it('asks for the external id of the role', async () => {
    fixture.aws.roles.create({ roleName: 'Deploy', path: '/ops/', externalId: 'partner' });
    await assume({ ExternalId: 'partner' });
    expect(await failureOf(assume({ ExternalId: 'other' }))).toMatchObject({ name: 'AccessDenied', status: 403 });
    expect(await failureOf(assume({}))).toMatchObject({ name: 'AccessDenied', status: 403 });
  });

  it('is denied for a role that does not exist', async () => {
    const RoleArn = 'arn:aws:iam::111122223333:role/Missing';
    expect(await failureOf(assume({ RoleArn }))).toEqual({
      name: 'AccessDenied',
      status: 403,
      message: `User: arn:aws:iam::111122223333:user/local-admin is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
    });
  });

  it('quotes a value that breaks a constraint, unlike IAM', async () => {
    expect(await failureOf(assume({ RoleSessionName: 'a b' }))).toEqual({
      name: 'ValidationError',
      status: 400,
      message:
        "1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: " +
        'Member must satisfy regular expression pattern: [\\w+=,.@-]*',
    });
  });
});

describe('AssumeRoleWithWebIdentity', () => {
  const ROLE = 'arn:aws:iam::111122223333:role/Ci';
  const ISSUER = 'https://token.example.com';

  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const token = (claims: Record<string, unknown> = {}) => {
    const inAnHour = Math.floor(fixture.clock.now().getTime() / 1000) + 3600;
    const payload = { iss: ISSUER, sub: 'repo:x', aud: 'sts.amazonaws.com', exp: inAnHour, ...claims };
    return `${encode({ alg: 'RS256' })}.${encode(payload)}.c2lnbmF0dXJl`;
  };
  const assume = (webIdentityToken: string) =>
    fixture.sts.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: ROLE,
        RoleSessionName: 'ci',
        WebIdentityToken: webIdentityToken,
      }),
    );

  beforeEach(() => fixture.aws.roles.create({ roleName: 'Ci', webIdentity: { issuer: ISSUER, subject: 'repo:x' } }));

  it('needs no signature', async () => {
    const parameters = { Action: 'AssumeRoleWithWebIdentity', Version: '2011-06-15', RoleArn: ROLE };
    const body = new URLSearchParams({ ...parameters, RoleSessionName: 'ci', WebIdentityToken: token() });
    const response = await fetch(fixture.aws.endpoint, { method: 'POST', body });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<SubjectFromWebIdentityToken>repo:x</SubjectFromWebIdentityToken>');
  });

  it('gives keys of a session', async () => {
    const { Credentials, Provider, Audience } = await assume(token());
    expect({ Provider, Audience }).toEqual({ Provider: ISSUER, Audience: 'sts.amazonaws.com' });
    const { sts } = clientsFor(fixture.aws, keysOf(Credentials!));
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe('arn:aws:sts::111122223333:assumed-role/Ci/ci');
  });

  it.each([
    {
      name: 'no JSON Web Token',
      make: () => 'nonsense',
      error: { name: 'InvalidIdentityTokenException', status: 400 },
    },
    {
      name: 'a token without a subject',
      make: () => token({ sub: undefined }),
      error: { name: 'InvalidIdentityTokenException', status: 400 },
    },
    {
      name: 'an unknown issuer',
      make: () => token({ iss: 'https://other.example.com' }),
      error: { name: 'InvalidIdentityTokenException', status: 400 },
    },
    {
      name: 'an expired token',
      make: () => token({ exp: 1_700_000_000 }),
      error: { name: 'ExpiredTokenException', status: 400 },
    },
    {
      name: 'a subject the role does not trust',
      make: () => token({ sub: 'repo:y' }),
      error: { name: 'AccessDenied', status: 403 },
    },
  ])('refuses $name', async ({ make, error }) => {
    expect(await failureOf(assume(make()))).toMatchObject(error);
  });

  it('cannot be replaced by AssumeRole', async () => {
    const command = new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'ci' });
    expect(await failureOf(fixture.sts.send(command))).toMatchObject({ name: 'AccessDenied', status: 403 });
  });
});

it('answers STS in its own namespace', async () => {
  const body = 'Action=GetCallerIdentity&Version=2011-06-15';
  const response = await send(fixture.aws, { service: 'sts', body });
  expect(await response.text()).toMatch(
    /^<GetCallerIdentityResponse xmlns="https:\/\/sts.amazonaws.com\/doc\/2011-06-15\/"><GetCallerIdentityResult><Arn>/,
  );
});
