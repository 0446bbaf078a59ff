import {
  type Aws,
  AwsCallError,
  type CallerIdentity,
  type CredentialReport,
  deadline,
  type Deadline,
  type LoginProfileLookup,
  type SecretDescription,
} from '../aws';
import type { Call, Diagnostic } from '../plugin';
import { userNameRefusal } from './allowed-user-names';
import { Claims } from './claims';
import type { Guards } from './configuration';
import { Trail } from './trail';

/**
 * What the provider knows between `configure` and the end of the process. Terraform starts a process for each phase,
 * so nothing here outlives a plan or an apply.
 */
export interface Session {
  /** Undefined while the provider block has values that only apply will know. */
  readonly aws: Aws | undefined;
  /** Why the provider block keeps a user from being given a password; `undefined` where it does not. */
  readonly refuseUser: (userName: string) => Diagnostic | undefined;
  /** Whether the user who calls may be given a password; where not, {@link callers} is asked before the first write. */
  readonly allowOwnUser: boolean;
  /** Who calls, and who assumes the roles of the provider block: asked once for all users. */
  readonly callers: (aws: Aws, call: Call) => Promise<Callers>;
  /** Describes each secret once, however many users follow it. */
  readonly describeSecret: (aws: Aws, secretId: string, until: Deadline) => Promise<SecretDescription>;
  /** The credential report, fetched once for all users; or why it cannot be had. */
  readonly credentialReport: (aws: Aws, call: Call) => Promise<CredentialReport | AwsCallError>;
  /** CloudTrail, read once for all users. */
  readonly trail: Trail;
  /** True the first time: what concerns every login profile alike is said once. */
  readonly isFirst: (topic: string) => boolean;
  /** What plan saw of users that are about to be created, so that apply need not ask again. */
  readonly lookups: Lookups;
  /** Users that are in state: their login profile is ours, not somebody else's to adopt. */
  readonly managed: UserSet;
  /** Users whom a resource of this process has taken. */
  readonly claims: Claims;
}

export interface Callers {
  readonly caller: CallerIdentity;
  /** Undefined where the provider block names no roles. */
  readonly beforeRoles?: CallerIdentity | undefined;
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

/** Milliseconds that IAM may take to make a credential report: seconds in a small account, longer in a big one. */
const REPORT_TIMEOUT_MS = 60_000;

async function fetchReport(aws: Aws, call: Call): Promise<CredentialReport | AwsCallError> {
  try {
    return await aws.credentialReports.get(deadline(REPORT_TIMEOUT_MS, call.signal));
  } catch (failed) {
    if (failed instanceof AwsCallError) return failed;
    throw failed;
  }
}

/** Milliseconds that STS may take to say who calls, all attempts together. */
const CALLER_TIMEOUT_MS = 60_000;

/** A permission does not come back within a process; anything else may have been a moment's trouble. */
const mayPass = (failed: unknown): boolean => !(failed instanceof AwsCallError) || failed.failure !== 'access-denied';

/** Nor is there anything to hope for from an STS that has said nothing in all that time. */
const mayAnswerYet = (failed: unknown): boolean =>
  mayPass(failed) && !(failed instanceof AwsCallError && failed.failure === 'timed-out');

async function askCallers(aws: Aws, call: Call, signedInAs: CallerIdentity | undefined): Promise<Callers> {
  const until = deadline(CALLER_TIMEOUT_MS, call.signal);
  const [caller, beforeRoles] = await Promise.all([
    signedInAs ?? aws.caller.identity(until),
    aws.caller.beforeRoles(until),
  ]);
  return { caller, beforeRoles };
}

/**
 * @param guards everybody may be given a password but the caller's own user, where they are left out
 * @param signedInAs who calls, where that is known already
 */
export function startSession(aws: Aws | undefined, guards: Guards = {}, signedInAs?: CallerIdentity): Session {
  const descriptions = new Map<string, Promise<SecretDescription>>();
  let callers: Promise<Callers> | undefined;
  const said = new Set<string>();
  let report: Promise<CredentialReport | AwsCallError> | undefined;
  return {
    aws,
    refuseUser: (userName) => userNameRefusal(userName, guards.allowedUserNames),
    allowOwnUser: guards.allowOwnUser ?? false,
    callers: (connected, call) => {
      if (callers !== undefined) return callers;
      const asked = (callers = askCallers(connected, call, signedInAs));
      asked.catch((failed: unknown) => {
        if (mayAnswerYet(failed)) callers = undefined;
      });
      return asked;
    },
    credentialReport: (connected, call) => (report ??= fetchReport(connected, call)),
    trail: new Trail(),
    isFirst: (topic) => said.size < said.add(topic).size,
    lookups: new Lookups(),
    managed: new UserSet(),
    claims: new Claims(),
    describeSecret: (connected, secretId, until) => {
      const known = descriptions.get(secretId);
      if (known !== undefined) return known;
      const asked = connected.secrets.describe(secretId, until);
      descriptions.set(secretId, asked);
      asked.catch((failed: unknown) => {
        if (mayPass(failed)) descriptions.delete(secretId);
      });
      return asked;
    },
  };
}
