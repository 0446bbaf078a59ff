import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { processesOf, until } from '../support/processes';
import { alice, endScene, FIRST, operations, type Scene, SECOND, startScene } from '../support/scene';

const HOOK = join(__dirname, '..', 'support', 'faults', 'crash-hook.cjs');

/** Points of each step at which the provider dies, spread over all that were counted; more by CRASH_POINTS. */
const POINTS = Number(process.env.CRASH_POINTS ?? 2);
const STEPS = ['create', 'rotation', 'delete'] as const;
const VICTIMS = ['provider', 'both'] as const;

/** Points at which the provider takes up work again after it has waited are counted, not slept for. */
describe('kill -9 at a point between calls', () => {
  let scene: Scene;
  let folder: string;

  beforeEach(async () => {
    scene = await startScene();
    await scene.workspace.init(alice());
    folder = join(scene.workspace.dir, 'crash');
    mkdirSync(folder);
  });

  afterEach(() => endScene(scene));

  /** Brings everything to where the step begins, and plans it. */
  async function prepare(step: (typeof STEPS)[number]): Promise<void> {
    const { aws, workspace } = scene;
    if (step !== 'create') expect(await workspace.apply()).toMatchObject({ code: 0 });
    if (step === 'rotation') aws.secrets.putValue('console/alice', SECOND);
    await workspace.plan('-out=step.tfplan', ...(step === 'delete' ? ['-destroy'] : []));
  }

  const applyWith = (env: NodeJS.ProcessEnv) =>
    scene.workspace.terraformWith(
      { NODE_OPTIONS: `--require ${HOOK}`, CRASH_FOLDER: folder, ...env },
      ...['apply', '-no-color', '-input=false', 'step.tfplan'],
    );

  const marks = (name: string): string[] =>
    readdirSync(folder)
      .filter((file) => file.startsWith(name))
      .map((file) => readFileSync(join(folder, file), 'utf8'));

  /** Points of the process that applies; the others of a run have fewer. */
  async function countPoints(): Promise<number> {
    expect(await applyWith({})).toMatchObject({ code: 0 });
    const points = Math.max(...marks('points-').map(Number));
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    return points;
  }

  async function converges(step: (typeof STEPS)[number]): Promise<void> {
    const { aws, workspace } = scene;
    if (step === 'delete') {
      expect(await workspace.destroy()).toMatchObject({ code: 0 });
      expect(aws.loginProfiles.get('alice')).toBeUndefined();
      return;
    }
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(aws.signIn('alice', step === 'rotation' ? SECOND : FIRST).outcome).toBe('signed-in');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
    expect(operations(aws, /DeleteLoginProfile/)).toEqual([]);
  }

  const cases = STEPS.flatMap((step) =>
    VICTIMS.flatMap((victim) => Array.from({ length: POINTS }, (_, index) => ({ step, victim, point: index + 1 }))),
  );
  const counted = new Map<string, number>();

  test.each(STEPS)('the points of a %s are counted', async (step) => {
    await prepare(step);
    const points = await countPoints();
    counted.set(step, points);
    // Certificate, handshake, HTTP/2, calls to AWS: hundreds of them.
    expect(points).toBeGreaterThan(200);
  });

  test.each(cases)(`$step: $victim at point $point of ${POINTS}`, async ({ step, victim, point }) => {
    const { workspace } = scene;
    await prepare(step);
    const at = Math.floor(((counted.get(step) ?? 0) * point) / (POINTS + 1));
    const applied = await applyWith({ CRASH_AT: String(at), CRASH_VICTIM: victim });
    expect(marks('crashed-')).toContain(String(at));
    if (victim === 'provider') expect(applied.code).toBe(1);
    await until('no process is left', () => processesOf(workspace.dir).length === 0);
    expect(workspace.leftovers()).toEqual([]);
    await converges(step);
  });
});
