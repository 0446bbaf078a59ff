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

/** Strikes in a row that come too late, before the end of a step counts as reached: its points vary a little. */
const LATE_IN_A_ROW = 3;
const PROGRESS_MS = 60_000;

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
    const late = new Map<Step, number>();
    const under = (): Step[] => steps.filter((step) => (late.get(step) ?? 0) < LATE_IN_A_ROW);
    const reached = new Map<Step, number>();
    for (let point = 1; under().length > 0; point += 1) {
      for (const step of under()) {
        const { isStruck, problems } = await strikes.strike({ step, victim, point });
        late.set(step, isStruck ? 0 : (late.get(step) ?? 0) + 1);
        if (isStruck) reached.set(step, (reached.get(step) ?? 0) + 1);
        if (isStruck) tally.struck += 1;
        tally.failures.push(...problems.map((problem) => `${step}, ${victim} at point ${point}: ${problem}`));
      }
    }
    for (const [step, count] of reached)
      process.stdout.write(`  ${step}: ${count} points at which ${victim} was killed\n`);
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
  const startedMs = performance.now();
  const seconds = (): number => Math.round((performance.now() - startedMs) / 1000);
  const tally: Tally = { struck: 0, failures: [] };
  const progress = setInterval(
    () => process.stdout.write(`  ${tally.struck} done after ${seconds()} s\n`),
    PROGRESS_MS,
  );
  const work = async (): Promise<void> => {
    for (let series = queue.shift(); series !== undefined; series = queue.shift())
      await runSeries(series, values.every === true ? 'every' : 'outside', tally);
  };
  // While one waits for Terraform, another can work.
  await Promise.all(Array.from({ length: availableParallelism() + 1 }, work)).finally(() => clearInterval(progress));
  for (const failure of tally.failures) process.stdout.write(`\n${failure}\n`);
  process.stdout.write(`\n${tally.struck} kills in ${seconds()} s, ${tally.failures.length} problems\n`);
  process.exitCode = tally.failures.length === 0 && tally.struck > 0 ? 0 : 1;
}

void main();
