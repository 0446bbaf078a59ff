import type { Report, StackReport } from '../report';
import { type Line, linesOf } from '../summing-up';
import { countsOf, kindWords, RESULT_WORDS } from './summary';

/** The report as GitHub Flavored Markdown, for a job summary or a comment. */
export const asMarkdown = ({ result, stacks }: Report): string =>
  [`### IAM login profiles: ${RESULT_WORDS[result]}`, ...stacks.map(stackSection)].join('\n\n');

function stackSection(report: StackReport): string {
  const title = `**${escaped(report.stack)}**: ${RESULT_WORDS[report.result]} (${countsOf(report)})`;
  const failure = report.failure === undefined ? [] : [`> ${escaped(report.failure)}`];
  const lines = linesOf(report);
  const table = lines.length === 0 ? [] : [[...HEAD, ...lines.map(row)].join('\n')];
  return [title, ...failure, ...table].join('\n\n');
}

const HEAD = ['| finding | user | resource | what happened, and what apply will do |', '| --- | --- | --- | --- |'];

const row = ({ finding, users, address, message }: Line): string =>
  `| ${[kindWords(finding.kind), users, address, message].map(escaped).join(' | ')} |`;

/**
 * Every ASCII mark that Markdown could read as its own, so that names from a plan stay text. `@` and `#` are written as
 * entities: a mention or a reference is found in escaped text, too.
 */
const escaped = (text: string): string =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@/g, '&#64;')
    .replace(/#(?!64;)/g, '&#35;')
    .replace(/[\\`*_{}[\]()~|!]/g, '\\$&');
