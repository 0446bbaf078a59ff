import { type Aws, AwsCallError, type Deadline, deadline, type LoginProfileChange, waitOut } from '../../aws';
import type { Call } from '../../plugin';
import type { Session } from '../session';
import { callFailed, Refusal, type Subject } from './diagnostics';

/** What the parts of one create, update or delete share. */
export interface Context {
  readonly aws: Aws;
  readonly session: Session;
  readonly call: Call;
  readonly until: Deadline;
  /** When a user who is not visible is given up. */
  readonly visibleUntil: Deadline;
}

/** Milliseconds that refreshes and early checks may take: Terraform offers no timeout for them. */
export const LOOKUP_TIMEOUT_MS = 120_000;

/** Milliseconds within which a user that was just made becomes visible everywhere in IAM. */
export const USER_VISIBLE_WITHIN_MS = 60_000;

export const startContext = (aws: Aws, session: Session, call: Call, timeoutMs: number): Context => ({
  aws,
  session,
  call,
  until: deadline(timeoutMs, call.signal),
  visibleUntil: deadline(Math.min(USER_VISIBLE_WITHIN_MS, timeoutMs), call.signal),
});

export const lookupContext = (aws: Aws, session: Session, call: Call): Context =>
  startContext(aws, session, call, LOOKUP_TIMEOUT_MS);

/** Runs a call and turns its failure into words for the practitioner. */
export async function explained<T>(subject: Subject, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (failed) {
    throw failed instanceof AwsCallError ? new Refusal(callFailed(failed, subject)) : failed;
  }
}

const isTemporarilyRefused = (failed: AwsCallError): boolean => failed.failure === 'temporarily-unmodifiable';

/** IAM answers "temporarily unmodifiable" for a while after a user or a login profile was made. */
export const whenModifiable = <T>(until: Deadline, run: () => Promise<T>): Promise<T> =>
  waitOut(run, isTemporarilyRefused, until);

/** A user made a moment ago may not be known everywhere yet. */
export const whenVisible = <T>({ until, visibleUntil }: Context, run: (until: Deadline) => Promise<T>): Promise<T> =>
  waitOut(
    () => run(until),
    (failed) => failed.failure === 'not-found',
    visibleUntil,
  );

/** UpdateLoginProfile, as soon as IAM lets it. */
export const setLoginProfile = ({ aws, until }: Context, change: LoginProfileChange): Promise<{ readonly at: Date }> =>
  whenModifiable(until, () => aws.loginProfiles.update(change, until));
