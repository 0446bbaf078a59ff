/** Levels as Terraform names them, most talkative first. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';

/** Writes to Terraform's log, seen with `TF_LOG`. Nothing secret may ever be passed in: Terraform redacts nothing. */
export interface Logger {
  log(level: LogLevel, message: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
}

export type LogFields = NonNullable<Parameters<Logger['log']>[2]>;

export interface LoggerOptions {
  /** Where `TF_LOG` and `TF_LOG_PROVIDER` are read. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Shown as `@module`. */
  readonly module: string;
  /** Takes one line, its line break included. */
  readonly write: (line: string) => void;
}

const LEVELS: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error'];

/** Terraform cuts a line at 64 KiB and then no longer knows its level; this leaves room for a dozen fields. */
const MAX_TEXT_LENGTH = 4000;

/**
 * Writes the JSON lines of go-hclog, the one form whose level Terraform reads. What nobody will see is not formatted.
 *
 * Terraform crashes on a record whose `@message`, `@level` or `@timestamp` is no string, so these come last and
 * cannot be overwritten by a field.
 */
export function createLogger({ env, module, write }: LoggerOptions): Logger {
  const lowest = lowestLevel(env);
  return {
    log(level, message, fields = {}) {
      if (LEVELS.indexOf(level) < lowest) return;
      const record = {
        ...fields,
        '@level': level,
        '@message': asText(message),
        '@module': module,
        '@timestamp': timestamp(new Date()),
      };
      write(`${JSON.stringify(record, cutLongText)}\n`);
    },
  };
}

/** The same logger with fields on every record, such as the resource type a call is about. */
export const withFields = (logger: Logger, fields: LogFields): Logger => ({
  log: (level, message, more) => logger.log(level, message, { ...fields, ...more }),
});

/** As Terraform reads the variables: `JSON` and any word that is no level mean everything. */
function lowestLevel(env: LoggerOptions['env']): number {
  const ofProviders = env.TF_LOG_PROVIDER ?? '';
  const asked = ofProviders === '' ? (env.TF_LOG ?? '') : ofProviders;
  if (asked === '' || asked.toLowerCase() === 'off') return LEVELS.length;
  return Math.max(0, LEVELS.indexOf(asked.toLowerCase() as LogLevel));
}

/** Six fraction digits: with the three of `toISOString` the record loses its level. */
const timestamp = (date: Date): string => date.toISOString().replace('Z', '000Z');

/** A caller in JavaScript may pass anything. */
const asText = (message: unknown): string => String(message);

const cutLongText = (_key: string, value: unknown): unknown =>
  typeof value === 'string' && value.length > MAX_TEXT_LENGTH ? `${value.slice(0, MAX_TEXT_LENGTH)}...` : value;
