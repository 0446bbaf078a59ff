import { type State, rfc3339 } from './model';
import type { SyncStatus } from './schema';

/** A login profile as IAM describes it now. */
export interface ObservedProfile {
  readonly userName: string;
  readonly createDate: Date;
  readonly passwordResetRequired: boolean;
}

/** What a refresh found, and the state that holds it until an apply mends it. */
export interface Observation {
  readonly status: SyncStatus;
  /** True where this refresh found it; false where an earlier one did and no apply has come since. */
  readonly isNew: boolean;
  readonly state: Pick<State, 'create_date' | 'password_reset_pending' | 'sync_status'>;
}

/**
 * Compares stored state with the login profile as it stands. Pure. A finding is only ever replaced by a graver one:
 * a refresh-only run in between must not lose what apply has yet to mend.
 */
export function observe(prior: State, profile: ObservedProfile): Observation {
  const createDate = rfc3339(profile.createDate);
  const stored = prior.sync_status ?? 'in_sync';
  const found = prior.drift_detection === 'off' ? undefined : finding(prior, createDate, profile.passwordResetRequired);
  const status = found !== undefined && outranks(found, stored, prior) ? found : stored;
  return {
    status,
    isNew: status !== stored,
    state: { create_date: createDate, password_reset_pending: profile.passwordResetRequired, sync_status: status },
  };
}

function finding(prior: State, createDate: string, pending: boolean): SyncStatus | undefined {
  if (prior.create_date !== null && prior.create_date !== createDate) return 'recreated';
  if (prior.password_reset_pending === true && !pending) return 'handed_over';
  if (prior.password_reset_pending === false && pending) return 'reset_flag_changed';
  return undefined;
}

/** Where the password in force is known to be another one, or was never verified, the flag tells nothing more. */
function outranks(found: SyncStatus, stored: SyncStatus, prior: State): boolean {
  if (found === 'recreated') return true;
  // Sending the password sets the flag as well.
  if (stored === 'handed_over' && prior.on_user_change === 'enforce') return false;
  return stored !== 'recreated' && stored !== 'password_changed' && stored !== 'unverified';
}
