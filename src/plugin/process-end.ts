import { writeSync } from 'node:fs';
import { describeError } from './error-trace';

/** A stream nobody reads any more must not keep the process from ending. */
const FLUSH_MS = 500;

/** Ends the process once what was written has left it. */
export async function exit(code: number): Promise<never> {
  await Promise.race([Promise.all([flushed(process.stdout), flushed(process.stderr)]), delay(FLUSH_MS)]);
  process.exit(code);
}

const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    if (stream.destroyed || !stream.writable) resolve();
    else stream.write('', () => resolve());
  });

export const delay = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });

/**
 * Makes the process live and die as a plugin.
 *
 * Ctrl-C and a closing terminal reach the whole process group, and an init system's SIGTERM may: Terraform decides what
 * becomes of running calls, and its own end is noticed, so these signals are left to it. A broken pipe only means that Terraform is gone, which is noticed elsewhere.
 *
 * @param cleanUp runs, at once and without waiting, before a crash ends the process
 */
export function behaveAsPlugin(cleanUp: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  const crash = (error: unknown): void => {
    writeCrash(error);
    cleanUp();
    process.exit(1);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
}

/** Terraform shows what follows `panic: ` to its user, so the message stays out here as well. */
export const crashReport = (error: unknown): string => {
  const { name, frames } = describeError(error);
  return [`panic: ${name}`, '', ...frames, ''].join('\n');
};

/** At once: nothing written the usual way is sure to leave a process that ends. */
function writeCrash(error: unknown): void {
  try {
    writeSync(process.stderr.fd, crashReport(error));
  } catch {
    // Nobody is left to read it.
  }
}
