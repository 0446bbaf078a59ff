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
    expect(operations(aws, /^(?!sts:)/).length).toBeLessThanOrEqual(7);
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });

  test('existing_profile "trust" records the version and sends no password; the next rotation is sent', async () => {
    const { aws, workspace } = scene;
    aws.loginProfiles.create({ userName: 'alice', password: SECOND });
    await workspace.init(alice('existing_profile = "trust"'));
    aws.journal.clear();
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(operations(aws, /^(?!sts:)/).length).toBeLessThanOrEqual(7);
    expect(operations(aws, WRITES)).toEqual([]);
    expect(workspace.stateOf(ADDRESS)).toMatchObject({ sync_status: 'in_sync', password_applied_at: null });
    expect(aws.signIn('alice', SECOND).outcome).toBe('signed-in');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
    aws.secrets.putValue('console/alice', FIRST);
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
  });

  test('"trust" with a flag that differs sends the flag alone, in at most seven calls', async () => {
    const { aws, workspace } = scene;
    aws.loginProfiles.create({ userName: 'alice', password: SECOND });
    await workspace.init(alice('existing_profile = "trust"', 'password_reset_required = true'));
    aws.journal.clear();
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(aws.journal.calls({ operation: 'iam:UpdateLoginProfile' })).toMatchObject([{ passwordGiven: false }]);
    expect(operations(aws, /^(?!sts:)/).length).toBeLessThanOrEqual(7);
    expect(aws.signIn('alice', SECOND).outcome).toBe('password-reset-required');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
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

  test.each([
    ['adopt', ''],
    ['adopt', 'lifecycle { create_before_destroy = true }'],
    ['trust', 'lifecycle { create_before_destroy = true }'],
  ])('-replace ends with access (%s, %s)', async (existing, lifecycle) => {
    const { aws, workspace } = scene;
    aws.loginProfiles.create({ userName: 'alice', password: FIRST });
    await workspace.init(alice(`existing_profile = "${existing}"`, lifecycle));
    await workspace.apply();
    const result = await workspace.apply('-replace=iam_login_profile.alice');
    expect(result.code).toBe(0);
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });

  describe('several resources that change their users in one apply', () => {
    const USERS = ['alice', 'bob', 'carol', 'dave'];
    const listed = (...users: string[]): string => `
      resource "iam_login_profile" "listed" {
        count     = ${users.length}
        user_name = ${JSON.stringify(users)}[count.index]
        secret_id = "console/\${count.index}"
      }`;

    beforeEach(async () => {
      for (const user of USERS.slice(1)) scene.aws.users.create({ userName: user });
      for (const index of [0, 1, 2]) {
        scene.aws.secrets.create({ name: `console/${index}`, secretString: `${FIRST}${index}` });
      }
    });

    test.each([
      ['swap', ['alice', 'bob'], ['bob', 'alice']],
      ['shift', ['alice', 'bob', 'carol'], ['bob', 'carol', 'dave']],
      ['shift back', ['bob', 'carol', 'dave'], ['alice', 'bob', 'carol']],
      ['rotate', ['alice', 'bob', 'carol'], ['carol', 'alice', 'bob']],
    ])('%s: everybody listed has the password of their place, nobody else has access', async (_what, before, after) => {
      const { aws, workspace } = scene;
      await workspace.init(listed(...before));
      expect(await workspace.apply()).toMatchObject({ code: 0 });
      workspace.write(listed(...after));
      expect(await workspace.apply()).toMatchObject({ code: 0 });
      const places = USERS.map((user) => (aws.loginProfiles.get(user) === undefined ? -1 : after.indexOf(user)));
      expect(places).toEqual(USERS.map((user) => after.indexOf(user)));
      for (const [index, user] of after.entries())
        expect(aws.signIn(user, `${FIRST}${index}`).outcome).toBe('signed-in');
      expect(await workspace.plan()).toMatchObject({ code: 0 });
    });
  });

  test('a user renamed before the plan counts as gone, and plan says how to keep the password', async () => {
    const { aws, workspace } = scene;
    await workspace.init(alice());
    await workspace.apply();
    aws.users.rename('alice', { newUserName: 'alice.smith' });
    const renamed = alice('existing_profile = "trust"').replace('= "alice"', '= "alice.smith"');
    workspace.write(renamed);
    expect(unwrapped((await workspace.plan()).output)).toContain('import the login profile by it');
    workspace.write(`import {\n  to = ${ADDRESS}\n  id = "alice.smith"\n}\n${renamed}`);
    await workspace.terraform('state', 'rm', ADDRESS);
    aws.journal.clear();
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(operations(aws, WRITES)).toEqual([]);
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
