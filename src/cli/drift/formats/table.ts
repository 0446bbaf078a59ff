import type { Report, StackReport } from '../report';
import { linesOf } from '../summing-up';
import { countsOf, kindWords, RESULT_WORDS } from './summary';

/** Where nobody knows how wide the terminal is. */
const DEFAULT_COLUMNS = 120;
/** Words would be unreadable in less; then the line is longer than the terminal. */
const MIN_MESSAGE_COLUMNS = 40;
const GAP = '  ';

/** The report for a person at a terminal. */
export const asTable = ({ stacks }: Report, columns = DEFAULT_COLUMNS): string =>
  stacks.map((report) => stackTable(report, columns)).join('\n\n');

function stackTable(report: StackReport, columns: number): string {
  const title = `${report.stack}: ${RESULT_WORDS[report.result]} (${countsOf(report)})`;
  const failure = report.failure === undefined ? [] : wrapped(report.failure, columns - GAP.length);
  const cells = linesOf(report).map(({ finding, users, address, message }) => ({
    head: [kindWords(finding.kind), users, address],
    message,
  }));
  const widths = [0, 1, 2].map((column) => Math.max(0, ...cells.map(({ head }) => head[column]?.length ?? 0)));
  const used = GAP.length + widths.reduce((sum, width) => sum + width + GAP.length, 0);
  const rows = cells.flatMap(({ head, message }) => {
    const start = widths.map((width, column) => `${(head[column] ?? '').padEnd(width)}${GAP}`).join('');
    return wrapped(message, Math.max(columns - used, MIN_MESSAGE_COLUMNS)).map((line, index) =>
      index === 0 ? `${GAP}${start}${line}` : `${' '.repeat(used)}${line}`,
    );
  });
  return [title, ...failure.map((line) => `${GAP}${line}`), ...rows].join('\n');
}

/** Breaks at spaces; a word longer than the width stays whole. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
