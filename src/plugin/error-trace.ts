import type { Logger } from './log';

/** A line of a stack trace and nothing else: where, in which function, at which line. */
const FRAME = /^ {4}at [^\n]*:\d+:\d+\)?$/;
const MAX_FRAMES = 20;

/**
 * What of a foreign error may be written down: its class and where it was thrown. Never its message, which may hold a
 * secret (a JSON parser quotes its text, an HTTP client its request).
 */
export function describeError(error: unknown): { readonly name: string; readonly frames: readonly string[] } {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] };
  return { name: className(error), frames: framesOf(error) };
}

/** The class's name; `error.name` is free text. */
const className = (error: Error): string => {
  const name: unknown = error.constructor.name;
  return typeof name === 'string' && /^\w{1,80}$/.test(name) ? name : 'Error';
};

/** The message stands before the frames, may have many lines, and may look like a frame; so it is cut off whole. */
function framesOf({ stack, message }: Error): string[] {
  if (typeof stack !== 'string') return [];
  const header = message === '' ? '\n' : `: ${message}\n`;
  const start = stack.indexOf(header);
  if (start < 0) return [];
  return stack
    .slice(start + header.length)
    .split('\n')
    .filter((line) => FRAME.test(line))
    .slice(0, MAX_FRAMES);
}

/**
 * Writes down what failed below the calls. OpenSSL's code says why; Terraform itself only shows that the plugin did not
 * respond.
 */
export const logFailure = (log: Logger, message: string, error: NodeJS.ErrnoException): void =>
  log.log('error', message, { error_class: describeError(error).name, code: error.code ?? '' });
