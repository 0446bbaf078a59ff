import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alice, endScene, FIRST, operations, type Scene, SECOND, startScene, unwrapped } from '../support/scene';

const ADDRESS = 'iam_login_profile.alice';
const SENT = /GetSecretValue|iam:(Create|Update|Delete)/;
const IMPORT = `import {\n  to = ${ADDRESS}\n  id = "alice"\n}\n`;

describe('import', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await startScene();
    scene.aws.loginProfiles.create({ userName: 'alice', password: SECOND });
  });

  afterEach(() => endScene(scene));

  test('the command takes the login profile into state and sends nothing', async () => {
    const { aws, workspace } = scene;
    await workspace.init(alice());
    expect(await workspace.terraform('import', '-no-color', ADDRESS, 'alice')).toMatchObject({ code: 0 });
    expect(operations(aws, SENT)).toEqual([]);
    expect(workspace.stateOf(ADDRESS)).toMatchObject({
      id: 'alice',
      user_id: aws.users.require('alice').userId,
      sync_status: 'unverified',
      secret_id: null,
    });
  });

  test.each(['adopt', 'fail'])('the next apply sends the password where existing_profile is "%s"', async (existing) => {
    const { aws, workspace } = scene;
    await workspace.init(`${IMPORT}${alice(`existing_profile = "${existing}"`)}`);
    const plan = await workspace.plan();
    expect(plan.output).toContain('1 to import, 0 to add, 1 to change, 0 to destroy');
    expect(plan.output).toMatch(/sync_status\s+= "unverified" -> "in_sync"/);
    expect(operations(aws, SENT)).toEqual([]);
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(operations(aws, SENT)).toEqual(['secretsmanager:GetSecretValue', 'iam:UpdateLoginProfile']);
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });

  test('with "trust" no password is ever sent for it, until the secret gets a new version', async () => {
    const { aws, workspace } = scene;
    await workspace.init(`${IMPORT}${alice('existing_profile = "trust"')}`);
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(operations(aws, SENT)).toEqual([]);
    expect(workspace.stateOf(ADDRESS)).toMatchObject({ sync_status: 'in_sync', password_applied_at: null });
    expect(await workspace.plan()).toMatchObject({ code: 0 });
    expect(aws.signIn('alice', SECOND).outcome).toBe('signed-in');
    aws.secrets.putValue('console/alice', FIRST);
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
  });

  test('with "trust" a configured flag is sent alone', async () => {
    const { aws, workspace } = scene;
    await workspace.init(`${IMPORT}${alice('existing_profile = "trust"', 'password_reset_required = true')}`);
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(operations(aws, SENT)).toEqual(['iam:UpdateLoginProfile']);
    expect(aws.signIn('alice', SECOND).outcome).toBe('password-reset-required');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });

  test('configuration can be generated; only the secret has to be filled in', async () => {
    const { workspace } = scene;
    await workspace.init(IMPORT);
    await workspace.plan('-generate-config-out=generated.tf');
    const file = join(workspace.stack, 'generated.tf');
    expect(existsSync(file)).toBe(true);
    const generated = readFileSync(file, 'utf8');
    expect(generated).toMatch(/user_name\s+= "alice"/);
    expect(generated).toMatch(/secret_id\s+= null/);
    writeFileSync(file, generated.replace(/secret_id(\s+)= null/, 'secret_id$1= "console/alice"'));
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });

  test.each([
    ['an unknown user', 'nobody', 'Cannot import non-existent remote object'],
    ['an empty name', '', 'Import needs an id'],
    ['what is no user name', 'alice smith', 'Invalid IAM user name'],
  ])('%s is refused', async (_what, id, says) => {
    await scene.workspace.init(alice());
    const result = await scene.workspace.terraform('import', '-no-color', ADDRESS, id);
    expect(result.code).toBe(1);
    expect(unwrapped(result.output)).toContain(says);
  });
});

describe('a JSON secret', () => {
  let scene: Scene;
  const object = (password: string, port: number) => JSON.stringify({ password, port });

  beforeEach(async () => {
    scene = await startScene(object(FIRST, 1));
    await scene.workspace.init(alice('secret_json_key = "password"'));
    await scene.workspace.apply();
  });

  afterEach(() => endScene(scene));

  test('that changes elsewhere is recorded and not sent', async () => {
    const { aws, workspace } = scene;
    const appliedAt = workspace.stateOf(ADDRESS)?.password_applied_at;
    const versionId = aws.secrets.putValue('console/alice', object(FIRST, 2));
    aws.journal.clear();
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(operations(aws, SENT)).toEqual(['secretsmanager:GetSecretValue', 'secretsmanager:GetSecretValue']);
    expect(workspace.stateOf(ADDRESS)).toMatchObject({ secret_version_id: versionId, password_applied_at: appliedAt });
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });

  test('whose key changes is sent', async () => {
    const { aws, workspace } = scene;
    aws.secrets.putValue('console/alice', object(SECOND, 1));
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(aws.signIn('alice', SECOND).outcome).toBe('signed-in');
  });

  test('whose former version is gone is sent, since nobody can tell', async () => {
    const { aws, workspace } = scene;
    const former = String(workspace.stateOf(ADDRESS)?.secret_version_id);
    aws.secrets.putValue('console/alice', object(FIRST, 2));
    aws.secrets.putValue('console/alice', object(FIRST, 3));
    aws.secrets.pruneVersion('console/alice', former);
    aws.journal.clear();
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(operations(aws, /UpdateLoginProfile/)).toHaveLength(1);
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });

  test('that changes elsewhere while the flag changes sends the flag alone', async () => {
    const { aws, workspace } = scene;
    aws.secrets.putValue('console/alice', object(FIRST, 2));
    workspace.write(alice('secret_json_key = "password"', 'password_reset_required = true'));
    aws.journal.clear();
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(aws.journal.calls({ operation: 'iam:UpdateLoginProfile' })).toMatchObject([{ passwordGiven: false }]);
    expect(aws.signIn('alice', FIRST).outcome).toBe('password-reset-required');
  });
});
