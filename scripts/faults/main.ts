/**
 * `npm run test:faults`: every AWS call of every step of a login profile's life meets every fault, and each cell is
 * judged by the rules in `__tests__/support/faults/expectation.ts`. One process for each core.
 */
import { availableParallelism } from 'node:os';
import { CELLS } from '../../__tests__/support/faults/cells';
import type { CellResult } from '../../__tests__/support/faults/run-cells';
import { runInProcesses } from './shares';

const MAX_SHOWN = 30;
const PROGRESS_MS = 60_000;

async function main(): Promise<void> {
  const startedMs = performance.now();
  const seconds = (): number => Math.round((performance.now() - startedMs) / 1000);
  const processes = availableParallelism();
  const results: CellResult[] = [];
  process.stdout.write(`${CELLS.length} cells in ${processes} processes\n`);
  const progress = setInterval(
    () => process.stdout.write(`  ${results.length} done after ${seconds()} s\n`),
    PROGRESS_MS,
  );
  await runInProcesses({ processes }, (result) => results.push(result)).finally(() => clearInterval(progress));
  const failures = results.filter(({ problems }) => problems.length > 0);
  for (const { cell, problems } of failures.slice(0, MAX_SHOWN))
    process.stdout.write(`\n${[cell, ...problems].join('\n    ')}\n`);
  process.stdout.write(`\n${results.length} cells run in ${seconds()} s, ${failures.length} failed\n`);
  process.exitCode = failures.length === 0 && results.length === CELLS.length ? 0 : 1;
}

void main();
