import { type Color, painter } from '../colors';
import type { Surroundings } from '../command';
import type { Check, Status } from './check';

const COLORS: Readonly<Record<Status, Color>> = { ok: 'green', warning: 'yellow', failed: 'red', skipped: 'gray' };

/** A line per check, and below what is wrong what to do about it. */
export function asTable(checks: readonly Check[], surroundings: Pick<Surroundings, 'stdout' | 'env'>): string {
  const paint = painter(surroundings);
  const width = Math.max(...checks.map(({ name }) => name.length));
  const statusWidth = Math.max(...Object.keys(COLORS).map((status) => status.length));
  const indent = ' '.repeat(statusWidth + width + 4);
  return checks
    .flatMap(({ name, status, found, fix }) => [
      `${paint(COLORS[status], status.padEnd(statusWidth))}  ${name.padEnd(width)}  ${found}`,
      ...(fix === undefined ? [] : [`${indent}${fix}`]),
    ])
    .join('\n');
}
