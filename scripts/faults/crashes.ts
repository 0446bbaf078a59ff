/**
 * `npm run test:crashes`: kill -9 of the provider, of Terraform and of both at every point of an apply, of every step
 * of a login profile's life; each time it is judged what is left, and that the next apply converges.
 *
 *   npm run test:crashes -- --every --step rotation --victim both
 *
 * `--every` takes also those points that make no difference for the outside: some 2,000 a victim, half an hour each.
 * `--all-victims` does so for every step; `--victim` and `--step`, which can be given several times, choose.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { STEP_NAMES, type StepName } from '../../__tests__/support/faults/crash-steps';
import { type Strike, Strikes, VICTIMS } from '../../__tests__/support/faults/strikes';
import { endScene, startScene } from '../../__tests__/support/scene';
import { withProgress } from './progress';
import { StrikeCount } from './strike-count';

/** Strikes in a row that come too late, before the end of a step counts as reached: its points vary a little. */
const LATE_IN_A_ROW = 3;

type Victim = Strike['victim'];

/** One victim and steps that can take turns in one folder: what a create makes, a delete removes. */
interface Series {
  readonly victim: Victim;
  readonly steps: readonly StepName[];
}

/** What is common to them all is struck by every victim; the rest, for its time, where it differs. */
const SERIES: readonly { readonly steps: readonly StepName[]; readonly victims: readonly Victim[] }[] = [
  // The long ones first, so that no lane is left alone with one. An orphan has to notice in the middle of its wait.
  { steps: ['create that waits'], victims: ['terraform', 'both'] },
  { steps: ['throttled rotation'], victims: ['terraform', 'both'] },
  { steps: ['create', 'delete'], victims: VICTIMS },
  { steps: ['rotation'], victims: VICTIMS },
  { steps: ['move'], victims: ['both'] },
  { steps: ['flag'], victims: ['both'] },
  { steps: ['rename'], victims: ['both'] },
  { steps: ['adoption'], victims: ['both'] },
];

interface Tally {
  struck: number;
  /** The longest that a process outlived its Terraform. */
  goneAfterMs: number;
  readonly failures: string[];
}

/** Strikes at the first point, the second and so on, until each of the steps has ended before its point came. */
async function runSeries({ victim, steps }: Series, points: 'outside' | 'every', tally: Tally): Promise<void> {
  const scene = await startScene();
  try {
    const strikes = new Strikes(scene, points);
    await strikes.init();
    const runs = steps.map((step) => ({ step, count: new StrikeCount(step, victim), late: 0 }));
    for (let point = 1, under = runs; under.length > 0; point += 1) {
      for (const run of under) {
        const { struck, goneAfterMs, problems } = await strikes.strike({ step: run.step, victim, point });
        run.late = struck === undefined ? run.late + 1 : 0;
        run.count.add(struck);
        tally.struck += Number(struck !== undefined);
        tally.goneAfterMs = Math.max(tally.goneAfterMs, goneAfterMs);
        tally.failures.push(...problems.map((problem) => `${run.step}, ${victim} at point ${point}: ${problem}`));
      }
      under = runs.filter(({ late }) => late < LATE_IN_A_ROW);
    }
    for (const { count } of runs) {
      process.stdout.write(`  ${count.summary}\n`);
      tally.failures.push(...count.missing);
    }
  } finally {
    await endScene(scene);
  }
}

/** The series that were asked for, in the order in which they begin. */
function chosenSeries(): { readonly queue: Series[]; readonly points: 'outside' | 'every' } {
  const names = { type: 'string', multiple: true } as const;
  const flag = { type: 'boolean', default: false } as const;
  const options = { every: flag, 'all-victims': flag, victim: names, step: names };
  const { values } = parseArgs({ options });
  refuseUnknown(values.victim, VICTIMS);
  refuseUnknown(values.step, STEP_NAMES);
  const queue = SERIES.flatMap(({ steps, victims }) =>
    (values['all-victims'] || values.victim !== undefined ? VICTIMS : victims)
      .filter((victim) => values.victim?.includes(victim) ?? true)
      .map((victim) => ({ victim, steps: steps.filter((step) => values.step?.includes(step) ?? true) })),
  );
  return { queue: queue.filter(({ steps }) => steps.length > 0), points: values.every ? 'every' : 'outside' };
}

function refuseUnknown(given: readonly string[] | undefined, known: readonly string[]): void {
  const unknown = given?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`"${unknown}" is none of ${known.join(', ')}`);
}

async function main(): Promise<void> {
  const { queue, points } = chosenSeries();
  const tally: Tally = { struck: 0, goneAfterMs: 0, failures: [] };
  const work = async (): Promise<void> => {
    for (let series = queue.shift(); series !== undefined; series = queue.shift())
      await runSeries(series, points, tally);
  };
  // While one waits for Terraform, another can work.
  const lanes = availableParallelism() + 1;
  const seconds = await withProgress(
    () => tally.struck,
    () => Promise.all(Array.from({ length: lanes }, work)),
  );
  for (const failure of tally.failures) process.stdout.write(`\n${failure}\n`);
  process.stdout.write(`\nThe last process was gone ${tally.goneAfterMs} ms after its Terraform, or sooner\n`);
  process.stdout.write(`${tally.struck} kills in ${seconds} s, ${tally.failures.length} problems\n`);
  process.exitCode = tally.failures.length === 0 && tally.struck > 0 ? 0 : 1;
}

void main();
