/** One process's share of the cells; tells its parent how each of them went. */
import { cellsNamed, isPatient, sampleOf } from '../../__tests__/support/faults/cells';
import { type CellResult, runCells } from '../../__tests__/support/faults/run-cells';

/** Cells that only wait cost nothing, so they all run from the start, beside the others. */
const WAITING_SIDE_BY_SIDE = 100;
const SIDE_BY_SIDE = 16;

async function main(): Promise<void> {
  const [index = 0, of = 1, everyNth = 1] = process.argv.slice(2, 5).map(Number);
  const [named = ''] = process.argv.slice(5);
  const chosen = everyNth === 1 ? cellsNamed(named) : sampleOf(everyNth);
  const share = chosen.filter((_cell, position) => position % of === index);
  const tell = (result: CellResult): void => void process.send?.(result);
  const quick = share.filter((cell) => !isPatient(cell));
  await Promise.all([
    runCells(share.filter(isPatient), WAITING_SIDE_BY_SIDE, tell),
    runCells(quick, SIDE_BY_SIDE, tell),
  ]);
  process.disconnect();
}

void main();
