import { AwsCallError } from '../../aws';
import { type ErrorCode, failedCall } from '../../operations';

export type Status = 'ok' | 'warning' | 'failed' | 'skipped';

/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  readonly status: Status;
  /** What was found, in one line. */
  readonly found: string;
  /** What to do about it. Present where something is wrong. */
  readonly fix?: string;
  /** Present where it failed. */
  readonly code?: ErrorCode;
}

export const ok = (name: string, found: string): Check => ({ name, status: 'ok', found });
export const skipped = (name: string, found: string, fix?: string): Check => ({
  name,
  status: 'skipped',
  found,
  ...(fix !== undefined && { fix }),
});
export const warning = (name: string, found: string, fix: string): Check => ({ name, status: 'warning', found, fix });
export const failed = (name: string, found: string, fix: string, code: ErrorCode = 'VALIDATION_ERROR'): Check => ({
  name,
  status: 'failed',
  found,
  fix,
  code,
});

/** Turns a failed call into a check that failed. Anything else is a mistake of ours, and thrown on. */
export function failedWith(name: string, thrown: unknown, fix: string): Check {
  if (!(thrown instanceof AwsCallError)) throw thrown;
  const { code } = failedCall(thrown, { userName: '' }).error;
  return failed(name, foundOf(thrown, name), fix, code);
}

/** AWS's words without the final stop, and the operation where the check is not called after it. */
function foundOf({ operation, code, text }: AwsCallError, name: string): string {
  return `${operation === name ? '' : `${operation}: `}${code}: ${text.replace(/\.$/, '')}`;
}
