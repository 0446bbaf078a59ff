import { type Aws, AwsCallError, type Deadline, type LoginProfileLookup, type SecretDescription } from '../aws';
import type { Diagnostic } from '../plugin';
import { userNameRefusal } from './allowed-user-names';
import { Claims } from './claims';

/**
 * What the provider knows between `configure` and the end of the process. Terraform starts a process for each phase,
 * so nothing here outlives a plan or an apply.
 */
export interface Session {
  /** Undefined while the provider block has values that only apply will know. */
  readonly aws: Aws | undefined;
  /** Why the provider block keeps a user from being given a password; `undefined` where it does not. */
  readonly refuseUser: (userName: string) => Diagnostic | undefined;
  /** Describes each secret once, however many users follow it. */
  readonly describeSecret: (aws: Aws, secretId: string, until: Deadline) => Promise<SecretDescription>;
  /** What plan saw of users that are about to be created, so that apply need not ask again. */
  readonly lookups: Lookups;
  /** Users that are in state: their login profile is ours, not somebody else's to adopt. */
  readonly managed: UserSet;
  /** Users whom a resource of this process has taken. */
  readonly claims: Claims;
}

/** Compares names without case, as IAM does. */
export class UserSet {
  readonly #names = new Set<string>();

  add(userName: string): void {
    this.#names.add(userName.toLowerCase());
  }

  has(userName: string): boolean {
    return this.#names.has(userName.toLowerCase());
  }
}

export class Lookups {
  readonly #byUser = new Map<string, LoginProfileLookup>();

  set(userName: string, lookup: LoginProfileLookup): void {
    this.#byUser.set(userName.toLowerCase(), lookup);
  }

  /** Forgets what it gives: it was true at plan, and one write may rely on it. */
  take(userName: string): LoginProfileLookup | undefined {
    const lookup = this.#byUser.get(userName.toLowerCase());
    this.#byUser.delete(userName.toLowerCase());
    return lookup;
  }
}

/** @param allowedUserNames patterns; everybody where they are left out */
export function startSession(aws: Aws | undefined, allowedUserNames?: readonly string[]): Session {
  const descriptions = new Map<string, Promise<SecretDescription>>();
  return {
    aws,
    refuseUser: (userName) => userNameRefusal(userName, allowedUserNames),
    lookups: new Lookups(),
    managed: new UserSet(),
    claims: new Claims(),
    describeSecret: (connected, secretId, until) => {
      const known = descriptions.get(secretId);
      if (known !== undefined) return known;
      const asked = connected.secrets.describe(secretId, until);
      descriptions.set(secretId, asked);
      asked.catch((failed: unknown) => {
        // A permission does not come back within a process; anything else may have been a moment's trouble.
        if (!(failed instanceof AwsCallError) || failed.failure !== 'access-denied') descriptions.delete(secretId);
      });
      return asked;
    },
  };
}
