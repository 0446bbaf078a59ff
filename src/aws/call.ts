import type { Deadline } from './deadline';
import { AwsCallError, sortAwsError } from './errors';
import { fromAws } from './foreign-answer';

/**
 * Runs one call under a deadline and sorts what it throws. `operation` is the permission it needs: `iam:GetUser`.
 * Ends with the deadline whatever the call is waiting for, such as credentials that others wait for as well.
 */
export async function call<T>(
  operation: string,
  until: Deadline,
  send: (options: { abortSignal: AbortSignal }) => Promise<T>,
): Promise<T> {
  try {
    return await until.during(async (abortSignal) => {
      const output = await unlessAborted(abortSignal, () => send({ abortSignal }));
      return fromAws(operation, output);
    });
  } catch (thrown) {
    throw endedEarly(operation, until, thrown) ?? sortAwsError(operation, thrown);
  }
}

async function unlessAborted<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  let forget = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    forget = () => signal.removeEventListener('abort', abort);
  });
  return Promise.race([run(), aborted]).finally(forget);
}

function endedEarly(operation: string, until: Deadline, thrown: unknown): AwsCallError | undefined {
  const ended = until.ended();
  if (ended === undefined || (thrown as { $fault?: unknown }).$fault !== undefined) return undefined;
  const text = ended === 'stopped' ? 'the call was asked to stop' : `no success within ${until.timeoutMs / 1000} s`;
  return new AwsCallError({ operation, failure: ended, code: ended === 'stopped' ? 'Stopped' : 'Timeout', text });
}
