import type { Fault } from './faults';
import { operationMatches } from './operation-pattern';

/** One call as it arrived, and what became of it. Holds no secret value, only whether one was given. */
export interface JournalEntry {
  /** As a permission names it: `iam:UpdateLoginProfile`. */
  readonly operation: string;
  /** By their wire names; passwords, secret values and tokens are left out. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** As sent: undefined where the caller left it out and so meant themselves. */
  readonly userName?: string;
  /** As sent: a name or an ARN. */
  readonly secretId?: string;
  /** Also the `ClientRequestToken` of a call that makes a version. */
  readonly versionId?: string;
  readonly versionStage?: string;
  /** Undefined where the flag was not sent. */
  readonly passwordResetRequired?: boolean;
  /** True where any password was sent. */
  readonly passwordGiven: boolean;
  /** True where a SecretString or a SecretBinary was sent. */
  readonly secretValueGiven: boolean;
  /** The key the request claims to be signed with, known or not. */
  readonly accessKeyId?: string;
  readonly at: Date;
  readonly requestId: string;
  /** The Region the request was signed for. The SDK signs IAM calls with its own where it has a custom endpoint. */
  readonly region?: string;
  /** Set once the signature was accepted. */
  callerArn?: string;
  /** The caller's account, twelve digits; set together with `callerArn`. */
  account?: string;
  /** HTTP status sent, or that would have been; undefined while or where nothing was answered. */
  status?: number;
  /** As on the wire; undefined after a success. */
  errorCode?: string;
  /** The fault that this call met. */
  fault?: Fault['kind'];
}

/** Every field given must be equal; `operation` may end in `*`. */
export type JournalFilter = Partial<
  Pick<
    JournalEntry,
    | 'operation'
    | 'userName'
    | 'secretId'
    | 'versionId'
    | 'versionStage'
    | 'passwordResetRequired'
    | 'passwordGiven'
    | 'secretValueGiven'
    | 'accessKeyId'
    | 'region'
    | 'callerArn'
    | 'account'
    | 'status'
    | 'errorCode'
    | 'fault'
  >
>;

const matches = (entry: JournalEntry, { operation = '*', ...fields }: JournalFilter): boolean =>
  operationMatches(operation, entry.operation) &&
  Object.entries(fields).every(([name, wanted]) => entry[name as keyof JournalEntry] === wanted);

/** The calls that arrived, oldest first, until cleared. */
export class Journal {
  readonly #entries: JournalEntry[] = [];

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  /** The calls that fit; all of them without a filter. */
  calls(filter: JournalFilter = {}): JournalEntry[] {
    return this.#entries.filter((entry) => matches(entry, filter));
  }

  /** The operations of those calls, such as `['iam:GetUser', 'iam:GetUser']`. */
  operations(filter: JournalFilter = {}): string[] {
    return this.calls(filter).map(({ operation }) => operation);
  }

  clear(): void {
    this.#entries.length = 0;
  }

  /** Called by the server as a request arrives. */
  append(entry: JournalEntry): void {
    this.#entries.push(entry);
  }
}
