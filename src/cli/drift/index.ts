/** `iam-login-profile drift PLAN`: tells drift from rotation from failure, for people and for pipelines. */
import { writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import { Option } from 'commander';
import type { AddCommand } from '../command';
import { CommandError, envelope, type Outcome } from '../envelope';
import { asData } from './formats/json';
import { asJunit } from './formats/junit';
import { asMarkdown } from './formats/markdown';
import { asTable } from './formats/table';
import { UnusablePlan } from './plan';
import { planFiles } from './read-files';
import { DRIFT_EXIT_STATUS, failedReport, type Report, reportOn, type StackReport } from './report';

export { DRIFT_EXIT_STATUS } from './report';

const FORMATS = ['table', 'json', 'markdown', 'junit'] as const;
type Format = (typeof FORMATS)[number];

/** Which form a file gets by its name. */
const BY_EXTENSION: Readonly<Partial<Record<string, Format>>> = { '.json': 'json', '.md': 'markdown', '.xml': 'junit' };

const HELP = `
Exit status:
  0  nothing to tell (also where only the configuration has changed)
  1  failed: no plan, an incomplete one, or a mistake in the command
  2  drift: somebody changed a login profile outside of Terraform
  3  no drift, but a secret has a new version that waits to be applied
  Of several stacks the gravest counts: 1, then 2, then 3.

Examples:
  terraform plan -out=plan.tfplan && terraform show -json plan.tfplan > plan.json
  iam-login-profile drift plan.json
  terraform show -json plan.tfplan | iam-login-profile drift -
  iam-login-profile drift plan.json --format markdown >> "$GITHUB_STEP_SUMMARY"
  iam-login-profile drift cdktf.out/stacks --format table --output drift.xml`;

interface Options {
  readonly format?: Format;
  readonly output?: string;
}

export const addDrift: AddCommand = (program, { stdout }, report) => {
  program
    .command('drift')
    .description('tell from a plan what was changed outside of Terraform, and which rotations wait')
    .argument('<plan>', 'output of terraform show -json PLANFILE: a file, - for standard input, or a folder of them')
    .addOption(
      new Option('--format <format>', 'the form of the report (default: table at a terminal, json elsewhere)').choices(
        FORMATS,
      ),
    )
    .option('--output <file>', 'write the report to this file besides; .json, .md and .xml choose its form')
    .addHelpText('after', HELP)
    .action((path: string, { format = stdout.isTTY === true ? 'table' : 'json', output }: Options) => {
      const drift = reportOnPath(path);
      if (output !== undefined) writeReport(output, drift, BY_EXTENSION[extname(output)] ?? format);
      report(outcomeOf(drift, format, stdout.columns));
    });
};

/** In this command 2 means drift, so no mistake may exit with it. */
const failed = (message: string): CommandError =>
  new CommandError('VALIDATION_ERROR', message, { exitStatus: DRIFT_EXIT_STATUS.failure });

function reportOnPath(path: string): Report {
  try {
    return reportOn(planFiles(path));
  } catch (error) {
    if (!(error instanceof UnusablePlan)) throw error;
    return failedReport(path, error.message);
  }
}

function outcomeOf(report: Report, format: Format, columns?: number): Outcome {
  const failures = report.stacks.filter(({ failure }) => failure !== undefined);
  const message = failures.map((stack) => failureOf(stack, report)).join(' ');
  return {
    data: asData(report),
    text: rendered(report, format, columns),
    form: format === 'json' ? 'data' : 'text',
    ...(failures.length === 0 ? {} : { failure: failed(message) }),
    exitStatus: DRIFT_EXIT_STATUS[report.result],
  };
}

/** Of one plan alone it is clear which one is meant. */
const failureOf = ({ stack, failure = '' }: StackReport, { stacks }: Report): string =>
  stacks.length === 1 ? failure : `${stack}: ${failure}`;

function rendered(report: Report, format: Format, columns?: number): string {
  switch (format) {
    case 'table':
      return asTable(report, columns);
    case 'markdown':
      return asMarkdown(report);
    case 'junit':
      return asJunit(report);
    case 'json':
      return envelope(outcomeOf(report, 'table'));
  }
}

function writeReport(file: string, report: Report, format: Format): void {
  try {
    writeFileSync(file, `${rendered(report, format)}\n`);
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    throw failed(`The report cannot be written to ${file} (${code}). Name a file that you may write to.`);
  }
}
