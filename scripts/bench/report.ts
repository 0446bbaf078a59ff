import { type Budget, holds } from './budgets';
import { type Line, type Measure, median, medianOf, OURS, ratio, valuesOf } from './statistics';

type Row = readonly string[];

/** A Markdown table, its columns lined up. */
export function table(head: Row, rows: readonly Row[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const print = (cells: Row): string =>
    `| ${widths.map((width, column) => pad(cells[column] ?? '', width, column)).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => rulePart(width, column)).join(' | ')} |`;
  return [print(head), rule, ...rows.map(print)].join('\n');
}

/** The first columns name things; the rest are numbers. */
const NAME_COLUMNS = 3;
const pad = (text: string, width: number, column: number) =>
  column < NAME_COLUMNS ? text.padEnd(width) : text.padStart(width);
const rulePart = (width: number, column: number) =>
  column < NAME_COLUMNS ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`;

const HEAD: Row = [
  'row',
  'profiles',
  'what',
  'wall s',
  'CPU s',
  'ours/this wall',
  'ours/this CPU',
  'provider CPU s',
  'provider MiB',
  'calls/profile',
  'stand-in',
];

/** Every line: medians, with the smallest and the largest in brackets, and ours as a multiple of what it is beside. */
export function linesTable(lines: readonly Line[]): string {
  return table(
    HEAD,
    lines.map((line) => {
      const ours = lines.find(({ row, size, subject }) => row === line.row && size === line.size && subject === OURS);
      return [
        line.row,
        line.size?.toLocaleString('en') ?? '',
        line.scaledFrom === undefined ? line.subject : `${line.subject} (${line.scaledFrom} x, scaled)`,
        spread(line, 'wallSeconds'),
        spread(line, 'cpuSeconds'),
        ...(line === ours ? ['', ''] : [multiple(ours, line, 'wallSeconds'), multiple(ours, line, 'cpuSeconds')]),
        spread(line, 'providerCpuSeconds'),
        number(largest(line, 'providerPeakMiB'), 0),
        number(ratio(medianOf(line, 'awsCalls'), line.size), 1),
        percent(largest(line, 'standInShare')),
      ];
    }),
  );
}

const largest = (line: Line, measure: Measure): number | undefined => {
  const values = valuesOf(line, measure);
  return values.length === 0 ? undefined : Math.max(...values);
};

function spread(line: Line, measure: Measure): string {
  const values = valuesOf(line, measure);
  if (values.length === 0) return '';
  const digits = median(values) < 1 ? 3 : median(values) < 100 ? 2 : 0;
  const middle = median(values).toFixed(digits);
  return values.length === 1
    ? middle
    : `${middle} (${Math.min(...values).toFixed(digits)}-${Math.max(...values).toFixed(digits)})`;
}

const multiple = (above: Line | undefined, below: Line, measure: Measure): string => {
  const value = ratio(medianOf(above, measure), medianOf(below, measure));
  return value === undefined ? '' : `${value.toFixed(value < 0.1 ? 3 : 2)} x`;
};

const number = (value: number | undefined, digits: number): string =>
  value === undefined ? '' : value.toFixed(digits);
const percent = (share: number | undefined): string => (share === undefined ? '' : `${(share * 100).toFixed(0)} %`);

/** Every budget, what was measured, and whether it holds. */
export function budgetsTable(budgets: readonly Budget[]): string {
  return table(
    ['budget', 'limit', 'verdict', 'measured'],
    budgets.map((budget) => [
      budget.what,
      `${budget.atLeast === true ? 'at least' : 'at most'} ${budget.limit} ${budget.unit}`,
      verdict(budget),
      budget.measured === undefined ? '' : `${budget.measured.toFixed(budget.unit === 'MiB' ? 0 : 2)} ${budget.unit}`,
    ]),
  );
}

const verdict = (budget: Budget): string => {
  const held = holds(budget);
  return held === undefined ? 'not measured' : held ? 'held' : 'missed';
};
