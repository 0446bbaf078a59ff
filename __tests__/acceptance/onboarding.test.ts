import { join } from 'node:path';
import { searchForPasswords } from '../../scripts/demo/leaks';
import { Stage } from '../../scripts/demo/stage';
import { startLocalAws } from '../../src/local-aws';
import { carol, login, PROVIDERS, startComposedScene } from '../support/aws-provider/composed-scene';
import { AwsProviderStandIn } from '../support/aws-provider/install';
import { endScene, FIRST, operations, type Scene } from '../support/scene';

const WRITES = /:(Create|Update|Put|Delete)/;

const standIn = new AwsProviderStandIn();
afterAll(() => standIn.close());

describe('a new colleague: user, secret, version and login profile', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await startComposedScene(standIn, { first_password: FIRST });
    await scene.workspace.init(carol() + login(), PROVIDERS);
  });

  afterEach(() => endScene(scene));

  test('come in one apply and go in one, in the right order; the plan between them is empty', async () => {
    const { aws, workspace } = scene;
    expect((await workspace.apply()).output).toContain('4 added, 0 changed, 0 destroyed');
    expect(operations(aws, WRITES).sort()).toEqual([
      'iam:CreateLoginProfile',
      'iam:CreateUser',
      'secretsmanager:CreateSecret',
      'secretsmanager:PutSecretValue',
    ]);
    expect(operations(aws, WRITES).at(-1)).toBe('iam:CreateLoginProfile');
    expect(aws.signIn('carol', FIRST).outcome).toBe('signed-in');
    expect(await workspace.plan()).toMatchObject({ code: 0 });

    aws.journal.clear();
    expect((await workspace.destroy()).output).toContain('4 destroyed');
    const [first, ...rest] = operations(aws, WRITES);
    expect(first).toBe('iam:DeleteLoginProfile');
    expect(rest.sort()).toEqual(['iam:DeleteUser', 'secretsmanager:DeleteSecret']);
    expect(aws.users.get('carol')).toBeUndefined();
  });

  test('wait for a user whom IAM takes 20 seconds to know', async () => {
    const { aws, workspace } = scene;
    aws.consistency.iam.userVisibleAfterMs = 20_000;
    const started = Date.now();
    expect((await workspace.apply()).output).toContain('4 added, 0 changed, 0 destroyed');
    expect(Date.now() - started).toBeGreaterThan(20_000);
    expect(aws.signIn('carol', FIRST).outcome).toBe('signed-in');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });

  test('wait out a user, and then a login profile, that IAM does not let be changed yet', async () => {
    const { aws, workspace } = scene;
    const fault = { kind: 'error', code: 'EntityTemporarilyUnmodifiable' } as const;
    const refused = aws.faults.add({ operation: 'iam:CreateLoginProfile', userName: 'carol', times: 4, fault });
    aws.consistency.iam.unmodifiableCallsAfterCreateLoginProfile = 3;
    expect((await workspace.apply()).output).toContain('4 added, 0 changed, 0 destroyed');
    expect(refused.met).toBe(4);
    expect(await workspace.plan()).toMatchObject({ code: 0 });
    expect((await workspace.destroy()).output).toContain('4 destroyed');
    expect(aws.journal.calls({ errorCode: 'EntityTemporarilyUnmodifiable' })).toHaveLength(7);
  });

  test('leave the first password nowhere: not in a saved plan, state, output or a log at TRACE', async () => {
    const { aws, workspace } = scene;
    const logged = { TF_LOG: 'TRACE', TF_LOG_PATH: join(workspace.dir, 'trace.log') };
    const terraform = (...args: string[]) => workspace.terraformWith(logged, ...args);
    await terraform('plan', '-no-color', '-out=all.tfplan');
    await terraform('show', '-json', 'all.tfplan');
    expect(await terraform('apply', '-no-color', 'all.tfplan')).toMatchObject({ code: 0 });
    await terraform('show', '-json');
    expect(aws.signIn('carol', FIRST).outcome).toBe('signed-in');
    const search = searchForPasswords([FIRST], [workspace.dir], { output: workspace.transcript });
    expect(search.leaks).toEqual([]);
    expect(search.files).toBeGreaterThan(5);
  });
});

describe('the onboarding stack of main.ts', () => {
  test('deploys, shows no changes and is destroyed with the CDKTF CLI; the password stays out of everything', async () => {
    const aws = await startLocalAws();
    const stage = new Stage({ ...aws.environment(), 'TF_VAR_first-password': FIRST });
    try {
      standIn.install(join(stage.dir, 'cdktf.out', 'stacks', 'onboarding'));
      const deployed = await stage.cdktf('deploy', 'onboarding', '--auto-approve');
      expect(deployed.output).toContain('4 added, 0 changed, 0 destroyed');
      expect(aws.signIn('carol', FIRST).outcome).toBe('password-reset-required');
      expect((await stage.cdktf('diff', 'onboarding')).output).toContain('No changes');
      const { leaks } = searchForPasswords([FIRST], [stage.dir], { output: stage.transcript });
      expect(leaks).toEqual([]);
      expect((await stage.cdktf('destroy', 'onboarding', '--auto-approve')).output).toContain('4 destroyed');
      expect(aws.users.get('carol')).toBeUndefined();
    } finally {
      stage.close();
      await aws.stop();
    }
  });
});
