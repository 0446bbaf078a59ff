import type { TrailEvent, TrailEventName } from '../../aws';
import type { PasswordReport } from './drift';
import { sameUser, type State } from './model';
import type { SyncStatus } from './schema';

/** Milliseconds by which CloudTrail's date of a call and that of its effect may differ: both are to the second. */
const SAME_CALL_MS = 5_000;

/** What was found, as far as it leads to a call. `gone`: the login profile; `user_gone`: the user with it. */
export type Finding = SyncStatus | 'gone' | 'user_gone';

/** Which calls can have caused a finding. */
export interface Suspects {
  readonly names: readonly TrailEventName[];
  /** Nothing older can be it. */
  readonly since: Date;
  /** Whether a call of this user has to do with it at all. @default any */
  readonly concerns?: (event: TrailEvent) => boolean;
  /** Whether the newest of those can have caused it; where it cannot, the true one is not in the trail yet. */
  readonly fits?: (event: TrailEvent) => boolean;
}

/** The calls to look for, or `undefined` where no call is to blame. Pure. */
export function suspects(
  finding: Finding,
  prior: State,
  seen: { readonly createDate?: Date; readonly report?: PasswordReport },
): Suspects | undefined {
  const since = sinceOurs(prior);
  switch (finding) {
    case 'gone':
      return { names: ['DeleteLoginProfile'], since };
    case 'user_gone':
      return { names: ['UpdateUser', 'DeleteUser', 'DeleteLoginProfile'], since, concerns: endsName };
    case 'recreated':
      return around(['CreateLoginProfile'], seen.createDate);
    case 'password_changed':
      return around(['UpdateLoginProfile', 'ChangePassword'], seen.report?.lastChanged);
    case 'reset_flag_changed':
      return { names: ['UpdateLoginProfile', 'ChangePassword'], since, concerns: setsFlag, fits: raisesFlag };
    case 'handed_over':
      return {
        names: ['UpdateLoginProfile', 'ChangePassword'],
        since,
        concerns: setsFlag,
        fits: (event) => !raisesFlag(event),
      };
    case 'in_sync':
    case 'not_checked':
    case 'unverified':
      return undefined;
  }
}

/** The newest of the calls that have to do with it, where it can be the one. Pure. */
export function culprit(
  events: readonly TrailEvent[],
  userName: string,
  { since, concerns = () => true, fits = () => true }: Suspects,
): TrailEvent | undefined {
  const newest = events.find((event) => sameUser(event.userName, userName) && event.at >= since && concerns(event));
  return newest !== undefined && fits(newest) ? newest : undefined;
}

/** The person's own change takes the flag down. */
const setsFlag = ({ eventName, passwordResetRequired: flag }: TrailEvent): boolean =>
  eventName === 'ChangePassword' || flag !== undefined;

const raisesFlag = ({ passwordResetRequired: flag }: TrailEvent): boolean => flag === true;

/** UpdateUser may also have moved the user to another path. */
const endsName = ({ eventName, newUserName }: TrailEvent): boolean =>
  eventName !== 'UpdateUser' || newUserName !== undefined;

/** After our own last password, which stands in the trail as well. */
const sinceOurs = ({ password_applied_at: applied, create_date: created }: State): Date =>
  new Date(Date.parse(applied ?? created ?? '1970-01-01T00:00:00Z') + SAME_CALL_MS);

function around(names: readonly TrailEventName[], date: Date | undefined): Suspects | undefined {
  if (date === undefined) return undefined;
  const time = date.getTime();
  const isNear = ({ at }: TrailEvent): boolean => Math.abs(at.getTime() - time) <= SAME_CALL_MS;
  return { names, since: new Date(time - SAME_CALL_MS), concerns: isNear };
}
