/**
 * `npm run bench`: what start-up, Terraform's operations and synthesis cost, beside a floor and beside what people use
 * instead, measured in the same run by turns. Judges nothing: it exits with 0 whatever the figures are.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { requireTerraform } from '../demo/terraform';
import { budgets } from './budgets';
import { type Options, parseOptions, USAGE } from './options';
import { budgetsTable, linesTable } from './report';
import { alternativeRows } from './rows/alternatives';
import { startRow } from './rows/start';
import { awsRootRow, synthRows } from './rows/synth';
import { terraformRows } from './rows/terraform';
import { StandInClient } from './stand-in-client';
import type { Line } from './statistics';

/** Enough for the growth of a synthesis to show; nobody synthesizes more into one stack than Terraform can take. */
const SYNTH_UP_TO = 1000;

const tell = (text: string): void => void process.stderr.write(`${text}\n`);
const print = (text: string): void => void process.stdout.write(`${text}\n`);

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  const machine = describeMachine(options);
  print(Object.values(machine).join(', '));
  const started = Date.now();
  const lines = await measureAll(options);
  const found = budgets(lines);
  print(`\n${linesTable(lines)}\n\n${budgetsTable(found)}\n\n${EXPLANATION}\n`);
  print(`Measured in ${((Date.now() - started) / 60_000).toFixed(1)} minutes.`);
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify({ machine, lines, budgets: found }, null, 2)}\n`);
}

const EXPLANATION = `Medians, with smallest and largest in brackets; ours and its floor were run by turns. CPU is user and system time of the
command and of all processes it started. "stand-in" is how much of one core the stand-in for AWS used at most, in a
process of its own that also keeps Terraform's state: far below 100 % it holds nobody up. "scaled" lines were run for
a few users and multiplied.`;

async function measureAll(options: Options): Promise<Line[]> {
  const lines: Line[] = [];
  const wants = (...rows: Options['rows'][number][]) => rows.some((row) => options.rows.includes(row));
  if (wants('start')) lines.push(...(await told('start', startRow(options.runs))));
  const synthSizes = options.sizes.filter((size) => size <= SYNTH_UP_TO);
  if (wants('synth'))
    for (const size of synthSizes) lines.push(...(await told(`synth of ${size}`, synthRows(size, options.runs))));
  if (wants('aws-root'))
    lines.push(await told('synth with all AWS bindings', awsRootRow(Math.max(1, ...synthSizes), options.runs)));
  if (wants('validate', 'apply', 'plan', 'drift', 'rotate', 'destroy'))
    for (const size of options.sizes)
      lines.push(...(await told(`Terraform with ${size}`, withTerraform(size, options))));
  if (wants('alternatives')) lines.push(...(await alternatives(options)));
  return lines;
}

const withTerraform = (size: number, options: Options): Promise<Line[]> =>
  withStandIn(options, (standIn) => terraformRows(size, options, standIn));

async function alternatives(options: Options): Promise<Line[]> {
  if (version(options.awsCli) === undefined) {
    tell(`${options.awsCli} was not found, so that the rotation is not compared with it.`);
    return [];
  }
  return told(
    'what people use instead',
    withStandIn(options, (standIn) => alternativeRows(options, standIn)),
  );
}

/** Every row has a stand-in of its own, so that none depends on another. */
async function withStandIn<T>({ latencyMs }: Options, use: (standIn: StandInClient) => Promise<T>): Promise<T> {
  const standIn = await StandInClient.start(latencyMs);
  try {
    return await use(standIn);
  } finally {
    standIn.stop();
  }
}

async function told<T>(what: string, measuring: Promise<T>): Promise<T> {
  const started = Date.now();
  const result = await measuring;
  tell(`${what}: ${((Date.now() - started) / 1000).toFixed(0)} s`);
  return result;
}

const version = (command: string): string | undefined => {
  const { error, status, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
  return error === undefined && status === 0 ? stdout.split(/[ \n]/, 1)[0] : undefined;
};

const describeMachine = ({ awsCli }: Options) => ({
  node: `Node ${process.versions.node}`,
  terraform: `Terraform ${requireTerraform()}`,
  awsCli: version(awsCli) ?? 'no AWS CLI',
  system: `${platform()} ${arch()}`,
  processor: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`,
  memory: `${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
});

main().catch((error: unknown) => {
  tell(error instanceof Error ? error.message : String(error));
  if (error instanceof TypeError || (error instanceof Error && /^--|no row/.test(error.message))) tell(USAGE);
  process.exitCode = 1;
});
