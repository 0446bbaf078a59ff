import { type State, rfc3339 } from './model';
import type { DriftDetection, SyncStatus } from './schema';

/** A login profile as IAM describes it now. */
export interface ObservedProfile {
  readonly userName: string;
  readonly createDate: Date;
  readonly passwordResetRequired: boolean;
}

/** What the credential report says of the password. All three by AWS's clock. */
export interface PasswordReport {
  readonly generatedAt: Date;
  readonly fetchedAt: Date;
  /** When anybody last set it; `undefined` where the report knows of no password of this user. */
  readonly lastChanged: Date | undefined;
}

/** `undefined` where the report is not asked, `unavailable` where it was and could not be had. */
export type ReportAnswer = PasswordReport | 'unavailable' | undefined;

/** What a refresh found, and the state that holds it until an apply mends it. */
export interface Observation {
  readonly status: SyncStatus;
  /** True where this refresh found it; false where an earlier one did and no apply has come since. */
  readonly isNew: boolean;
  readonly state: Pick<State, 'create_date' | 'password_reset_pending' | 'sync_status'>;
}

/**
 * Milliseconds by which the report's date may be later than that of our own answer and still mean our own write:
 * dates are to the second, and two servers of AWS wrote them.
 */
const SAME_WRITE_MS = 5_000;

/** Whether the credential report is to be asked: only against a password that this resource has sent. */
export const asksReport = ({ drift_detection, password_applied_at }: State): boolean =>
  readsReport(drift_detection) && password_applied_at !== null;

export const readsReport = (detection: DriftDetection | null): boolean =>
  detection === 'password' || detection === 'trail';

/**
 * Compares stored state with the login profile as it stands. Pure. A finding is only ever replaced by a graver one:
 * a refresh-only run in between must not lose what apply has yet to mend.
 */
export function observe(prior: State, profile: ObservedProfile, report?: ReportAnswer): Observation {
  const stored = prior.sync_status ?? 'in_sync';
  const found = prior.drift_detection === 'off' ? undefined : finding(prior, profile, report);
  const status = found !== undefined && outranks(found, stored) ? found : unlessUnchecked(stored, report);
  const createDate = rfc3339(profile.createDate);
  return {
    status,
    isNew: status !== stored,
    state: { create_date: createDate, password_reset_pending: profile.passwordResetRequired, sync_status: status },
  };
}

function finding(prior: State, profile: ObservedProfile, report: ReportAnswer): SyncStatus | undefined {
  const { passwordResetRequired: pending } = profile;
  if (prior.create_date !== null && prior.create_date !== rfc3339(profile.createDate)) return 'recreated';
  if (prior.password_reset_pending === true && !pending) return 'handed_over';
  if (wasChanged(prior, report)) return mayBeTheAnswer(prior) ? 'handed_over' : 'password_changed';
  if (prior.password_reset_pending === false && pending) return 'reset_flag_changed';
  return undefined;
}

/** A report that is older than our own write says nothing about it. */
function wasChanged({ password_applied_at: applied }: State, report: ReportAnswer): boolean {
  if (report === undefined || report === 'unavailable' || applied === null) return false;
  const appliedMs = Date.parse(applied);
  const changedMs = report.lastChanged?.getTime() ?? -Infinity;
  return report.generatedAt.getTime() > appliedMs && changedMs > appliedMs + SAME_WRITE_MS;
}

/**
 * Where the configuration asks for a reset, the new password may be what the person chose, and that is theirs to keep,
 * though the flag may be up again. Where it does not, an answer shows by the flag that goes down.
 */
const mayBeTheAnswer = ({ on_user_change: onUserChange, password_reset_required: required }: State): boolean =>
  onUserChange !== 'enforce' && required === true;

/**
 * Once the password in force is known to be another one, or was never verified, the flag tells nothing more. What the
 * person chose stays theirs, whatever happens to the flag or the report afterwards.
 */
function outranks(found: SyncStatus, stored: SyncStatus): boolean {
  if (stored === 'unverified') return false;
  return found === 'recreated' || stored === 'in_sync' || stored === 'not_checked' || stored === 'reset_flag_changed';
}

/** Whether the report could be had is no finding: it says how much "in sync" means this time. */
function unlessUnchecked(stored: SyncStatus, report: ReportAnswer): SyncStatus {
  if (stored !== 'in_sync' && stored !== 'not_checked') return stored;
  return report === 'unavailable' ? 'not_checked' : 'in_sync';
}

/** True where the flag is up that only the configuration may put up; after a hand-over the status does not tell. */
export const isFlagRaised = ({ password_reset_required: required, password_reset_pending: pending }: State): boolean =>
  required === false && pending === true;
