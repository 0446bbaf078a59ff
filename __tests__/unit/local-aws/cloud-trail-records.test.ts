import {
  ChangePasswordCommand,
  CreateLoginProfileCommand,
  DeleteLoginProfileCommand,
  GenerateCredentialReportCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  IAMClient,
  UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
} from '@aws-sdk/client-secrets-manager';
import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { inspect } from 'node:util';
import { clientsFor, failureOf, lookUpEvents, OTHER_PASSWORD, PASSWORD, sendIam, useLocalAws } from './support';

const ACCOUNT = '111122223333';
const MARKER = 'Marker-Never-To-Be-Seen-1';
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const fixture = useLocalAws();
const target = { UserName: 'alice' };

beforeEach(() => {
  fixture.aws.quotas.cloudTrail.lookupEventsPerSecond = Infinity;
  fixture.aws.users.create({ userName: 'alice' });
  fixture.aws.users.create({ userName: 'mallory' });
});

const attribute = (AttributeKey: string, AttributeValue: string) => ({
  LookupAttributes: [{ AttributeKey, AttributeValue }],
});
const named = async (eventName: string, region = 'us-east-1') => {
  const { events } = await lookUpEvents(fixture.aws, attribute('EventName', eventName), { region });
  return events;
};
const recordOf = async (eventName: string, region?: string) => {
  const events = await named(eventName, region);
  expect(events).toHaveLength(1);
  return events[0].record;
};
const updateAs = (iam: IAMClient, input = {}) =>
  iam.send(new UpdateLoginProfileCommand({ ...target, Password: OTHER_PASSWORD, ...input }));

