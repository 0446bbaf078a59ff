import { randomUUID } from 'node:crypto';
import {
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { DAY, failureOf, sendSecretsManager, useLocalAws } from './support';

const fixture = useLocalAws();
const id = { SecretId: 'console/alice' };
let first: string;

beforeEach(() => {
  first = fixture.aws.secrets.create({ name: 'console/alice', secretString: 'one', kmsKeyId: 'key-1' }).versionId!;
});

const stages = () => fixture.aws.secrets.require('console/alice').versionIdsToStages();
const put = (input: { ClientRequestToken?: string; SecretString?: string; VersionStages?: string[] }) =>
  fixture.secretsManager.send(new PutSecretValueCommand({ ...id, ...input }));
const get = (input: { VersionId?: string; VersionStage?: string } = {}) =>
  fixture.secretsManager.send(new GetSecretValueCommand({ ...id, ...input }));
const moveStage = (input: { VersionStage: string; RemoveFromVersionId?: string; MoveToVersionId?: string }) =>
  fixture.secretsManager.send(new UpdateSecretVersionStageCommand({ ...id, ...input }));

describe('PutSecretValue', () => {
  it('moves AWSCURRENT to the new version and AWSPREVIOUS to the former', async () => {
    const second = await put({ SecretString: 'two' });
    expect(second.VersionStages).toEqual(['AWSCURRENT']);
    expect(stages()).toEqual({ [first]: ['AWSPREVIOUS'], [second.VersionId!]: ['AWSCURRENT'] });
    const third = await put({ SecretString: 'three' });
    expect(stages()).toEqual({ [second.VersionId!]: ['AWSPREVIOUS'], [third.VersionId!]: ['AWSCURRENT'] });
  });

  it('with labels of its own leaves AWSCURRENT alone', async () => {
    const { VersionId, VersionStages } = await put({ SecretString: 'two', VersionStages: ['AWSPENDING', 'blue'] });
    expect(VersionStages).toEqual(['AWSPENDING', 'blue']);
    expect(stages()).toEqual({ [first]: ['AWSCURRENT'], [VersionId!]: ['AWSPENDING', 'blue'] });
    expect((await get()).SecretString).toBe('one');
  });

  it('is done once with the same token and value, and may add labels', async () => {
    const token = { ClientRequestToken: randomUUID(), SecretString: 'two' };
    await put(token);
    await put(token);
    expect(fixture.aws.secrets.require('console/alice').versions()).toHaveLength(2);
    const { VersionStages } = await put({ ...token, VersionStages: ['blue'] });
    expect(VersionStages).toEqual(['AWSCURRENT', 'blue']);
  });

  it('refuses another value for the same token', async () => {
    const failure = await failureOf(put({ ClientRequestToken: first, SecretString: 'two' }));
    expect(failure).toMatchObject({ name: 'ResourceExistsException', status: 400 });
    expect(failure.message).not.toContain('two ');
  });

  it.each([
    { name: 'no value', input: {}, error: 'InvalidRequestException' },
    { name: 'an empty value', input: { SecretString: '' }, error: 'ValidationException' },
    { name: 'a short token', input: { SecretString: 'two', ClientRequestToken: 'x' }, error: 'ValidationException' },
    {
      name: '21 labels',
      input: { SecretString: 'two', VersionStages: Array.from({ length: 21 }, (_, at) => `label-${at}`) },
      error: 'ValidationException',
    },
  ])('refuses $name', async ({ input, error }) => {
    expect(await failureOf(put(input))).toMatchObject({ name: error, status: 400 });
    expect(stages()).toEqual({ [first]: ['AWSCURRENT'] });
  });
});

describe('GetSecretValue', () => {
  it('answers text as text and bytes as bytes, never both', async () => {
    expect(await get()).not.toHaveProperty('SecretBinary');
    fixture.aws.secrets.putValue('console/alice', Buffer.from([0, 255]));
    const binary = await get();
    expect(binary).not.toHaveProperty('SecretString');
    expect([...binary.SecretBinary!]).toEqual([0, 255]);
  });

  it('reads a version by id, by label, or by both where they fit', async () => {
    const second = fixture.aws.secrets.putValue('console/alice', 'two');
    expect((await get({ VersionId: first })).SecretString).toBe('one');
    expect((await get({ VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('one');
    expect((await get({ VersionId: second, VersionStage: 'AWSCURRENT' })).SecretString).toBe('two');
  });

  it('reads a version without a label, whose VersionStages are left out', async () => {
    fixture.aws.secrets.putValue('console/alice', 'two');
    fixture.aws.secrets.putValue('console/alice', 'three');
    const response = await sendSecretsManager(fixture.aws, 'GetSecretValue', { ...id, VersionId: first });
    const body = await response.json();
    expect(body).toMatchObject({ SecretString: 'one', VersionId: first });
    expect(body).not.toHaveProperty('VersionStages');
  });

  const UNKNOWN = 'f'.repeat(32);
  it.each([
    {
      name: 'a label nobody carries',
      input: () => ({ VersionStage: 'AWSPENDING' }),
      error: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret value for staging label: AWSPENDING",
    },
    {
      name: 'an unknown version',
      input: () => ({ VersionId: UNKNOWN }),
      error: 'ResourceNotFoundException',
      message: `Secrets Manager can't find the specified secret value for VersionId: ${UNKNOWN}`,
    },
    {
      name: 'a version that does not carry the label',
      input: () => ({ VersionId: first, VersionStage: 'AWSPREVIOUS' }),
      error: 'InvalidRequestException',
      message: 'You provided a VersionStage that is not associated to the provided VersionId.',
    },
  ])('refuses $name', async ({ input, error, message }) => {
    expect(await failureOf(get(input()))).toEqual({ name: error, status: 400, message });
  });
});

describe('a KMS key', () => {
  it('that the caller may not use stops reading and writing, but not describing', async () => {
    fixture.aws.kms.denied.add('key-1');
    const denied = { name: 'AccessDeniedException', status: 400, message: 'Access to KMS is not allowed' };
    expect(await failureOf(get())).toEqual(denied);
    expect(await failureOf(put({ SecretString: 'two' }))).toEqual(denied);
    const described = await sendSecretsManager(fixture.aws, 'DescribeSecret', id);
    expect(described.status).toBe(200);
  });

  it('that is disabled fails to decrypt and to encrypt', async () => {
    fixture.aws.kms.disabled.add('key-1');
    expect(await failureOf(get())).toMatchObject({
      name: 'DecryptionFailure',
      message: expect.stringMatching('key-1'),
    });
    expect(await failureOf(put({ SecretString: 'two' }))).toMatchObject({ name: 'EncryptionFailure', status: 400 });
  });

  it('is not asked for where the secret has none of its own', async () => {
    fixture.aws.kms.denied.add('key-1');
    fixture.aws.secrets.create({ name: 'other', secretString: 'one' });
    await fixture.secretsManager.send(new GetSecretValueCommand({ SecretId: 'other' }));
  });
});

describe('UpdateSecretVersionStage', () => {
  it('moves AWSCURRENT back, and AWSPREVIOUS to where it was', async () => {
    const second = fixture.aws.secrets.putValue('console/alice', 'two');
    const { lastChangedDate } = fixture.aws.secrets.require('console/alice');
    fixture.clock.advance(1000);
    await moveStage({ VersionStage: 'AWSCURRENT', RemoveFromVersionId: second, MoveToVersionId: first });
    expect(stages()).toEqual({ [first]: ['AWSCURRENT'], [second]: ['AWSPREVIOUS'] });
    expect(fixture.aws.secrets.require('console/alice').lastChangedDate > lastChangedDate).toBe(true);
  });

  it('attaches a free label and detaches it again', async () => {
    await moveStage({ VersionStage: 'blue', MoveToVersionId: first });
    expect(stages()).toEqual({ [first]: ['AWSCURRENT', 'blue'] });
    await moveStage({ VersionStage: 'blue', RemoveFromVersionId: first });
    expect(stages()).toEqual({ [first]: ['AWSCURRENT'] });
  });

  it('succeeds where the label is there already', async () => {
    await moveStage({ VersionStage: 'AWSCURRENT', MoveToVersionId: first });
  });

  it('stops at twenty labels on a version', async () => {
    const labels = Array.from({ length: 19 }, (_, at) => `label-${at}`);
    for (const label of labels) fixture.aws.secrets.moveStage('console/alice', label, first);
    expect(await failureOf(moveStage({ VersionStage: 'one-more', MoveToVersionId: first }))).toMatchObject({
      name: 'LimitExceededException',
      status: 400,
    });
  });

  const UNKNOWN = 'f'.repeat(32);
  it.each([
    {
      name: 'to take a label from a version that was not named',
      input: (second: string) => ({ VersionStage: 'AWSPREVIOUS', MoveToVersionId: second }),
      error: 'InvalidParameterException',
      message: /AWSPREVIOUS is currently attached to version/,
    },
    {
      name: 'to take a label from a version that does not have it',
      input: (second: string) => ({ VersionStage: 'blue', RemoveFromVersionId: second }),
      error: 'InvalidParameterException',
      message: /is not attached to version/,
    },
    {
      name: 'to detach AWSCURRENT',
      input: (second: string) => ({ VersionStage: 'AWSCURRENT', RemoveFromVersionId: second }),
      error: 'InvalidParameterException',
      message: /can only move staging label AWSCURRENT/,
    },
    {
      name: 'an unknown version',
      input: () => ({ VersionStage: 'blue', MoveToVersionId: UNKNOWN }),
      error: 'ResourceNotFoundException',
      message: /for VersionId: f{32}$/,
    },
    {
      name: 'neither version',
      input: () => ({ VersionStage: 'blue' }),
      error: 'InvalidParameterException',
      message: /MoveToVersionId, RemoveFromVersionId or both/,
    },
  ])('refuses $name', async ({ input, error, message }) => {
    const second = fixture.aws.secrets.putValue('console/alice', 'two');
    const failure = await failureOf(moveStage(input(second)));
    expect(failure).toEqual({ name: error, status: 400, message: expect.stringMatching(message) });
    expect(stages()).toEqual({ [first]: ['AWSPREVIOUS'], [second]: ['AWSCURRENT'] });
  });
});

describe('ListSecretVersionIds', () => {
  const list = (input: { IncludeDeprecated?: boolean; MaxResults?: number; NextToken?: string } = {}) =>
    fixture.secretsManager.send(new ListSecretVersionIdsCommand({ ...id, ...input }));

  it('lists labelled versions, and the others where asked to', async () => {
    const second = fixture.aws.secrets.putValue('console/alice', 'two');
    const third = fixture.aws.secrets.putValue('console/alice', 'three');
    const idsOf = async (includeDeprecated: boolean) => {
      const { Versions } = await list({ IncludeDeprecated: includeDeprecated });
      return Versions!.map(({ VersionId }) => VersionId);
    };
    expect(await idsOf(false)).toEqual([second, third]);
    expect(await idsOf(true)).toEqual([first, second, third]);
  });

  it('goes page by page', async () => {
    fixture.aws.secrets.putValue('console/alice', 'two');
    const page = await list({ MaxResults: 1 });
    expect(page.Versions).toMatchObject([{ VersionId: first, VersionStages: ['AWSPREVIOUS'], KmsKeyIds: ['key-1'] }]);
    const last = await list({ MaxResults: 1, NextToken: page.NextToken! });
    expect(last.Versions).toHaveLength(1);
    expect(last.NextToken).toBeUndefined();
  });

  it('refuses a token it never gave', async () => {
    expect(await failureOf(list({ NextToken: 'x' }))).toMatchObject({ name: 'InvalidNextTokenException', status: 400 });
  });
});

describe('versions without a label', () => {
  const putMany = (count: number) => {
    for (let at = 0; at < count; at += 1) fixture.aws.secrets.putValue('console/alice', `value ${at}`);
  };
  const count = () => fixture.aws.secrets.require('console/alice').versions().length;

  it('go when there are more than a hundred, oldest first, but never within a day', () => {
    putMany(119);
    expect(count()).toBe(120);
    fixture.clock.advance(DAY);
    putMany(1);
    expect(count()).toBe(100);
    expect(fixture.aws.secrets.require('console/alice').version(first)).toBeUndefined();
  });

  it('are not found by id once they are gone', async () => {
    putMany(2);
    fixture.aws.secrets.pruneVersion('console/alice', first);
    expect(await failureOf(get({ VersionId: first }))).toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('outlive any number of others where they carry a label', () => {
    fixture.aws.secrets.moveStage('console/alice', 'keep', first);
    putMany(119);
    fixture.clock.advance(DAY);
    putMany(1);
    expect(fixture.aws.secrets.require('console/alice').version(first)).toBeDefined();
  });
});
