import type { TrailEvent, TrailEventName } from '../../aws';
import { sameUser, type State } from './model';
import type { PasswordReport } from './drift';
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
  /** Whether this is the call, of the right user and not too old. @default any */
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
      return { names: ['DeleteUser', 'DeleteLoginProfile'], since };
    case 'recreated':
      return around(['CreateLoginProfile'], seen.createDate);
    case 'password_changed':
      return around(['UpdateLoginProfile', 'ChangePassword'], seen.report?.lastChanged);
    case 'reset_flag_changed':
      return { names: ['UpdateLoginProfile'], since, fits: (event) => event.passwordResetRequired === true };
    case 'handed_over':
      return { names: ['ChangePassword', 'UpdateLoginProfile'], since, fits: mayEndReset };
    case 'in_sync':
    case 'not_checked':
    case 'unverified':
      return undefined;
  }
}

/** The newest of the events that can be it. Pure. */
export const culprit = (events: readonly TrailEvent[], userName: string, { since, fits = () => true }: Suspects) =>
  events.find((event) => sameUser(event.userName, userName) && event.at >= since && fits(event));

/** The person's own change, or an administrator's that does not ask for another one. */
const mayEndReset = ({ passwordResetRequired: flag }: TrailEvent): boolean => flag !== true;

/** After our own last write, which stands in the trail as well. */
const sinceOurs = ({ password_applied_at: applied, create_date: created }: State): Date =>
  new Date(Date.parse(applied ?? created ?? '1970-01-01T00:00:00Z') + SAME_CALL_MS);

function around(names: readonly TrailEventName[], date: Date | undefined): Suspects | undefined {
  if (date === undefined) return undefined;
  const time = date.getTime();
  return {
    names,
    since: new Date(time - SAME_CALL_MS),
    fits: ({ at }) => Math.abs(at.getTime() - time) <= SAME_CALL_MS,
  };
}
