import { randomUUID } from 'node:crypto';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  GetSecretValueCommand,
  RestoreSecretCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { DAY, failureOf, sendSecretsManager, useLocalAws } from './support';

const fixture = useLocalAws();
const id = { SecretId: 'console/alice' };

const describeSecret = (secretId = id.SecretId) =>
  fixture.secretsManager.send(new DescribeSecretCommand({ SecretId: secretId }));
const getValue = (secretId = id.SecretId) =>
  fixture.secretsManager.send(new GetSecretValueCommand({ SecretId: secretId }));

const NOT_FOUND = {
  name: 'ResourceNotFoundException',
  status: 400,
  message: "Secrets Manager can't find the specified secret.",
};
describe('CreateSecret', () => {
  const create = (input: Record<string, unknown>) =>
    fixture.secretsManager.send(new CreateSecretCommand({ Name: 'console/alice', ...input }));

  it('makes a secret with a first version under AWSCURRENT', async () => {
    const { ARN, Name, VersionId } = await create({ SecretString: 'one', ClientRequestToken: 'v'.repeat(32) });
    expect(ARN).toMatch(/^arn:aws:secretsmanager:us-east-1:111122223333:secret:console\/alice-[A-Za-z0-9]{6}$/);
    expect({ Name, VersionId }).toEqual({ Name: 'console/alice', VersionId: 'v'.repeat(32) });
    expect(await getValue()).toMatchObject({ SecretString: 'one', VersionStages: ['AWSCURRENT'], VersionId });
  });

  it('makes a secret without any version', async () => {
    expect(await create({})).not.toHaveProperty('VersionId');
    expect(await describeSecret()).not.toHaveProperty('VersionIdsToStages');
    expect(await failureOf(getValue())).toEqual({
      name: 'ResourceNotFoundException',
      status: 400,
      message: "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    });
  });

  it('is done once where it is repeated with the same token and value', async () => {
    const input = { SecretString: 'one', ClientRequestToken: randomUUID() };
    const first = await create(input);
    expect(await create(input)).toMatchObject({ ARN: first.ARN, VersionId: first.VersionId });
  });

  it.each([
    { name: 'a name in use', input: {}, error: 'ResourceExistsException' },
    { name: 'a space in the name', input: { Name: 'console alice' }, error: 'InvalidParameterException' },
    { name: 'a name of 513 characters', input: { Name: 'x'.repeat(513) }, error: 'ValidationException' },
    {
      name: 'text and bytes at once',
      input: { Name: 'other', SecretString: 'one', SecretBinary: Buffer.from('one') },
      error: 'InvalidParameterException',
    },
    { name: '65,537 bytes', input: { Name: 'other', SecretString: 'x'.repeat(65_537) }, error: 'ValidationException' },
    {
      name: '65,537 bytes in fewer characters',
      input: { Name: 'other', SecretString: `x${'é'.repeat(32_768)}` },
      error: 'ValidationException',
    },
  ])('refuses $name', async ({ input, error }) => {
    fixture.aws.secrets.create({ name: 'console/alice', secretString: 'zero' });
    expect(await failureOf(create({ SecretString: 'one', ...input }))).toMatchObject({ name: error, status: 400 });
  });

  it('takes 65,536 bytes', async () => {
    await create({ SecretString: 'é'.repeat(32_768) });
    expect((await getValue()).SecretString).toHaveLength(32_768);
  });

  it('says that the name is taken, or will be free only after a deletion', async () => {
    fixture.aws.secrets.create({ name: 'console/alice', secretString: 'one' });
    expect(await failureOf(create({}))).toMatchObject({
      message: 'The operation failed because the secret console/alice already exists.',
    });
    fixture.aws.secrets.scheduleDeletion('console/alice');
    expect(await failureOf(create({}))).toMatchObject({ name: 'InvalidRequestException', status: 400 });
  });

  it.each(['CreateSecret', 'PutSecretValue', 'UpdateSecret'])('%s needs a token of its own', async (operation) => {
    fixture.aws.secrets.create({ name: 'console/alice' });
    const input = { Name: 'other', SecretId: 'console/alice', SecretString: 'one' };
    const response = await sendSecretsManager(fixture.aws, operation, input);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      __type: 'InvalidRequestException',
      Message: 'You must provide a ClientRequestToken value. We recommend a UUID-type value.',
    });
  });
});

