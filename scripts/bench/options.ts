import { parseArgs } from 'node:util';

/** Every row of the bench, in the order in which it is run. */
export const ROWS = [
  'start',
  'synth',
  'aws-root',
  'validate',
  'apply',
  'plan',
  'drift',
  'rotate',
  'destroy',
  'alternatives',
] as const;
export type Row = (typeof ROWS)[number];

export interface Options {
  /** Numbers of profiles. */
  readonly sizes: readonly number[];
  /** How often each row is measured, ours and its floor by turns. */
  readonly runs: number;
  readonly rows: readonly Row[];
  /** Where the measurements are written as JSON. */
  readonly json?: string;
  /** The AWS CLI to compare with: a shim in front of it would be measured too. */
  readonly awsCli: string;
  /** `terraform -parallelism`; Terraform's own default where it is left out. */
  readonly parallelism?: number;
  /** Milliseconds that the stand-in for AWS waits before each answer. None where it is left out, to see what we cost. */
  readonly latencyMs?: number;
}

const DEFAULTS = { sizes: '1,100,1000,5000', runs: '5', rows: ROWS.join() };
/**
 * Shows in seconds whether the bench still works; what it measures then says nothing. Without the AWS bindings, whose
 * loading alone takes longer than all the rest.
 */
const SMOKE = { sizes: '1', runs: '1', rows: ROWS.filter((name) => name !== 'aws-root').join() };

export const USAGE = `npm run bench -- [--sizes ${DEFAULTS.sizes}] [--runs ${DEFAULTS.runs}] [--rows ${DEFAULTS.rows}]
                 [--json FILE] [--aws-cli PATH] [--parallelism N] [--latency MS] [--smoke]`;

/** @throws Error that says what is wrong with an argument. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sizes: { type: 'string' },
      runs: { type: 'string' },
      rows: { type: 'string' },
      json: { type: 'string' },
      'aws-cli': { type: 'string', default: 'aws' },
      parallelism: { type: 'string' },
      latency: { type: 'string' },
      smoke: { type: 'boolean', default: false },
    },
  });
  const given = values.smoke ? SMOKE : DEFAULTS;
  return {
    sizes: (values.sizes ?? given.sizes).split(',').map((text) => count('--sizes', text)),
    runs: count('--runs', values.runs ?? given.runs),
    rows: (values.rows ?? given.rows).split(',').map(row),
    awsCli: values['aws-cli'],
    ...(values.json !== undefined && { json: values.json }),
    ...(values.parallelism !== undefined && { parallelism: count('--parallelism', values.parallelism) }),
    ...(values.latency !== undefined && { latencyMs: count('--latency', values.latency) }),
  };
}

function count(option: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`${option} takes whole numbers above zero, and "${text}" is none.`);
}

function row(name: string): Row {
  const known = ROWS.find((each) => each === name);
  if (known !== undefined) return known;
  throw new Error(`There is no row "${name}". The rows are ${ROWS.join(', ')}.`);
}
