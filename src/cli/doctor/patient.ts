import type { Account, Aws, CallerIdentity, Deadline } from '../../aws';

export type Identity = CallerIdentity;

/** What the checks of AWS share. */
export interface Patient {
  readonly aws: Aws;
  readonly account: Account;
  readonly until: Deadline;
}