describe('the name of a secret', () => {
  it('may be a name, an ARN, or an ARN without its random ending', async () => {
    const { arn } = fixture.aws.secrets.create({ name: 'console/alice', secretString: 'one' });
    for (const secretId of ['console/alice', arn, arn.slice(0, -7)]) {
      expect((await describeSecret(secretId)).ARN).toBe(arn);
    }
  });

  it.each([
    { name: 'another case', secretId: () => 'console/Alice' },
    { name: 'another Region', secretId: (arn: string) => arn.replace('us-east-1', 'eu-west-1') },
    { name: 'another random ending', secretId: (arn: string) => arn.replace(/.{6}$/, '000000') },
  ])('is not found with $name', async ({ secretId }) => {
    const { arn } = fixture.aws.secrets.create({ name: 'console/alice', secretString: 'one' });
    expect(await failureOf(describeSecret(secretId(arn)))).toEqual(NOT_FOUND);
  });

  it('is taken for a full ARN where it ends in a hyphen and six characters', async () => {
    const { arn } = fixture.aws.secrets.create({ name: 'console-secret', secretString: 'one' });
    expect(await failureOf(describeSecret(arn.slice(0, -7)))).toEqual(NOT_FOUND);
    expect((await describeSecret(arn)).Name).toBe('console-secret');
  });

  it('gets another ARN when it is made again', () => {
    const { arn } = fixture.aws.secrets.create({ name: 'console/alice' });
    fixture.aws.secrets.deleteNow('console/alice');
    expect(fixture.aws.secrets.create({ name: 'console/alice' }).arn).not.toBe(arn);
  });
});

describe('DescribeSecret', () => {
  it('leaves out what is not there', async () => {
    fixture.aws.secrets.create({ name: 'console/alice', secretString: 'one' });
    const response = await sendSecretsManager(fixture.aws, 'DescribeSecret', id);
    const body = (await response.json()) as Record<string, unknown>;
    expect(Object.keys(body).sort()).toEqual(['ARN', 'CreatedDate', 'LastChangedDate', 'Name', 'VersionIdsToStages']);
    expect(typeof body.CreatedDate).toBe('number');
  });

  it('tells description, key and tags', async () => {
    fixture.aws.secrets.create({ name: 'console/alice', description: 'd', kmsKeyId: 'alias/k', tags: { a: 'b' } });
    const expected = { Description: 'd', KmsKeyId: 'alias/k', Tags: [{ Key: 'a', Value: 'b' }] };
    expect(await describeSecret()).toMatchObject(expected);
  });

  it('tells the day of the last access only', async () => {
    fixture.aws.secrets.create({ name: 'console/alice', secretString: 'one' });
    await getValue();
    const { LastAccessedDate } = await describeSecret();
    expect(LastAccessedDate!.getTime() % DAY).toBe(0);
  });

  it('needs a SecretId', async () => {
    const response = await sendSecretsManager(fixture.aws, 'DescribeSecret', {});
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: 'ValidationException' });
  });
});

describe('UpdateSecret', () => {
  const update = (input: Record<string, string>) =>
    fixture.secretsManager.send(new UpdateSecretCommand({ ...id, ...input }));

  it('makes a new version where a value is given, and none otherwise', async () => {
    const { versionId: former = '' } = fixture.aws.secrets.create({ name: 'console/alice', secretString: 'one' });
    expect(await update({ Description: 'new', KmsKeyId: 'key-1' })).not.toHaveProperty('VersionId');
    const { VersionId = '' } = await update({ SecretString: 'two' });
    expect(await describeSecret()).toMatchObject({
      Description: 'new',
      KmsKeyId: 'key-1',
      VersionIdsToStages: { [former]: ['AWSPREVIOUS'], [VersionId]: ['AWSCURRENT'] },
    });
  });
});

