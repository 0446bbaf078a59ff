import { alice, endScene, FIRST, operations, type Scene, SECOND, startScene, THIRD, unwrapped } from '../support/scene';

const ADDRESS = 'iam_login_profile.alice';
const WRITES_AND_READS = /GetSecretValue|iam:(Create|Update|Delete)/;

describe('iam_login_profile, rotation', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await startScene();
    await scene.workspace.init(alice());
    const applied = await scene.workspace.apply();
    if (applied.code !== 0) throw new Error(applied.output);
  });

  afterEach(() => endScene(scene));

  test('a plan after an apply is empty: with refresh, without, and refresh-only', async () => {
    const { workspace } = scene;
    expect(await workspace.plan()).toMatchObject({ code: 0 });
    expect(await workspace.plan('-refresh=false')).toMatchObject({ code: 0 });
    expect(await workspace.plan('-refresh-only')).toMatchObject({ code: 0 });
  });

  test('a create takes at most seven calls, both plan calls and the value included, and a run one about the caller', () => {
    const made = operations(scene.aws, /^(?!sts:)/);
    expect(made.length).toBeLessThanOrEqual(7);
    expect(operations(scene.aws, /^sts:/)).toEqual(['sts:GetCallerIdentity']);
    expect(made.filter((operation) => WRITES_AND_READS.test(operation))).toEqual([
      'secretsmanager:GetSecretValue',
      'iam:CreateLoginProfile',
    ]);
  });

  test('a plan makes two calls, reads no value and writes nothing', async () => {
    scene.aws.journal.clear();
    await scene.workspace.plan();
    expect(operations(scene.aws).sort()).toEqual(['iam:GetLoginProfile', 'secretsmanager:DescribeSecret']);
  });

  test('a rotation is one update in place, from known version to known version', async () => {
    const { aws, workspace } = scene;
    const before = workspace.stateOf(ADDRESS)?.secret_version_id;
    const after = aws.secrets.putValue('console/alice', SECOND);
    expect(await workspace.plan('-out=rotation')).toMatchObject({ code: 2 });
    const [change, ...others] = (await workspace.showPlan('rotation')).resource_changes ?? [];
    expect(others).toEqual([]);
    expect(change.change.actions).toEqual(['update']);
    expect(change.change.before?.secret_version_id).toBe(before);
    expect(change.change.after?.secret_version_id).toBe(after);
    expect(change.change.after_unknown).toEqual(expect.not.objectContaining({ secret_version_id: true }));
  });

  test('applying it reads the planned version once and sends it once; the old password is dead', async () => {
    const { aws, workspace } = scene;
    const versionId = aws.secrets.putValue('console/alice', SECOND);
    await workspace.plan('-out=rotation');
    aws.journal.clear();
    expect(await workspace.apply('rotation')).toMatchObject({ code: 0 });
    const journal = aws.journal.entries.filter(({ operation }) => WRITES_AND_READS.test(operation));
    expect(journal).toMatchObject([
      { operation: 'secretsmanager:GetSecretValue', versionId },
      { operation: 'iam:UpdateLoginProfile', userName: 'alice' },
    ]);
    expect(aws.signIn('alice', FIRST).outcome).toBe('refused');
    expect(aws.signIn('alice', SECOND).outcome).toBe('signed-in');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });

  test('a refresh-only plan shows the waiting rotation too', async () => {
    const { aws, workspace } = scene;
    aws.secrets.putValue('console/alice', SECOND);
    const result = await workspace.plan('-refresh-only');
    expect(result.code).toBe(2);
    expect(result.output).toMatch(/secret_current_version_id\s+= "[0-9a-f-]+" -> "[0-9a-f-]+"/);
  });

  test('a version that comes between plan and apply waits for the next plan', async () => {
    const { aws, workspace } = scene;
    aws.secrets.putValue('console/alice', SECOND);
    await workspace.plan('-out=rotation');
    const newest = aws.secrets.putValue('console/alice', THIRD);
    const applied = await workspace.apply('rotation');
    expect(applied).toMatchObject({ code: 0, stderr: '' });
    expect(aws.signIn('alice', SECOND).outcome).toBe('signed-in');
    await workspace.plan('-out=next');
    const [change] = (await workspace.showPlan('next')).resource_changes ?? [];
    expect(change.change.after?.secret_version_id).toBe(newest);
  });

  test('a planned version that is gone at apply is an error that changes nothing', async () => {
    const { aws, workspace } = scene;
    const versionId = aws.secrets.putValue('console/alice', SECOND);
    await workspace.plan('-out=rotation');
    aws.secrets.putValue('console/alice', THIRD);
    aws.secrets.pruneVersion('console/alice', versionId);
    const applied = await workspace.apply('rotation');
    expect(applied.code).toBe(1);
    expect(unwrapped(applied.output)).toContain(`Version ${versionId} is gone. Plan again`);
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(aws.signIn('alice', THIRD).outcome).toBe('signed-in');
  });

  test('a configured version is applied exactly, whatever the label says', async () => {
    const { aws, workspace } = scene;
    const versionId = aws.secrets.putValue('console/alice', SECOND);
    aws.secrets.putValue('console/alice', THIRD);
    workspace.write(alice(`secret_version_id = "${versionId}"`));
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(aws.signIn('alice', SECOND).outcome).toBe('signed-in');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
    workspace.write(alice());
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(aws.signIn('alice', THIRD).outcome).toBe('signed-in');
  });

  test('another secret, a trigger and the flag alone are updates in place', async () => {
    const { aws, workspace } = scene;
    aws.secrets.create({ name: 'console/other', secretString: JSON.stringify({ password: SECOND }) });
    workspace.write(alice('secret_json_key = "password"').replace('console/alice', 'console/other'));
    expect((await workspace.apply()).output).toContain('0 added, 1 changed, 0 destroyed');
    expect(aws.signIn('alice', SECOND).outcome).toBe('signed-in');

    aws.loginProfiles.update('alice', { password: THIRD });
    workspace.write(
      alice('secret_json_key = "password"', 'rotation_triggers = { quarter = "Q3" }').replace(
        'console/alice',
        'console/other',
      ),
    );
    expect((await workspace.apply()).output).toContain('0 added, 1 changed, 0 destroyed');
    expect(aws.signIn('alice', SECOND).outcome).toBe('signed-in');

    aws.journal.clear();
    workspace.write(
      alice(
        'secret_json_key = "password"',
        'rotation_triggers = { quarter = "Q3" }',
        'password_reset_required = true',
      ).replace('console/alice', 'console/other'),
    );
    expect((await workspace.apply()).output).toContain('0 added, 1 changed, 0 destroyed');
    expect(operations(aws, WRITES_AND_READS)).toEqual(['iam:UpdateLoginProfile']);
    expect(aws.signIn('alice', SECOND).outcome).toBe('password-reset-required');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });

  test('destroy works while the secret is gone', async () => {
    const { aws, workspace } = scene;
    aws.secrets.deleteNow('console/alice');
    const result = await workspace.destroy();
    expect(result.code).toBe(0);
    expect(aws.loginProfiles.get('alice')).toBeUndefined();
    expect(aws.users.get('alice')).toBeDefined();
  });
});
