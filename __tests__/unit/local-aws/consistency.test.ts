import {
  CreateLoginProfileCommand,
  CreateUserCommand,
  DeleteLoginProfileCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam';
import { DeleteSecretCommand, DescribeSecretCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { failureOf, PASSWORD, useLocalAws } from './support';

const fixture = useLocalAws();
const target = { UserName: 'alice' };

const createUser = () => fixture.iam.send(new CreateUserCommand(target));
const createLoginProfile = () => fixture.iam.send(new CreateLoginProfileCommand({ ...target, Password: PASSWORD }));

describe('an account that takes its time', () => {
  it('is settled at once unless told otherwise', async () => {
    await createUser();
    await createLoginProfile();
    await fixture.iam.send(new UpdateLoginProfileCommand({ ...target, PasswordResetRequired: true }));
    const { LoginProfile } = await fixture.iam.send(new GetLoginProfileCommand(target));
    expect(LoginProfile!.PasswordResetRequired).toBe(true);
  });

  it('does not find a new user for n calls', async () => {
    fixture.aws.consistency.iam.noSuchEntityCallsAfterCreateUser = 2;
    await createUser();
    const notFound = { name: 'NoSuchEntityException', message: 'The user with name alice cannot be found.' };
    expect(await failureOf(createLoginProfile())).toMatchObject(notFound);
    expect(await failureOf(createLoginProfile())).toMatchObject(notFound);
    await createLoginProfile();
  });

  it('does not find a new user for some time, while the name is taken already', async () => {
    fixture.aws.consistency.iam.userVisibleAfterMs = 5000;
    await createUser();
    expect(await failureOf(fixture.iam.send(new GetUserCommand(target)))).toMatchObject({ status: 404 });
    expect(await failureOf(createUser())).toMatchObject({ name: 'EntityAlreadyExistsException' });
    fixture.clock.advance(5000);
    await fixture.iam.send(new GetUserCommand(target));
  });

  it('does not let a new profile be changed for n calls', async () => {
    fixture.aws.consistency.iam.unmodifiableCallsAfterCreateLoginProfile = 2;
    await createUser();
    await createLoginProfile();
    const busy = {
      name: 'EntityTemporarilyUnmodifiableException',
      status: 409,
      message: 'Login Profile for User alice cannot be modified while login profile is being created.',
    };
    const update = new UpdateLoginProfileCommand({ ...target, PasswordResetRequired: true });
    expect(await failureOf(fixture.iam.send(update))).toEqual(busy);
    expect(await failureOf(fixture.iam.send(new DeleteLoginProfileCommand(target)))).toEqual(busy);
    await fixture.iam.send(new DeleteLoginProfileCommand(target));
  });

  it('does not find a new profile for n reads', async () => {
    fixture.aws.consistency.iam.noSuchEntityGetsAfterCreateLoginProfile = 1;
    await createUser();
    await createLoginProfile();
    const get = () => fixture.iam.send(new GetLoginProfileCommand(target));
    expect(await failureOf(get())).toMatchObject({ message: 'Login Profile for User alice cannot be found.' });
    await get();
  });

  it('shows the former flag for n reads after an update', async () => {
    fixture.aws.consistency.iam.staleGetsAfterUpdateLoginProfile = 1;
    await createUser();
    await createLoginProfile();
    await fixture.iam.send(new UpdateLoginProfileCommand({ ...target, PasswordResetRequired: true }));
    const flag = async () => {
      const { LoginProfile } = await fixture.iam.send(new GetLoginProfileCommand(target));
      return LoginProfile!.PasswordResetRequired;
    };
    expect([await flag(), await flag()]).toEqual([false, true]);
  });

  it('leaves what an administrator made in the console alone', async () => {
    fixture.aws.consistency.iam.noSuchEntityCallsAfterCreateUser = 5;
    fixture.aws.consistency.iam.unmodifiableCallsAfterCreateLoginProfile = 5;
    fixture.aws.users.create({ userName: 'alice' });
    fixture.aws.loginProfiles.create({ userName: 'alice', password: PASSWORD });
    await fixture.iam.send(new DeleteLoginProfileCommand(target));
  });

  it('shows the former labels for n descriptions after a new version', async () => {
    fixture.aws.consistency.secretsManager.staleDescribesAfterChange = 1;
    const { versionId = '' } = fixture.aws.secrets.create({ name: 'console/alice', secretString: 'one' });
    const id = { SecretId: 'console/alice' };
    const put = await fixture.secretsManager.send(new PutSecretValueCommand({ ...id, SecretString: 'two' }));
    const stages = async () => {
      const { VersionIdsToStages } = await fixture.secretsManager.send(new DescribeSecretCommand(id));
      return VersionIdsToStages;
    };
    expect(await stages()).toEqual({ [versionId]: ['AWSCURRENT'] });
    expect(await stages()).toEqual({ [versionId]: ['AWSPREVIOUS'], [put.VersionId!]: ['AWSCURRENT'] });
  });

  it('still describes a secret for a while that was deleted by force', async () => {
    fixture.aws.consistency.secretsManager.describableAfterForcedDeletionMs = 2000;
    fixture.aws.secrets.create({ name: 'console/alice', secretString: 'one' });
    const id = { SecretId: 'console/alice' };
    await fixture.secretsManager.send(new DeleteSecretCommand({ ...id, ForceDeleteWithoutRecovery: true }));
    const describeSecret = () => fixture.secretsManager.send(new DescribeSecretCommand(id));
    expect((await describeSecret()).DeletedDate).toBeInstanceOf(Date);
    fixture.clock.advance(2000);
    expect(await failureOf(describeSecret())).toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
