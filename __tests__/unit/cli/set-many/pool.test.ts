import fc from 'fast-check';
import { runPool, type Turn } from '../../../../src/cli/set-many/pool';

/** Runs items that are throttled as often as they say, and records what went on. */
async function run(throttled: readonly number[], { max = 4, maxTries = 5, stopAfter = Infinity } = {}) {
  const stop = new AbortController();
  const tries = throttled.map(() => 0);
  const lasts = throttled.map(() => false);
  const atATime: number[] = [];
  let running = 0;
  let finished = 0;
  await runPool(
    throttled.map((times, index) => ({ times, index })),
    async ({ times, index }, isLastTry): Promise<Turn> => {
      atATime.push((running += 1));
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      tries[index] += 1;
      lasts[index] ||= isLastTry;
      if ((finished += 1) >= stopAfter) stop.abort();
      return tries[index] <= times ? 'throttled' : 'done';
    },
    { max, maxTries, signal: stop.signal },
  );
  return { tries, lasts, atATime, running };
}

describe('runPool', () => {
  test('tries every item until it is done or used up, never more at a time than allowed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 8 }),
        async (throttled, max) => {
          const { tries, lasts, atATime, running } = await run(throttled, { max });
          expect(tries).toEqual(throttled.map((times) => Math.min(times + 1, 5)));
          expect(lasts).toEqual(throttled.map((times) => times >= 4));
          expect(Math.max(0, ...atATime)).toBeLessThanOrEqual(max);
          expect(running).toBe(0);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('gives way to throttling and comes back', async () => {
    const { atATime } = await run([...Array<number>(8).fill(1), ...Array<number>(200).fill(0)], { max: 8 });
    expect(atATime.slice(0, 8)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(Math.max(...atATime.slice(9, 17))).toBe(1);
    expect(Math.max(...atATime.slice(-20))).toBe(8);
  });

  test('starts nothing more once it is stopped, and waits for what runs', async () => {
    const { tries, running } = await run(Array<number>(100).fill(0), { max: 4, stopAfter: 10 });
    expect(running).toBe(0);
    const done = tries.filter((count) => count > 0).length;
    expect(done).toBeGreaterThanOrEqual(10);
    expect(done).toBeLessThanOrEqual(14);
  });
});
