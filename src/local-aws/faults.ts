import { operationMatches } from './operation-pattern';
import { RateLimit } from './rate-limit';

/** One way in which a call goes wrong. */
export type Fault =
  /** A documented answer of the service. `status` and `message` default to the documented ones. */
  | { readonly kind: 'error'; readonly code: string; readonly status?: number; readonly message?: string }
  /** Acts and answers, that much later. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Keeps the connection open and never answers. @default acted false */
  | { readonly kind: 'no-answer'; readonly acted?: boolean }
  /** Resets the connection; nothing was done. */
  | { readonly kind: 'reset-before' }
  /** Acts, then resets the connection in place of an answer. */
  | { readonly kind: 'reset-after' }
  /** Acts, then breaks the connection in the middle of the answer. */
  | { readonly kind: 'truncated-body' }
  /** Acts, then answers something that is neither XML nor JSON. */
  | { readonly kind: 'malformed-body'; readonly body?: string }
  /** Something in front of the service answers with a web page; nothing was done. @default status 502 */
  | { readonly kind: 'wrong-content-type'; readonly status?: number; readonly body?: string }
  /** A bare HTTP status without a body; nothing was done. */
  | { readonly kind: 'status'; readonly status: number }
  /**
   * The service's clock runs ahead of the client's by that much, or behind: in its `Date` header, and beyond five
   * minutes it refuses the signature, which an SDK then corrects. To mean a wrong client clock, let it last.
   */
  | { readonly kind: 'clock-skew'; readonly ms: number }
  /** Throttles what goes beyond a rate, `burst` calls at once included. @default burst perSecond */
  | { readonly kind: 'rate-limit'; readonly perSecond: number; readonly burst?: number };

/** Which calls meet the fault; every field given must fit. */
export interface FaultRule {
  /** `iam:UpdateLoginProfile`, `secretsmanager:*` or `*`. */
  readonly operation: string;
  /** Compared without case; a call without a name counts for its caller. */
  readonly userName?: string;
  /** Name or ARN, whichever the call uses. */
  readonly secretId?: string;
  readonly accessKeyId?: string;
  /** The caller's account, twelve digits. */
  readonly account?: string;
  /** How many calls that fit go well before. @default 0 */
  readonly after?: number;
  /** How many calls; `Infinity` until removed. @default 1 */
  readonly times?: number;
  /** Which share of the calls that fit, 0 to 1, at random. @default 1 */
  readonly share?: number;
  /** From 0 to 1, for a share that is the same in every run. @default Math.random */
  readonly random?: () => number;
  readonly fault: Fault;
}

/** What a rule can be compared with. */
export interface FaultSubject {
  readonly operation: string;
  readonly userName: string | undefined;
  /** Every name of the secret. */
  readonly secretIds: readonly string[];
  readonly accessKeyId: string | undefined;
  readonly account: string | undefined;
}

export interface FaultHandle {
  /** Calls that have met the fault so far. */
  readonly met: number;
  remove(): void;
}

interface ActiveFault {
  readonly rule: FaultRule;
  readonly limit: RateLimit | undefined;
  spared: number;
  remaining: number;
  met: number;
}

const fits = (rule: FaultRule, { operation, userName, secretIds, accessKeyId, account }: FaultSubject): boolean =>
  operationMatches(rule.operation, operation) &&
  (rule.userName === undefined || rule.userName.toLowerCase() === userName?.toLowerCase()) &&
  (rule.secretId === undefined || secretIds.includes(rule.secretId)) &&
  (rule.accessKeyId === undefined || rule.accessKeyId === accessKeyId) &&
  (rule.account === undefined || rule.account === account);

const isDrawn = ({ share = 1, random = Math.random }: FaultRule): boolean => share >= 1 || random() < share;

const throttling = (operation: string): Fault => ({
  kind: 'error',
  code: operation.startsWith('secretsmanager:') ? 'ThrottlingException' : 'Throttling',
});

/** Faults on demand. The first one that fits a call is used; several for one call come one after the other. */
export class Faults {
  #active: ActiveFault[] = [];
  readonly #documentedCodes: Readonly<Partial<Record<string, readonly string[]>>>;

  /** @param documentedCodes by service name, so that a misspelt code is found where it is written. */
  constructor(documentedCodes: Readonly<Record<string, readonly string[]>>) {
    this.#documentedCodes = documentedCodes;
  }

  get size(): number {
    return this.#active.length;
  }

  /** @throws Error for an error code that the service does not have, unless a status is given with it. */
  add(rule: FaultRule): FaultHandle {
    this.#checkCode(rule);
    const { after = 0, times = 1, fault } = rule;
    const limit = fault.kind === 'rate-limit' ? new RateLimit(fault.perSecond, fault.burst) : undefined;
    const active: ActiveFault = { rule, limit, spared: after, remaining: times, met: 0 };
    this.#active.push(active);
    return {
      get met() {
        return active.met;
      },
      remove: () => this.#remove(active),
    };
  }

  clear(): void {
    this.#active = [];
  }

  /** The fault for a call, if any; called by the server once per call. */
  take(subject: FaultSubject): Fault | undefined {
    const active = this.#active.find(({ rule }) => fits(rule, subject) && isDrawn(rule));
    if (active === undefined) return undefined;
    if (active.spared > 0) {
      active.spared -= 1;
      return undefined;
    }
    if (active.limit?.take() === true) return undefined;
    active.met += 1;
    active.remaining -= 1;
    if (active.remaining <= 0) this.#remove(active);
    return active.limit === undefined ? active.rule.fault : throttling(subject.operation);
  }

  #remove(active: ActiveFault): void {
    this.#active = this.#active.filter((other) => other !== active);
  }

  #checkCode({ operation, fault }: FaultRule): void {
    const documented = this.#documentedCodes[operation.split(':')[0] ?? ''];
    if (fault.kind !== 'error' || fault.status !== undefined || documented === undefined) return;
    if (!documented.includes(fault.code)) {
      throw new Error(`${operation} does not answer ${fault.code}; give a status to have it all the same.`);
    }
  }
}
