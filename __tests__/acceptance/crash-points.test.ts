import type { StepName } from '../support/faults/crash-steps';
import { type Strike, Strikes, VICTIMS } from '../support/faults/strikes';
import { endScene, type Scene, startScene } from '../support/scene';

/** Of all points of an apply, this many are struck here, spread evenly; `npm run test:crashes` strikes at all of them. */
const SAMPLE = 2;

const TURNS: readonly StepName[] = ['create', 'rotation', 'delete'];

const ALL_WELL = { struck: expect.anything(), problems: [] };

describe('kill -9 at a point of an apply', () => {
  let scene: Scene;
  let strikes: Strikes;
  const counted = new Map<StepName, number>();

  beforeAll(async () => {
    scene = await startScene();
    strikes = new Strikes(scene);
    await strikes.init();
  });

  afterAll(() => endScene(scene));

  test.each(TURNS)('the points of a %s are counted', async (step) => {
    const points = await strikes.count(step);
    counted.set(step, points);
    // Each call to AWS has half a dozen: a connection that opens, a request that goes out, an answer that comes.
    expect(points).toBeGreaterThan(25);
  });

  const cases = VICTIMS.flatMap((victim) =>
    TURNS.flatMap((step) => Array.from({ length: SAMPLE }, (_, index) => ({ step, victim, part: index + 1 }))),
  );

  test.each(cases)(
    `$step: $victim, after $part/${SAMPLE + 1} of its points: nothing is left behind, and the next apply converges`,
    async ({ step, victim, part }) => {
      const point = Math.floor(((counted.get(step) ?? 0) * part) / (SAMPLE + 1));
      expect(await strikes.strike({ step, victim, point })).toMatchObject(ALL_WELL);
    },
  );
});

/** Around the middle of what is particular to each: between two writes, in a wait. */
const MIDDLES: readonly (Pick<Strike, 'victim'> & { readonly step: StepName; readonly part: number })[] = [
  { step: 'move', victim: 'both', part: 0.55 },
  { step: 'rename', victim: 'both', part: 0.3 },
  { step: 'adoption', victim: 'provider', part: 0.6 },
  { step: 'throttled rotation', victim: 'terraform', part: 0.55 },
  { step: 'create that waits', victim: 'terraform', part: 0.5 },
];

describe.each(MIDDLES)('kill -9 of $victim in the middle of a $step', ({ step, victim, part }) => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await startScene();
  });

  afterAll(() => endScene(scene));

  test('leaves nothing behind, and the next apply converges', async () => {
    const strikes = new Strikes(scene);
    await strikes.init();
    const point = Math.floor((await strikes.count(step)) * part);
    expect(await strikes.strike({ step, victim, point })).toMatchObject(ALL_WELL);
  });
});
