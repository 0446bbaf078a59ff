import { type ApplyUnderWay, startApply } from '../support/apply-under-way';
import { isProvider, processesOf, until } from '../support/processes';
import { alice, endScene, FIRST, operations, type Scene, SECOND, startScene, unwrapped } from '../support/scene';

const ADDRESS = 'iam_login_profile.alice';

/** Calls of a rotation, and of a create, at which everything is held up until the blow has fallen. */
const ROTATION = [
  'iam:GetLoginProfile',
  'secretsmanager:DescribeSecret',
  'secretsmanager:GetSecretValue',
  'iam:UpdateLoginProfile',
];
const CREATION = ['iam:GetUser', 'secretsmanager:GetSecretValue', 'iam:CreateLoginProfile'];

describe('an apply that is cut off', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await startScene();
    await scene.workspace.init(alice());
  });

  afterEach(() => endScene(scene));

  /** Starts an apply and waits until it is held up at a call. */
  async function applyUntil(operation: string, delay: 'before' | 'after'): Promise<ApplyUnderWay> {
    const { aws, workspace } = scene;
    aws.journal.clear();
    aws.faults.add({ operation, fault: { kind: 'no-answer', acted: delay === 'after' } });
    const started = startApply(workspace);
    await until(`${operation} is called`, () => aws.faults.size === 0);
    return started;
  }

  async function nothingIsLeft(): Promise<void> {
    const { workspace } = scene;
    await until('no process is left', () => processesOf(workspace.dir).length === 0);
    expect(workspace.leftovers()).toEqual([]);
  }

  async function converges(password: string): Promise<void> {
    const { aws, workspace } = scene;
    aws.faults.clear();
    expect(await workspace.terraform('show', '-json')).toMatchObject({ code: 0 });
    const applied = await workspace.apply();
    expect(applied.output).toMatch(/Apply complete|No changes/);
    expect(aws.signIn('alice', password).outcome).toBe('signed-in');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  }

  test('Ctrl-C once ends the call early, keeps the state true and leaves nothing behind', async () => {
    const { aws, workspace } = scene;
    await workspace.apply();
    const before = workspace.stateOf(ADDRESS)?.secret_version_id;
    aws.secrets.putValue('console/alice', SECOND);
    const { terraform, ended, output } = await applyUntil('iam:UpdateLoginProfile', 'before');
    process.kill(-(terraform.pid ?? 0), 'SIGINT');
    expect(await ended).toBe(1);
    expect(output()).toContain('the call was asked to stop');
    expect(workspace.stateOf(ADDRESS)?.secret_version_id).toBe(before);
    await nothingIsLeft();
    await converges(SECOND);
  });

  test('Ctrl-C twice ends at once and leaves nothing behind', async () => {
    const { aws, workspace } = scene;
    await workspace.apply();
    aws.secrets.putValue('console/alice', SECOND);
    const { terraform, ended } = await applyUntil('iam:UpdateLoginProfile', 'before');
    process.kill(-(terraform.pid ?? 0), 'SIGINT');
    process.kill(-(terraform.pid ?? 0), 'SIGINT');
    await ended;
    await nothingIsLeft();
    await converges(SECOND);
  });

  /** A second for the provider's answer, as promised, and one for Terraform to write state and to end. */
  const SOON_MS = 2_000;

  test.each([
    {
      wait: 'an update that IAM keeps refusing for now',
      operation: 'iam:UpdateLoginProfile',
      code: 'EntityTemporarilyUnmodifiable',
      prepare: async ({ aws, workspace }: Scene) => {
        await workspace.apply();
        aws.secrets.putValue('console/alice', SECOND);
      },
      password: SECOND,
    },
    {
      wait: 'a create for a user who does not become visible',
      operation: 'iam:GetUser',
      code: 'NoSuchEntity',
      prepare: () => undefined,
      password: FIRST,
    },
  ])('Ctrl-C ends the wait of $wait, long before timeouts', async ({ operation, code, prepare, password }) => {
    const { aws, workspace } = scene;
    workspace.write(alice('timeouts = { create = "5m", update = "5m" }'));
    await prepare(scene);
    const before = workspace.stateOf(ADDRESS);
    aws.journal.clear();
    aws.faults.add({ operation, times: Infinity, fault: { kind: 'error', code } });
    const { terraform, ended, output } = startApply(workspace);
    // By the fourth refusal there is a second or more between the calls, so the stop falls into a wait.
    await until('the wait is under way', () => operations(aws, new RegExp(operation)).length >= 4);
    const stoppedAt = Date.now();
    process.kill(-(terraform.pid ?? 0), 'SIGINT');
    expect(await ended).toBe(1);
    const tookMs = Date.now() - stoppedAt;
    const lastCallMs = Math.max(...aws.journal.entries.map(({ at }) => at.getTime())) - stoppedAt;
    process.stdout.write(`Stopped ${operation}: ended after ${tookMs} ms, last call after ${lastCallMs} ms\n`);
    expect(tookMs).toBeLessThan(SOON_MS);
    expect(lastCallMs).toBeLessThanOrEqual(0);
    expect(output()).toContain('Error: Stopped');
    expect(unwrapped(output())).toContain(`asked to stop while waiting for AWS, which last answered ${code}`);
    // Terraform stores what its refresh saw; what was applied is as before.
    expect(appliedOf(workspace.stateOf(ADDRESS))).toEqual(appliedOf(before));
    await nothingIsLeft();
    await converges(password);
  });

  const appliedOf = (state?: Record<string, unknown>) =>
    state && [state.id, state.secret_version_id, state.password_applied_at];

  const victims = ['terraform', 'provider', 'both'] as const;
  const blows = [
    ...ROTATION.map((operation) => ({ during: 'rotation', operation, delay: 'before' as const })),
    { during: 'rotation', operation: 'iam:UpdateLoginProfile', delay: 'after' as const },
    ...CREATION.map((operation) => ({ during: 'creation', operation, delay: 'before' as const })),
    { during: 'creation', operation: 'iam:CreateLoginProfile', delay: 'after' as const },
  ].flatMap((blow) => victims.map((victim) => ({ ...blow, victim })));

  test.each(blows)(
    'kill -9 of $victim $delay $operation of a $during',
    async ({ during, operation, delay, victim }) => {
      const { aws, workspace } = scene;
      if (during === 'rotation') {
        await workspace.apply();
        aws.secrets.putValue('console/alice', SECOND);
      }
      const { terraform, ended } = await applyUntil(operation, delay);
      const providers = processesOf(workspace.dir).filter(isProvider);
      expect(providers).toHaveLength(1);
      if (victim !== 'provider') process.kill(terraform.pid ?? 0, 'SIGKILL');
      if (victim !== 'terraform') for (const { pid } of providers) process.kill(pid, 'SIGKILL');
      await ended;
      await until('no process is left', () => processesOf(workspace.dir).length === 0);
      await converges(during === 'rotation' ? SECOND : FIRST);
      expect(operations(aws, /DeleteLoginProfile/)).toEqual([]);
    },
  );
});