describe('the record of a call', () => {
  it('names who did what to whom and when', async () => {
    fixture.aws.loginProfiles.create({ userName: 'alice', password: PASSWORD });
    const credentials = fixture.aws.identities.add({ userName: 'mallory' });
    const { $metadata } = await updateAs(clientsFor(fixture.aws, credentials).iam, { PasswordResetRequired: false });
    const { at } = fixture.aws.journal.entries.at(-1)!;
    const record = await recordOf('UpdateLoginProfile');
    expect(record).toEqual({
      eventVersion: '1.11',
      userIdentity: {
        type: 'IAMUser',
        principalId: fixture.aws.users.get('mallory')!.userId,
        arn: `arn:aws:iam::${ACCOUNT}:user/mallory`,
        accountId: ACCOUNT,
        accessKeyId: credentials.accessKeyId,
        userName: 'mallory',
      },
      eventTime: `${at.toISOString().slice(0, 19)}Z`,
      eventSource: 'iam.amazonaws.com',
      eventName: 'UpdateLoginProfile',
      awsRegion: 'us-east-1',
      sourceIPAddress: '127.0.0.1',
      userAgent: expect.stringMatching(/^aws-sdk-js\/3/),
      requestParameters: { userName: 'alice', passwordResetRequired: false },
      responseElements: null,
      requestID: $metadata.requestId,
      eventID: expect.stringMatching(UUID),
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: ACCOUNT,
      eventCategory: 'Management',
    });
  });

  it('has the flag only where it was sent', async () => {
    fixture.aws.loginProfiles.create({ userName: 'alice', password: PASSWORD });
    await updateAs(fixture.iam);
    expect(await recordOf('UpdateLoginProfile')).toMatchObject({ requestParameters: { userName: 'alice' } });
    expect((await recordOf('UpdateLoginProfile')).requestParameters).not.toHaveProperty('passwordResetRequired');
  });

  it('shows what CreateLoginProfile answered, and nothing of DeleteLoginProfile', async () => {
    const profile = { ...target, Password: PASSWORD, PasswordResetRequired: true };
    const { LoginProfile } = await fixture.iam.send(new CreateLoginProfileCommand(profile));
    await fixture.iam.send(new DeleteLoginProfileCommand(target));
    const created = await recordOf('CreateLoginProfile');
    expect(created).toMatchObject({
      requestParameters: { userName: 'alice', passwordResetRequired: true },
      responseElements: {
        loginProfile: {
          userName: 'alice',
          createDate: expect.stringMatching(/^[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:\d\d:\d\d [AP]M$/),
          passwordResetRequired: true,
        },
      },
    });
    const { loginProfile } = created.responseElements as { loginProfile: { createDate: string } };
    expect(new Date(`${loginProfile.createDate} UTC`)).toEqual(LoginProfile!.CreateDate);
    expect(await recordOf('DeleteLoginProfile')).toMatchObject({
      requestParameters: { userName: 'alice' },
      responseElements: null,
    });
  });

  it('of ChangePassword has the person as the caller and no parameters', async () => {
    fixture.aws.loginProfiles.create({ userName: 'alice', password: PASSWORD });
    const { iam } = clientsFor(fixture.aws, fixture.aws.identities.add({ userName: 'alice' }));
    await iam.send(new ChangePasswordCommand({ OldPassword: PASSWORD, NewPassword: OTHER_PASSWORD }));
    expect(await recordOf('ChangePassword')).toMatchObject({
      userIdentity: { type: 'IAMUser', userName: 'alice' },
      requestParameters: null,
      responseElements: null,
      readOnly: false,
    });
  });

  it('keeps the spelling of the request, whatever the user is called', async () => {
    fixture.aws.loginProfiles.create({ userName: 'alice', password: PASSWORD });
    await updateAs(fixture.iam, { UserName: 'ALICE' });
    expect(await recordOf('UpdateLoginProfile')).toMatchObject({ requestParameters: { userName: 'ALICE' } });
  });

  it('keeps the name of a caller who was renamed later', async () => {
    const { iam } = clientsFor(fixture.aws, fixture.aws.identities.add({ userName: 'mallory' }));
    await iam.send(new GetUserCommand(target));
    fixture.aws.users.rename('mallory', { newUserName: 'molly' });
    expect(await recordOf('GetUser')).toMatchObject({ userIdentity: { userName: 'mallory' } });
  });

  it.each([
    ['GetUser', () => fixture.iam.send(new GetUserCommand(target))],
    ['GenerateCredentialReport', () => fixture.iam.send(new GenerateCredentialReportCommand({}))],
    ['GetCallerIdentity', () => fixture.sts.send(new GetCallerIdentityCommand({}))],
  ])('of %s is a read and shows no answer', async (eventName, call) => {
    await call();
    expect(await recordOf(eventName)).toMatchObject({ readOnly: true, responseElements: null });
  });

  it('of a failure has code and message, named as the SDKs name them', async () => {
    await failureOf(fixture.iam.send(new GetLoginProfileCommand(target)));
    fixture.aws.faults.add({ operation: 'iam:GetUser', fault: { kind: 'error', code: 'AccessDenied' } });
    await failureOf(fixture.iam.send(new GetUserCommand(target)));
    expect(await recordOf('GetLoginProfile')).toMatchObject({
      errorCode: 'NoSuchEntityException',
      errorMessage: 'Login Profile for User alice cannot be found.',
      requestParameters: { userName: 'alice' },
      responseElements: null,
    });
    expect(await recordOf('GetUser')).toMatchObject({ errorCode: 'AccessDenied' });
  });

  it('of a denial by Secrets Manager carries the common code', async () => {
    const fault = { kind: 'error', code: 'AccessDeniedException' } as const;
    fixture.aws.faults.add({ operation: 'secretsmanager:GetSecretValue', fault });
    await failureOf(fixture.secretsManager.send(new GetSecretValueCommand({ SecretId: 'x' })));
    expect(await recordOf('GetSecretValue')).toMatchObject({ errorCode: 'AccessDenied' });
    await failureOf(fixture.secretsManager.send(new DeleteSecretCommand({ SecretId: 'x' })));
    expect(await recordOf('DeleteSecret')).toMatchObject({ errorCode: 'ResourceNotFoundException' });
  });

  it('of a write to a secret shows its ARN', async () => {
    const { ARN } = await fixture.secretsManager.send(new CreateSecretCommand({ Name: 'console/alice' }));
    expect(await recordOf('CreateSecret')).toMatchObject({
      eventSource: 'secretsmanager.amazonaws.com',
      requestParameters: { name: 'console/alice' },
      responseElements: { arn: ARN, name: 'console/alice' },
    });
  });
});

describe('the caller in a record', () => {
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/ops/Deploy`;

  it('with a session names role, session and beginning', async () => {
    const role = fixture.aws.roles.create({ roleName: 'Deploy', path: '/ops/' });
    const { Credentials } = await fixture.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'ci' }));
    const { iam } = clientsFor(fixture.aws, {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    });
    await iam.send(new GetUserCommand(target));
    expect(await named('GetUser')).toMatchObject([
      {
        Username: 'ci',
        record: {
          userIdentity: {
            type: 'AssumedRole',
            principalId: `${role.roleId}:ci`,
            arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Deploy/ci`,
            accountId: ACCOUNT,
            accessKeyId: Credentials!.AccessKeyId,
            sessionContext: {
              sessionIssuer: {
                type: 'Role',
                principalId: role.roleId,
                arn: RoleArn,
                accountId: ACCOUNT,
                userName: 'Deploy',
              },
              attributes: { creationDate: expect.stringMatching(/^\d{4}-.+T.+:\d\dZ$/), mfaAuthenticated: 'false' },
            },
          },
        },
      },
    ]);
  });

  it('that assumes a role is shown the key it got, and no more of the credentials', async () => {
    fixture.aws.roles.create({ roleName: 'Deploy', path: '/ops/' });
    const { Credentials } = await fixture.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'ci' }));
    const record = await recordOf('AssumeRole');
    expect(record).toMatchObject({ readOnly: true, requestParameters: { roleArn: RoleArn, roleSessionName: 'ci' } });
    expect((record.responseElements as Record<string, unknown>).credentials).toEqual({
      accessKeyId: Credentials!.AccessKeyId,
      expiration: expect.stringMatching(/, \d{4}, \d{1,2}:\d\d:\d\d [AP]M$/),
    });
  });

  it('may be root', async () => {
    const arn = `arn:aws:iam::${ACCOUNT}:root`;
    await clientsFor(fixture.aws, fixture.aws.identities.add({ arn })).iam.send(new GetUserCommand(target));
    const [event] = await named('GetUser');
    expect(event).toMatchObject({
      Username: 'root',
      record: { userIdentity: { type: 'Root', principalId: ACCOUNT, arn, accountId: ACCOUNT } },
    });
    expect(event.record.userIdentity).not.toHaveProperty('userName');
  });

  it.each([
    ['federated-user/pat', 'FederatedUser'],
    ['assumed-role/Elsewhere/pat', 'AssumedRole'],
  ])('may be %s', async (resource, type) => {
    const arn = `arn:aws:sts::${ACCOUNT}:${resource}`;
    await clientsFor(fixture.aws, fixture.aws.identities.add({ arn })).iam.send(new GetUserCommand(target));
    expect(await named('GetUser')).toMatchObject([{ Username: 'pat', record: { userIdentity: { type, arn } } }]);
  });

  it('may have nothing but a web identity token', async () => {
    const issuer = 'https://token.example.com';
    fixture.aws.roles.create({ roleName: 'Deploy', path: '/ops/', webIdentity: { issuer } });
    const exp = Math.floor(fixture.clock.now().getTime() / 1000) + 600;
    const claims = Buffer.from(JSON.stringify({ iss: issuer, sub: 'repo:x', aud: 'sts', exp })).toString('base64url');
    const input = { RoleArn, RoleSessionName: 'ci', WebIdentityToken: `e30.${claims}.c2ln` };
    await fixture.sts.send(new AssumeRoleWithWebIdentityCommand(input));
    const [event] = await named('AssumeRoleWithWebIdentity');
    expect(event.record).toMatchObject({
      userIdentity: {
        type: 'WebIdentityUser',
        principalId: `${issuer}:sts:repo:x`,
        userName: 'repo:x',
        identityProvider: issuer,
      },
      recipientAccountId: ACCOUNT,
    });
    expect(JSON.stringify(event)).not.toContain(claims);
  });
});

