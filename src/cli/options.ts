/** Options that several commands have. */
import { type Command, Option } from 'commander';
import { connect, type Connection, type ConnectionOptions } from '../operations';
import type { Surroundings } from './command';
import { CommandError, type Form } from './envelope';

/** Under the names of the AWS CLI. */
export interface AwsOptions {
  readonly profile?: string;
  readonly region?: string;
  readonly endpointUrl?: string;
}

export const withAwsOptions = (command: Command): Command =>
  command
    .option('--profile <name>', 'a profile of the shared AWS files (default: AWS_PROFILE, or what the environment has)')
    .option(
      '--region <region>',
      'Region of the secret, unless its ARN names one (default: AWS_REGION, or the profile’s)',
    )
    .option('--endpoint-url <url>', 'one address for IAM, Secrets Manager and STS, such as that of local-aws');

export const connectWith = (
  { profile, region, endpointUrl }: AwsOptions,
  { version }: Surroundings,
  more: ConnectionOptions = {},
): Connection => connect({ profile, region, endpointUrl, version, ...more });

export interface FormatOptions {
  readonly format?: 'json' | 'text';
}

export const withFormat = (command: Command): Command =>
  command.addOption(
    new Option('--format <format>', 'the form of the answer (default: text at a terminal, json elsewhere)').choices([
      'json',
      'text',
    ]),
  );

export const formOf = ({ format }: FormatOptions): Form | undefined =>
  format === undefined ? undefined : format === 'json' ? 'data' : 'text';

const UNIT_MS: Readonly<Partial<Record<string, number>>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const MAX_TIMEOUT_MS = 24 * 3_600_000;

/** Milliseconds of `90s`, `5m` or `1h`. @throws CommandError */
export function duration(text: string): number {
  const [, amount = '', unit = ''] = /^(\d+)(ms|s|m|h)$/.exec(text) ?? [];
  const milliseconds = Number(amount) * (UNIT_MS[unit] ?? 0);
  if (milliseconds > 0 && milliseconds <= MAX_TIMEOUT_MS) return milliseconds;
  throw new CommandError(
    'VALIDATION_ERROR',
    `"${text}" is no duration of more than 0 and at most 24h. Write it as 90s or 5m.`,
  );
}

export const withTimeout = (command: Command): Command =>
  command.addOption(
    new Option('--timeout <duration>', 'how long it may take, such as 90s; at most 24h')
      .argParser(duration)
      .default(300_000, '300s'),
  );

/** A whole number between two others. @throws CommandError */
export const wholeNumber =
  (what: string, min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new CommandError('VALIDATION_ERROR', `${what} is a whole number from ${min} to ${max}; "${text}" is not.`);
  };