describe('DeleteSecret', () => {
  const remove = (input: { RecoveryWindowInDays?: number; ForceDeleteWithoutRecovery?: boolean } = {}) =>
    fixture.secretsManager.send(new DeleteSecretCommand({ ...id, ...input }));

  beforeEach(() => fixture.aws.secrets.create({ name: 'console/alice', secretString: 'one' }));

  it('schedules the deletion: DeletedDate is now, DeletionDate is when it happens', async () => {
    const calledAt = fixture.clock.now().getTime();
    const { DeletionDate } = await remove();
    const { DeletedDate } = await describeSecret();
    expect(Math.abs(DeletedDate!.getTime() - calledAt)).toBeLessThan(5000);
    expect(DeletionDate!.getTime() - DeletedDate!.getTime()).toBe(30 * DAY);
  });

  it('is final after the recovery window', async () => {
    await remove({ RecoveryWindowInDays: 7 });
    fixture.clock.advance(7 * DAY);
    expect(await failureOf(describeSecret())).toEqual(NOT_FOUND);
    fixture.aws.secrets.create({ name: 'console/alice', secretString: 'again' });
  });

  it('can be called off', async () => {
    await remove();
    await fixture.secretsManager.send(new RestoreSecretCommand(id));
    expect(await describeSecret()).not.toHaveProperty('DeletedDate');
    expect((await getValue()).SecretString).toBe('one');
  });

  it.each([
    { operation: 'GetSecretValue', input: {} },
    { operation: 'PutSecretValue', input: { SecretString: 'two' } },
    { operation: 'UpdateSecret', input: { Description: 'new' } },
    { operation: 'DeleteSecret', input: {} },
    { operation: 'TagResource', input: { Tags: [{ Key: 'a', Value: 'b' }] } },
    { operation: 'UpdateSecretVersionStage', input: { VersionStage: 'X', MoveToVersionId: randomUUID() } },
  ])('$operation does not work meanwhile', async ({ operation, input }) => {
    await remove();
    const response = await sendSecretsManager(fixture.aws, operation, { ...id, ...input });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      __type: 'InvalidRequestException',
      Message: "You can't perform this operation on the secret because it was marked for deletion.",
    });
  });

  it('by force is immediate, also while a deletion is scheduled and when repeated', async () => {
    await remove();
    await remove({ ForceDeleteWithoutRecovery: true });
    expect(await failureOf(describeSecret())).toEqual(NOT_FOUND);
    expect(await remove({ ForceDeleteWithoutRecovery: true })).toMatchObject({ Name: 'console/alice' });
  });

  it.each([
    { RecoveryWindowInDays: 6 },
    { RecoveryWindowInDays: 31 },
    { RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true },
  ])('refuses %p', async (input) => {
    expect(await failureOf(remove(input))).toMatchObject({ name: 'InvalidParameterException', status: 400 });
  });

  it('of a secret that is not there finds nothing', async () => {
    fixture.aws.secrets.deleteNow('console/alice');
    expect(await failureOf(remove())).toEqual(NOT_FOUND);
  });
});

it('adds and removes tags', async () => {
  fixture.aws.secrets.create({ name: 'console/alice', tags: { a: '1' } });
  await fixture.secretsManager.send(new TagResourceCommand({ ...id, Tags: [{ Key: 'b', Value: '2' }] }));
  await fixture.secretsManager.send(new UntagResourceCommand({ ...id, TagKeys: ['a'] }));
  expect((await describeSecret()).Tags).toEqual([{ Key: 'b', Value: '2' }]);
});

it('knows no resource policy', async () => {
  const { arn } = fixture.aws.secrets.create({ name: 'console/alice' });
  const { ARN, ResourcePolicy } = await fixture.secretsManager.send(new GetResourcePolicyCommand(id));
  expect({ ARN, ResourcePolicy }).toEqual({ ARN: arn, ResourcePolicy: undefined });
});
