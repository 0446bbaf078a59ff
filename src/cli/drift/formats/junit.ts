import type { Finding } from '../classify';
import { type Report, type StackReport, whichApply } from '../report';
import { tell } from '../words';

/**
 * The report as JUnit XML, one test case per login profile: drift is a failure, a plan that failed an error, and what
 * could not be checked is skipped.
 * @see https://github.com/testmoapp/junitxml
 */
export function asJunit({ stacks }: Report): string {
  const suites = stacks.map(suite);
  const total = (attribute: 'tests' | 'failures' | 'errors' | 'skipped') =>
    suites.reduce((sum, { counts }) => sum + counts[attribute], 0);
  const counts = {
    tests: total('tests'),
    failures: total('failures'),
    errors: total('errors'),
    skipped: total('skipped'),
  };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'iam-login-profile drift', ...counts })}>`,
    ...suites.flatMap(({ lines }) => lines.map((line) => `  ${line}`)),
    '</testsuites>',
  ].join('\n');
}

interface Suite {
  readonly counts: Readonly<Record<'tests' | 'failures' | 'errors' | 'skipped', number>>;
  readonly lines: readonly string[];
}

function suite(report: StackReport): Suite {
  const { stack, findings, failure } = report;
  const errors = failure === undefined ? 0 : 1;
  const number = (kind: Finding['kind']) => findings.filter((finding) => finding.kind === kind).length;
  const counts = {
    tests: findings.length + errors,
    failures: number('drift'),
    errors,
    skipped: number('not_checked'),
  };
  const plan =
    failure === undefined ? [] : testCase(stack, 'plan', `<error${attributes({ type: 'plan', message: failure })}/>`);
  const cases = findings.flatMap((finding) => testCase(stack, finding.address, outcome(finding, report)));
  return {
    counts,
    lines: [
      `<testsuite${attributes({ name: stack, ...counts })}>`,
      ...[...plan, ...cases].map((line) => `  ${line}`),
      '</testsuite>',
    ],
  };
}

/** What is no failure and still worth telling goes to the test's output. */
function outcome(finding: Finding, report: StackReport): string | undefined {
  const message = tell(finding, whichApply(report));
  if (finding.kind === 'in_sync') return undefined;
  if (finding.kind === 'drift') return `<failure${attributes({ type: finding.status ?? finding.kind, message })}/>`;
  if (finding.kind === 'not_checked') return `<skipped${attributes({ message })}/>`;
  return `<system-out>${escaped(message)}</system-out>`;
}

function testCase(classname: string, name: string, content: string | undefined): string[] {
  const start = `<testcase${attributes({ classname, name })}`;
  return content === undefined ? [`${start}/>`] : [`${start}>`, `  ${content}`, '</testcase>'];
}

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('');

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** What XML may not hold at all, such as control characters, has been cleaned away where the plan was read. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
