import type { Cell } from './cells';
import { runCell } from './run-cell';

export interface CellResult {
  readonly cell: string;
  readonly problems: readonly string[];
}

/** Runs cells side by side, since most of them wait, and tells of each how it went. */
export async function runCells(
  cells: readonly Cell[],
  sideBySide: number,
  tell: (result: CellResult) => void,
): Promise<void> {
  const queue = [...cells];
  const work = async (): Promise<void> => {
    for (let cell = queue.shift(); cell !== undefined; cell = queue.shift()) {
      tell({ cell: cell.name, problems: await runCell(cell) });
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
}
