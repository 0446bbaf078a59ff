import type { Deadline } from './deadline';
import { AwsCallError, sortAwsError } from './errors';

/** Runs one call under a deadline and sorts what it throws. `operation` is the permission it needs: `iam:GetUser`. */
export async function call<T>(
  operation: string,
  until: Deadline,
  send: (options: { abortSignal: AbortSignal }) => Promise<T>,
): Promise<T> {
  try {
    return await until.during((abortSignal) => send({ abortSignal }));
  } catch (thrown) {
    throw endedEarly(operation, until, thrown) ?? sortAwsError(operation, thrown);
  }
}

function endedEarly(operation: string, until: Deadline, thrown: unknown): AwsCallError | undefined {
  const ended = until.ended();
  if (ended === undefined || (thrown as { $fault?: unknown }).$fault !== undefined) return undefined;
  const text =
    ended === 'stopped' ? 'Terraform asked the provider to stop' : `no success within ${until.timeoutMs / 1000} s`;
  return new AwsCallError({ operation, failure: ended, code: ended === 'stopped' ? 'Stopped' : 'Timeout', text });
}
