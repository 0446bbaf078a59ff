import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { GetUserCommand } from '@aws-sdk/client-iam';
import { DescribeSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientsFor, failureOf, useLocalAws } from './support';

const HUB = '111122223333';
const OTHER = '222233334444';

const fixture = useLocalAws();

describe('accounts behind one endpoint', () => {
  it('are chosen by the keys of a call, and share nothing', async () => {
    const other = fixture.aws.inAccount(OTHER);
    other.users.create({ userName: 'alice' });
    const { iam } = clientsFor(fixture.aws, other.credentials);
    const { User } = await iam.send(new GetUserCommand({ UserName: 'alice' }));
    expect(User?.Arn).toBe(`arn:aws:iam::${OTHER}:user/alice`);
    expect(await failureOf(fixture.iam.send(new GetUserCommand({ UserName: 'alice' })))).toMatchObject({ status: 404 });
    expect(fixture.aws.journal.entries.map(({ account }) => account)).toEqual([OTHER, HUB]);
  });

  it('are the same however often they are asked for, and have twelve digits', () => {
    expect(fixture.aws.inAccount(OTHER)).toBe(fixture.aws.inAccount(OTHER));
    expect(fixture.aws.inAccount(HUB)).toBe(fixture.aws);
    expect(() => fixture.aws.inAccount('12')).toThrow('An account id is twelve digits, not "12".');
  });

  it('keep secrets apart by the Region of the signature', async () => {
    fixture.aws.secretsIn('eu-west-1').create({ name: 'console/alice', secretString: 'one' });
    const { endpoint, credentials } = fixture.aws;
    const there = new SecretsManagerClient({ endpoint, credentials, region: 'eu-west-1' });
    const command = () => new GetSecretValueCommand({ SecretId: 'console/alice' });
    expect((await there.send(command())).ARN).toContain(`:eu-west-1:${HUB}:`);
    expect(await failureOf(fixture.secretsManager.send(command()))).toMatchObject({
      name: 'ResourceNotFoundException',
    });
    expect(fixture.aws.journal.entries.map(({ region }) => region)).toEqual(['eu-west-1', 'us-east-1']);
  });
});

describe('a role of another account', () => {
  const RoleArn = `arn:aws:iam::${OTHER}:role/Deploy`;
  const assume = () => fixture.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'ci' }));

  it.each([
    ['nobody but its own account, unless told otherwise', undefined],
    ['a third account', ['333344445555']],
    ['another user', [`arn:aws:iam::${HUB}:user/somebody`]],
  ])('is denied where it trusts %s', async (_what, trusts) => {
    fixture.aws.inAccount(OTHER).roles.create({ roleName: 'Deploy', trusts });
    expect(await failureOf(assume())).toMatchObject({ name: 'AccessDenied', status: 403 });
  });

  it.each([
    ['the account', HUB],
    ['the user', `arn:aws:iam::${HUB}:user/local-admin`],
  ])('gives a session in its account where it trusts %s', async (_what, principal) => {
    fixture.aws.inAccount(OTHER).roles.create({ roleName: 'Deploy', trusts: [principal] });
    expect((await assume()).AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${OTHER}:assumed-role/Deploy/ci`);
  });
});

describe('a secret of another account', () => {
  const create = (kmsKeyId?: string) =>
    fixture.aws.inAccount(OTHER).secrets.create({ name: 'console/alice', secretString: 'one', kmsKeyId }).arn;
  const read = (SecretId: string) => fixture.secretsManager.send(new GetSecretValueCommand({ SecretId }));

  it('is denied in words that name action and ARN, whether it is there or not', async () => {
    for (const arn of [create('alias/console'), `arn:aws:secretsmanager:us-east-1:${OTHER}:secret:none-AbCdEf`]) {
      expect(await failureOf(read(arn))).toEqual({
        name: 'AccessDeniedException',
        status: 400,
        message:
          `User: arn:aws:iam::${HUB}:user/local-admin is not authorized to perform: secretsmanager:GetSecretValue ` +
          `on resource: ${arn} because no resource-based policy allows the secretsmanager:GetSecretValue action`,
      });
    }
  });

  it('can be read by its full ARN where it is shared', async () => {
    const arn = create('alias/console');
    fixture.aws.inAccount(OTHER).secrets.share(arn, HUB);
    expect((await read(arn)).SecretString).toBe('one');
    expect(await failureOf(read(arn.slice(0, -7)))).toMatchObject({ name: 'AccessDeniedException' });
  });

  it('can be described but not read under the default key of its account', async () => {
    const arn = create();
    fixture.aws.inAccount(OTHER).secrets.share('console/alice', HUB);
    await fixture.secretsManager.send(new DescribeSecretCommand({ SecretId: arn }));
    expect(await failureOf(read(arn))).toMatchObject({
      name: 'InvalidRequestException',
      message: expect.stringContaining('default KMS service key'),
    });
  });
});
