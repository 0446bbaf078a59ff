import type { Account, CallerIdentity, Deadline } from '../../aws';
import type { Connection } from '../../operations';

export type Identity = CallerIdentity;

/** What the checks of AWS share. */
export interface Patient {
  readonly aws: Connection;
  readonly account: Account;
  readonly until: Deadline;
}