describe('no record', () => {
  const everything = async () => (await lookUpEvents(fixture.aws)).events.filter((e) => e.EventName !== 'LookupEvents');

  it('is made of what an administrator does with the stores', async () => {
    fixture.aws.loginProfiles.create({ userName: 'alice', password: PASSWORD });
    fixture.aws.loginProfiles.update('alice', { password: OTHER_PASSWORD });
    expect(await everything()).toEqual([]);
  });

  it('is made of a call by nobody, of no operation, or that never reached the service', async () => {
    await sendIam(fixture.aws, 'Action=GetUser', { credentials: { accessKeyId: 'AKIA', secretAccessKey: 'x' } });
    await sendIam(fixture.aws, 'Action=Unknown');
    fixture.aws.faults.add({ operation: 'iam:GetUser', fault: { kind: 'reset-before' } });
    await failureOf(fixture.iam.send(new GetUserCommand(target)));
    expect(await everything()).toEqual([]);
  });

  it('is missing of a call that was carried out, though its answer got lost', async () => {
    fixture.aws.loginProfiles.create({ userName: 'alice', password: PASSWORD });
    fixture.aws.faults.add({ operation: 'iam:UpdateLoginProfile', fault: { kind: 'reset-after' } });
    await failureOf(updateAs(fixture.iam));
    expect(await recordOf('UpdateLoginProfile')).not.toHaveProperty('errorCode');
  });

  it('holds a password, a secret value or a token', async () => {
    const { iam } = clientsFor(fixture.aws, fixture.aws.identities.add({ userName: 'alice' }));
    await iam.send(new CreateLoginProfileCommand({ ...target, Password: MARKER }));
    await iam.send(new UpdateLoginProfileCommand({ ...target, Password: MARKER }));
    await iam.send(new ChangePasswordCommand({ OldPassword: MARKER, NewPassword: `${MARKER}-2` }));
    await failureOf(iam.send(new ChangePasswordCommand({ OldPassword: MARKER, NewPassword: MARKER })));
    await failureOf(iam.send(new CreateLoginProfileCommand({ ...target, Password: `${MARKER}\u2028` })));
    const secret = { SecretId: 'console/alice' };
    await fixture.secretsManager.send(new CreateSecretCommand({ Name: secret.SecretId, SecretString: MARKER }));
    await fixture.secretsManager.send(new PutSecretValueCommand({ ...secret, SecretBinary: Buffer.from(MARKER) }));
    await fixture.secretsManager.send(new GetSecretValueCommand(secret));
    const { events } = await lookUpEvents(fixture.aws);
    expect(events).toHaveLength(8);
    for (const text of [JSON.stringify(events), inspect(fixture.aws, { depth: 20, showHidden: true })]) {
      expect(text).not.toContain(MARKER);
      expect(text).not.toContain(Buffer.from(MARKER).toString('base64'));
    }
  });
});
