import { inspect } from 'node:util';
import {
  ChangePasswordCommand,
  CreateLoginProfileCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam';
import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { AssumeRoleWithWebIdentityCommand } from '@aws-sdk/client-sts';
import { failureOf, PASSWORD, sendIam, useLocalAws } from './support';

const fixture = useLocalAws();
const MARKER = 'Marker-password-7';

beforeEach(() => {
  fixture.aws.users.create({ userName: 'alice' });
  fixture.aws.secrets.create({ name: 'console/alice', secretString: MARKER });
});

describe('the journal', () => {
  it('tells what was asked, by whom, when, and what came of it', async () => {
    const command = new CreateLoginProfileCommand({ UserName: 'alice', Password: MARKER, PasswordResetRequired: true });
    const { $metadata } = await fixture.iam.send(command);
    expect(fixture.aws.journal.entries).toEqual([
      {
        operation: 'iam:CreateLoginProfile',
        parameters: { UserName: 'alice', PasswordResetRequired: true },
        userName: 'alice',
        passwordResetRequired: true,
        passwordGiven: true,
        secretValueGiven: false,
        accessKeyId: fixture.aws.credentials.accessKeyId,
        region: 'us-east-1',
        callerArn: 'arn:aws:iam::111122223333:user/local-admin',
        account: '111122223333',
        at: expect.any(Date),
        requestId: $metadata.requestId,
        status: 200,
      },
    ]);
  });

  it('tells which version of which secret was read', async () => {
    const { versionId = '' } = fixture.aws.secrets.create({ name: 'other', secretString: MARKER });
    const input = { SecretId: 'other', VersionId: versionId, VersionStage: 'AWSCURRENT' };
    await fixture.secretsManager.send(new GetSecretValueCommand(input));
    expect(fixture.aws.journal.entries).toMatchObject([
      { operation: 'secretsmanager:GetSecretValue', secretId: 'other', versionId, versionStage: 'AWSCURRENT' },
    ]);
  });

  it('tells failures by their wire code', async () => {
    await failureOf(fixture.iam.send(new GetLoginProfileCommand({ UserName: 'alice' })));
    expect(fixture.aws.journal.entries).toMatchObject([{ status: 404, errorCode: 'NoSuchEntity' }]);
  });

  it('tells calls that were not signed well, without a caller', async () => {
    await sendIam(fixture.aws, 'Action=GetUser', { credentials: { accessKeyId: 'AKIA', secretAccessKey: 'x' } });
    const [entry] = fixture.aws.journal.entries;
    expect(entry).toMatchObject({ accessKeyId: 'AKIA', errorCode: 'InvalidClientTokenId' });
    expect(entry).not.toHaveProperty('callerArn');
  });

  it('leaves out the flag that was not sent', async () => {
    await failureOf(fixture.iam.send(new UpdateLoginProfileCommand({ UserName: 'alice' })));
    expect(fixture.aws.journal.entries[0]).not.toHaveProperty('passwordResetRequired');
    expect(fixture.aws.journal.entries[0]).toMatchObject({ passwordGiven: false });
  });

  it('filters by any field, and by a beginning of the operation', async () => {
    await fixture.iam.send(new GetUserCommand({ UserName: 'alice' }));
    await failureOf(fixture.iam.send(new GetLoginProfileCommand({ UserName: 'alice' })));
    await fixture.secretsManager.send(new GetSecretValueCommand({ SecretId: 'console/alice' }));
    const { journal } = fixture.aws;
    expect(journal.operations()).toEqual(['iam:GetUser', 'iam:GetLoginProfile', 'secretsmanager:GetSecretValue']);
    expect(journal.operations({ operation: 'iam:*' })).toEqual(['iam:GetUser', 'iam:GetLoginProfile']);
    expect(journal.operations({ operation: 'iam:*', status: 200 })).toEqual(['iam:GetUser']);
    expect(journal.calls({ secretId: 'console/alice' })).toHaveLength(1);
    journal.clear();
    expect(journal.entries).toEqual([]);
  });
});

describe('a secret value', () => {
  const everything = () => {
    const { journal, users, secrets, identities, loginProfiles } = fixture.aws;
    const parts = [journal.entries, users.list(), loginProfiles.get('alice'), secrets.get('console/alice'), identities];
    const versions = secrets.require('console/alice').versions();
    return [...parts, versions, fixture.aws].flatMap((part) => [
      inspect(part, { depth: 20, showHidden: true, maxArrayLength: null }),
      JSON.stringify(part),
    ]);
  };

  it('is neither in the journal nor in anything that is printed', async () => {
    await fixture.iam.send(new CreateLoginProfileCommand({ UserName: 'alice', Password: MARKER }));
    await fixture.iam.send(new UpdateLoginProfileCommand({ UserName: 'alice', Password: MARKER }));
    await failureOf(fixture.iam.send(new ChangePasswordCommand({ OldPassword: MARKER, NewPassword: MARKER })));
    await fixture.secretsManager.send(new PutSecretValueCommand({ SecretId: 'console/alice', SecretString: MARKER }));
    await fixture.secretsManager.send(
      new PutSecretValueCommand({ SecretId: 'console/alice', SecretBinary: Buffer.from(MARKER) }),
    );
    const identity = { RoleArn: 'arn:aws:iam::111122223333:role/X', RoleSessionName: 'ci', WebIdentityToken: MARKER };
    await failureOf(fixture.sts.send(new AssumeRoleWithWebIdentityCommand(identity)));
    await sendIam(fixture.aws, `Action=Unknown&Password=${MARKER}`);
    expect(fixture.aws.journal.calls({ passwordGiven: true })).toHaveLength(3);
    expect(fixture.aws.journal.calls({ secretValueGiven: true })).toHaveLength(2);
    for (const text of everything()) {
      expect(text).not.toContain(MARKER);
      expect(text).not.toContain(Buffer.from(MARKER).toString('base64'));
    }
  });

  it('prints as <hidden> where it is held', () => {
    const profile = fixture.aws.loginProfiles.create({ userName: 'alice', password: PASSWORD });
    expect(inspect(profile)).toContain('password: <hidden>');
    expect(JSON.stringify(profile)).toContain('"password":"<hidden>"');
    expect(String(profile.password)).toBe('<hidden>');
  });
});
