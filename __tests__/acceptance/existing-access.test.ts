import { alice, endScene, FIRST, operations, type Scene, SECOND, startScene, unwrapped } from '../support/scene';

const ADDRESS = 'iam_login_profile.alice';
const WRITES = /GetSecretValue|iam:(Create|Update|Delete)/;

describe('access that exists already, and access that stays', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await startScene();
  });

  afterEach(() => endScene(scene));

  test('existing_profile "adopt" says so at plan and sets the password, in at most seven calls', async () => {
    const { aws, workspace } = scene;
    aws.loginProfiles.create({ userName: 'alice', password: SECOND });
    await workspace.init(alice());
    aws.journal.clear();
    const result = await workspace.apply();
    expect(result.code).toBe(0);
    expect(unwrapped(result.output)).toContain("replace its password by the secret's");
    expect(operations(aws).length).toBeLessThanOrEqual(7);
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });

  test('existing_profile "trust" records the version and sends no password; the next rotation is sent', async () => {
    const { aws, workspace } = scene;
    aws.loginProfiles.create({ userName: 'alice', password: SECOND });
    await workspace.init(alice('existing_profile = "trust"'));
    aws.journal.clear();
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(operations(aws, WRITES)).toEqual([]);
    expect(workspace.stateOf(ADDRESS)).toMatchObject({ sync_status: 'in_sync', password_applied_at: null });
    expect(aws.signIn('alice', SECOND).outcome).toBe('signed-in');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
    aws.secrets.putValue('console/alice', FIRST);
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
  });

  test('on_destroy "retain" leaves the access and says so', async () => {
    const { aws, workspace } = scene;
    await workspace.init(alice('on_destroy = "retain"'));
    await workspace.apply();
    const result = await workspace.destroy();
    expect(result.code).toBe(0);
    expect(unwrapped(result.output)).toContain('on_destroy is "retain"');
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
  });

  test('a renamed user keeps the password: nothing is sent', async () => {
    const { aws, workspace } = scene;
    await workspace.init(alice());
    await workspace.apply();
    await workspace.plan('-out=unused');
    workspace.write(alice().replace('user_name = "alice"', 'user_name = "alice.smith"'));
    const planned = await workspace.plan('-out=rename');
    expect(planned.output).toContain('0 to add, 1 to change, 0 to destroy');
    aws.users.rename('alice', { newUserName: 'alice.smith' });
    aws.journal.clear();
    expect(await workspace.apply('rename')).toMatchObject({ code: 0 });
    expect(operations(aws, WRITES)).toEqual([]);
    expect(aws.signIn('alice.smith', FIRST).outcome).toBe('signed-in');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });

  test('another user gets the password, and the former one loses access', async () => {
    const { aws, workspace } = scene;
    aws.users.create({ userName: 'bob' });
    await workspace.init(alice());
    await workspace.apply();
    workspace.write(alice().replace('user_name = "alice"', 'user_name = "bob"'));
    expect((await workspace.apply()).output).toContain('0 added, 1 changed, 0 destroyed');
    expect(aws.signIn('bob', FIRST).outcome).toBe('signed-in');
    expect(aws.loginProfiles.get('alice')).toBeUndefined();
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });

  test('where the former access cannot be removed, state holds the new user and the error says what remains', async () => {
    const { aws, workspace } = scene;
    aws.users.create({ userName: 'bob' });
    await workspace.init(alice());
    await workspace.apply();
    workspace.write(alice().replace('user_name = "alice"', 'user_name = "bob"'));
    aws.faults.add({ operation: 'iam:DeleteLoginProfile', fault: { kind: 'error', code: 'AccessDenied' } });
    const result = await workspace.apply();
    expect(result.code).toBe(1);
    expect(unwrapped(result.output)).toContain('aws iam delete-login-profile --user-name alice');
    expect(workspace.stateOf(ADDRESS)).toMatchObject({ user_name: 'bob', id: 'bob' });
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });

  test.each(['', 'lifecycle { create_before_destroy = true }'])('-replace ends with access (%s)', async (lifecycle) => {
    const { aws, workspace } = scene;
    await workspace.init(alice(lifecycle));
    await workspace.apply();
    const result = await workspace.apply('-replace=iam_login_profile.alice');
    expect(result.code).toBe(0);
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });

  test('a user that becomes visible late is waited for', async () => {
    const { aws, workspace } = scene;
    await workspace.init(alice());
    aws.faults.add({
      operation: 'iam:GetUser',
      times: 3,
      fault: { kind: 'error', code: 'NoSuchEntity', message: 'The user with name alice cannot be found.' },
    });
    aws.faults.add({
      operation: 'iam:CreateLoginProfile',
      times: 2,
      fault: { kind: 'error', code: 'NoSuchEntity', message: 'The user with name alice cannot be found.' },
    });
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
  });
});
