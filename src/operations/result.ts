import { AwsCallError } from '../aws';
import type { ErrorCode } from './codes';
import { CODE_OF_FAILURE } from './failures';
import type { Result, ResultError } from './types';
import { explain, type Subject } from './words';

/** A refusal that is an answer. */
export class OperationError extends Error {
  override readonly name = 'OperationError';

  constructor(readonly error: ResultError) {
    super(error.message);
  }
}

export const refused = (code: ErrorCode, message: string): OperationError => new OperationError({ code, message });

/** Turns a failed call into an answer about its subject. */
export function failedCall(failed: AwsCallError, subject: Subject): OperationError {
  const { operation, code, text, requestId, attempts } = failed;
  return new OperationError({
    code: CODE_OF_FAILURE[failed.failure],
    message: explain(failed, subject),
    details: { operation, aws_code: code, aws_message: text, request_id: requestId ?? null, attempts },
  });
}

/** Runs an operation; everything that can be expected to go wrong is an answer. Mistakes of our own are thrown. */
export async function answered<T>(run: () => Promise<T>, subject: Subject): Promise<Result<T>> {
  try {
    return { success: true, data: await run() };
  } catch (thrown) {
    const error = thrown instanceof AwsCallError ? failedCall(thrown, subject) : thrown;
    if (!(error instanceof OperationError)) throw thrown;
    return { success: false, error: error.error };
  }
}
