import { CreateUserCommand, GetLoginProfileCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Moto, startMoto } from '../support/moto';
import { alice, FIRST, SECOND } from '../support/scene';
import { Workspace } from '../support/workspace';

/**
 * The plumbing once more against moto, which others wrote. Creation dates, the reset flag, password rules and error
 * codes are left out: there moto is known to differ from AWS.
 */
describe('against moto', () => {
  let moto: Moto;
  let workspace: Workspace;

  beforeAll(async () => {
    const started = await startMoto();
    if (started === undefined)
      throw new Error(
        'moto_server was not found. Install it (pip install "moto[server]"), or leave this test out with --testPathIgnorePatterns moto.',
      );
    moto = started;
    workspace = new Workspace(moto.environment);
  });

  afterAll(async () => {
    workspace.close();
    await moto.stop();
  });

  test('creates, plans nothing, rotates and destroys', async () => {
    const options = {
      endpoint: moto.environment.AWS_ENDPOINT_URL,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
    };
    const iam = new IAMClient(options);
    const secrets = new SecretsManagerClient(options);
    await iam.send(new CreateUserCommand({ UserName: 'alice' }));
    await secrets.send(new CreateSecretCommand({ Name: 'console/alice', SecretString: FIRST }));

    await workspace.init(alice());
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(await workspace.plan()).toMatchObject({ code: 0 });
    const { VersionId } = await secrets.send(
      new PutSecretValueCommand({ SecretId: 'console/alice', SecretString: SECOND }),
    );
    expect(await workspace.plan()).toMatchObject({ code: 2 });
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(workspace.stateOf('iam_login_profile.alice')?.secret_version_id).toBe(VersionId);
    expect(await workspace.plan()).toMatchObject({ code: 0 });
    expect(await workspace.destroy()).toMatchObject({ code: 0 });
    await expect(iam.send(new GetLoginProfileCommand({ UserName: 'alice' }))).rejects.toMatchObject({
      Code: 'NoSuchEntity',
    });
  });
});
