import { STEPS, type Step, Strikes, VICTIMS } from '../support/faults/strikes';
import { endScene, type Scene, startScene } from '../support/scene';

/** Of all points of an apply, this many are struck here, spread evenly; `npm run test:crashes` strikes at all of them. */
const SAMPLE = 2;

describe('kill -9 at a point of an apply', () => {
  let scene: Scene;
  let strikes: Strikes;
  const counted = new Map<Step, number>();

  beforeAll(async () => {
    scene = await startScene();
    strikes = new Strikes(scene);
    await strikes.init();
  });

  afterAll(() => endScene(scene));

  test.each(STEPS)('the points of a %s are counted', async (step) => {
    const points = await strikes.count(step);
    counted.set(step, points);
    // Each call to AWS has half a dozen: a connection that opens, a request that goes out, an answer that comes.
    expect(points).toBeGreaterThan(25);
  });

  const cases = VICTIMS.flatMap((victim) =>
    STEPS.flatMap((step) => Array.from({ length: SAMPLE }, (_, index) => ({ step, victim, part: index + 1 }))),
  );

  test.each(cases)(
    `$step: $victim, after $part/${SAMPLE + 1} of its points: nothing is left behind, and the next apply converges`,
    async ({ step, victim, part }) => {
      const point = Math.floor(((counted.get(step) ?? 0) * part) / (SAMPLE + 1));
      expect(await strikes.strike({ step, victim, point })).toEqual({ isStruck: true, problems: [] });
    },
  );
});
