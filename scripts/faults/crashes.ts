/**
 * `npm run test:crashes`: kill -9 of the provider, of Terraform and of both at every point of an apply, of a create, a
 * rotation and a delete; each time it is judged what is left, and that the next apply converges.
 *
 *   npm run test:crashes -- --every --victim both
 *
 * `--every` takes also those points that make no difference for the outside: some 2,000 a victim, half an hour each.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type Step, type Strike, Strikes, VICTIMS } from '../../__tests__/support/faults/strikes';
import { endScene, startScene } from '../../__tests__/support/scene';
import { withProgress } from './progress';

/** Strikes in a row that come too late, before the end of a step counts as reached: its points vary a little. */
const LATE_IN_A_ROW = 3;

/** One victim and steps that can take turns in one folder: what a create makes, a delete removes. */
interface Series {
  readonly victim: Strike['victim'];
  readonly steps: readonly Step[];
}

interface Tally {
  struck: number;
  readonly failures: string[];
}

/** Strikes at the first point, the second and so on, until each of the steps has ended before its point came. */
async function runSeries({ victim, steps }: Series, points: 'outside' | 'every', tally: Tally): Promise<void> {
  const scene = await startScene();
  try {
    const strikes = new Strikes(scene, points);
    await strikes.init();
    const runs = steps.map((step) => ({ step, struck: 0, late: 0 }));
    for (let point = 1, under = runs; under.length > 0; point += 1) {
      for (const run of under) {
        const { isStruck, problems } = await strikes.strike({ step: run.step, victim, point });
        run.late = isStruck ? 0 : run.late + 1;
        run.struck += Number(isStruck);
        tally.struck += Number(isStruck);
        tally.failures.push(...problems.map((problem) => `${run.step}, ${victim} at point ${point}: ${problem}`));
      }
      under = runs.filter(({ late }) => late < LATE_IN_A_ROW);
    }
    for (const { step, struck } of runs)
      process.stdout.write(`  ${step}: ${struck} points at which ${victim} was killed\n`);
  } finally {
    await endScene(scene);
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { every: { type: 'boolean' }, victim: { type: 'string', multiple: true } } });
  const victims = VICTIMS.filter((victim) => values.victim?.includes(victim) ?? true);
  const queue: Series[] = victims.flatMap((victim) => [
    { victim, steps: ['create', 'delete'] },
    { victim, steps: ['rotation'] },
  ]);
  const tally: Tally = { struck: 0, failures: [] };
  const work = async (): Promise<void> => {
    for (let series = queue.shift(); series !== undefined; series = queue.shift())
      await runSeries(series, values.every === true ? 'every' : 'outside', tally);
  };
  // While one waits for Terraform, another can work.
  const lanes = availableParallelism() + 1;
  const seconds = await withProgress(
    () => tally.struck,
    () => Promise.all(Array.from({ length: lanes }, work)),
  );
  for (const failure of tally.failures) process.stdout.write(`\n${failure}\n`);
  process.stdout.write(`\n${tally.struck} kills in ${seconds} s, ${tally.failures.length} problems\n`);
  process.exitCode = tally.failures.length === 0 && tally.struck > 0 ? 0 : 1;
}

void main();
