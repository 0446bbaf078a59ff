/**
 * `npm run test:faults`: every AWS call of every step of a login profile's life meets every fault, and each cell is
 * judged by the rules in `__tests__/support/faults/expectation.ts`. One process for each core. With a text, such as
 * `npm run test:faults -- "rotation | apply"`, only the cells whose name holds it.
 */
import { availableParallelism } from 'node:os';
import { cellsNamed } from '../../__tests__/support/faults/cells';
import type { CellResult } from '../../__tests__/support/faults/run-cells';
import { withProgress } from './progress';
import { runInProcesses } from './shares';

const MAX_SHOWN = 30;

async function main(): Promise<void> {
  const processes = availableParallelism();
  const [named = ''] = process.argv.slice(2);
  const { length } = cellsNamed(named);
  const results: CellResult[] = [];
  process.stdout.write(`${length} cells in ${processes} processes\n`);
  const seconds = await withProgress(
    () => results.length,
    () => runInProcesses({ processes, named }, (result) => results.push(result)),
  );
  const failures = results.filter(({ problems }) => problems.length > 0);
  for (const { cell, problems } of failures.slice(0, MAX_SHOWN))
    process.stdout.write(`\n${[cell, ...problems].join('\n    ')}\n`);
  process.stdout.write(`\n${results.length} cells run in ${seconds} s, ${failures.length} failed\n`);
  process.exitCode = failures.length === 0 && results.length === length ? 0 : 1;
}

void main();
