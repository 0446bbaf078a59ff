import { readablePlan } from '../support/readable-plan';
import { alice, endScene, FIRST, operations, type Scene, SECOND, startScene, THIRD, unwrapped } from '../support/scene';

const ADDRESS = 'iam_login_profile.alice';

describe('iam_login_profile, drift', () => {
  let scene: Scene;

  async function applied(...lines: string[]): Promise<void> {
    await scene.workspace.init(alice(...lines));
    const result = await scene.workspace.apply();
    if (result.code !== 0) throw new Error(result.output);
  }

  beforeEach(async () => {
    scene = await startScene();
  });

  afterEach(() => endScene(scene));

  test('a deleted login profile is created again', async () => {
    const { aws, workspace } = scene;
    await applied();
    aws.loginProfiles.delete('alice');
    const plan = await workspace.plan();
    expect(plan.output).toContain('1 to add, 0 to change');
    expect(readablePlan(plan.output)).toMatchSnapshot();
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });

  test('a recreated login profile gets the password again, and a refresh-only apply in between loses nothing', async () => {
    const { aws, workspace } = scene;
    await applied();
    scene.secondsPass(2);
    aws.loginProfiles.recreate({ userName: 'alice', password: THIRD });
    const plan = await workspace.plan();
    expect(plan.output).toMatch(/sync_status\s+= "recreated" -> "in_sync"/);
    expect(unwrapped(plan.output)).toContain('"alice" was deleted and made again outside of Terraform');
    expect(readablePlan(plan.output)).toMatchSnapshot();
    expect(await workspace.apply('-refresh-only')).toMatchObject({ code: 0 });
    expect(workspace.stateOf(ADDRESS)?.sync_status).toBe('recreated');
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });

  test('a user made again under the same name is recreated, with the new unique id in state', async () => {
    const { aws, workspace } = scene;
    await applied();
    aws.loginProfiles.delete('alice');
    aws.users.delete('alice');
    scene.secondsPass(2);
    const { userId } = aws.users.create({ userName: 'alice' });
    aws.loginProfiles.create({ userName: 'alice', password: THIRD });
    const plan = await workspace.plan();
    expect(plan.output).toMatch(/sync_status\s+= "recreated" -> "in_sync"/);
    expect(readablePlan(plan.output)).toMatchSnapshot();
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(workspace.stateOf(ADDRESS)).toMatchObject({ user_id: userId, sync_status: 'in_sync' });
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
  });

  test('what the person chose after a forced reset is accepted', async () => {
    const { aws, workspace } = scene;
    await applied('password_reset_required = true');
    expect(aws.signIn('alice', FIRST).outcome).toBe('password-reset-required');
    aws.loginProfiles.changePassword('alice', FIRST, SECOND);
    const plan = await workspace.plan();
    expect(plan.code).toBe(0);
    expect(unwrapped(plan.output)).toContain('was asked for a new password and has chosen one');
    expect(readablePlan(plan.output)).toMatchSnapshot();
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(workspace.stateOf(ADDRESS)?.sync_status).toBe('handed_over');
    expect(aws.signIn('alice', SECOND).outcome).toBe('signed-in');
    // Told once; and the next version of the secret is sent all the same.
    expect((await workspace.plan()).output).not.toContain('Warning');
    aws.secrets.putValue('console/alice', THIRD);
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(aws.signIn('alice', THIRD).outcome).toBe('password-reset-required');
    expect(workspace.stateOf(ADDRESS)?.sync_status).toBe('in_sync');
  });

  test('what the person chose is replaced where on_user_change is "enforce"', async () => {
    const { aws, workspace } = scene;
    await applied('password_reset_required = true', 'on_user_change = "enforce"');
    aws.loginProfiles.changePassword('alice', FIRST, SECOND);
    const plan = await workspace.plan();
    expect(plan.output).toMatch(/sync_status\s+= "handed_over" -> "in_sync"/);
    expect(readablePlan(plan.output)).toMatchSnapshot();
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(aws.signIn('alice', FIRST).outcome).toBe('password-reset-required');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });

  test('a reset flag that somebody switched on is set back without touching the password', async () => {
    const { aws, workspace } = scene;
    await applied();
    aws.loginProfiles.update('alice', { passwordResetRequired: true });
    const plan = await workspace.plan();
    expect(plan.output).toMatch(/sync_status\s+= "reset_flag_changed" -> "in_sync"/);
    expect(readablePlan(plan.output)).toMatchSnapshot();
    aws.journal.clear();
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(operations(aws, /GetSecretValue|UpdateLoginProfile/)).toEqual(['iam:UpdateLoginProfile']);
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });

  test('a new version of the secret is a rotation and no drift', async () => {
    const { aws, workspace } = scene;
    await applied();
    aws.secrets.putValue('console/alice', SECOND);
    const plan = await workspace.plan();
    expect(plan.output).not.toContain('Warning');
    expect(readablePlan(plan.output)).toMatchSnapshot();
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(aws.signIn('alice', SECOND).outcome).toBe('signed-in');
  });

  test('with drift_detection "off" only a profile that is gone is noticed', async () => {
    const { aws, workspace } = scene;
    await applied('drift_detection = "off"');
    scene.secondsPass(2);
    aws.loginProfiles.recreate({ userName: 'alice', password: THIRD });
    expect(await workspace.plan()).toMatchObject({ code: 0 });
    aws.loginProfiles.delete('alice');
    expect(await workspace.plan()).toMatchObject({ code: 2 });
  });

  test.each([
    ['missing', (s: Scene) => s.aws.secrets.deleteNow('console/alice'), 'Secret not found'],
    [
      'pending deletion',
      (s: Scene) => s.aws.secrets.scheduleDeletion('console/alice'),
      'Secret is scheduled for deletion',
    ],
    [
      'forbidden',
      (s: Scene) =>
        s.aws.faults.add({
          operation: 'secretsmanager:DescribeSecret',
          times: Infinity,
          fault: { kind: 'error', code: 'AccessDeniedException' },
        }),
      'Permission missing',
    ],
  ])('a secret that is %s is a warning and no change', async (_what, happen, summary) => {
    const { workspace } = scene;
    await applied();
    happen(scene);
    const plan = await workspace.plan();
    expect(plan.code).toBe(0);
    expect(plan.output).toContain(`Warning: ${summary}`);
    expect(await workspace.destroy()).toMatchObject({ code: 0 });
  });

  test('a refresh that may not see the login profile fails and never counts as gone', async () => {
    const { aws, workspace } = scene;
    await applied();
    aws.faults.add({
      operation: 'iam:GetLoginProfile',
      times: Infinity,
      fault: { kind: 'error', code: 'AccessDenied' },
    });
    const plan = await workspace.plan();
    expect(plan.code).toBe(1);
    expect(unwrapped(plan.output)).toContain('Allow iam:GetLoginProfile for the identity that runs Terraform');
    expect(workspace.stateOf(ADDRESS)).toBeDefined();
  });
});
