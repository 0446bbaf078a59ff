import { Accounts } from './accounts';
import { Faults } from './faults';
import { Exchange } from './http/exchange';
import { LoopbackServer } from './http/server';
import type { PasswordPolicy } from './iam/password-policy';
import type { Credentials } from './identities';
import { Journal } from './journal';
import { LocalAccount } from './local-account';

export interface LocalAwsOptions {
  /** @default 0, any free one */
  readonly port?: number;
  /**
   * The clock of all accounts: creation dates, expiry, the `Date` header. With a clock of your own, the time of a
   * signature is not judged, because no client could follow its jumps.
   * @default the machine's
   */
  readonly now?: () => Date;
  /** Twelve digits; the default account. @default `111122223333`, the account of AWS's examples */
  readonly account?: string;
  /** Where `secrets` are; also decides the partition in ARNs. @default `us-east-1` */
  readonly region?: string;
  /** Fields left out are as UpdateAccountPasswordPolicy sets them. @default IAM's default policy */
  readonly passwordPolicy?: Partial<PasswordPolicy>;
}

interface Parts {
  readonly accounts: Accounts;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly server: LoopbackServer;
}

/** Accounts in memory and the endpoint that answers for them; its own methods and stores are the default account's. */
export class LocalAws extends LocalAccount {
  /** `http://127.0.0.1:PORT`, for IAM, Secrets Manager, STS and CloudTrail of all accounts and Regions. */
  readonly endpoint: string;
  /** The calls of all accounts. */
  readonly journal: Journal;
  readonly faults: Faults;
  readonly #accounts: Accounts;
  readonly #others = new Map<string, LocalAccount>();
  readonly #server: LoopbackServer;

  /** @internal Use `startLocalAws`. */
  constructor({ accounts, journal, faults, server }: Parts, port: number) {
    super(accounts.default);
    this.endpoint = `http://127.0.0.1:${port}`;
    this.journal = journal;
    this.faults = faults;
    this.#accounts = accounts;
    this.#server = server;
  }

  /**
   * An account behind the same endpoint, made when first asked for: empty, but for its administrator. The credentials
   * of a call choose the account, and so does the ARN of a role that is assumed.
   * @param accountId twelve digits
   */
  inAccount(accountId: string): LocalAccount {
    if (accountId === this.account) return this;
    const account = this.#others.get(accountId) ?? new LocalAccount(this.#accounts.get(accountId));
    this.#others.set(accountId, account);
    return account;
  }

  /**
   * Environment variables that lead an AWS SDK, the AWS CLI or Terraform here.
   * @param credentials @default the default account's administrator's
   */
  environment(credentials: Credentials = this.credentials): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      ...(credentials.sessionToken !== undefined && { AWS_SESSION_TOKEN: credentials.sessionToken }),
      AWS_REGION: this.region,
      // The CLI reads only this one.
      AWS_DEFAULT_REGION: this.region,
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  /** Closes every connection and frees the port; what was stored can still be looked at. */
  stop(): Promise<void> {
    return this.#server.stop();
  }
}

const documentedFaults = (accounts: Accounts): Faults => {
  const { iam, sts, secretsManager, cloudTrail } = accounts.default.services(accounts.default.scope.region);
  const codes = [iam, sts, secretsManager, cloudTrail].map(
    ({ name, errorStatus }) => [name, Object.keys(errorStatus)] as const,
  );
  return new Faults(Object.fromEntries(codes));
};

/**
 * Starts a local AWS with an empty account, but for the administrator whose keys are in `credentials`.
 * Every start makes other keys, so a client of another one is refused.
 * @throws Error where the port is in use.
 */
export const startLocalAws = async (options: LocalAwsOptions = {}): Promise<LocalAws> => {
  const { account = '111122223333', region = 'us-east-1', passwordPolicy, port = 0 } = options;
  const now = options.now ?? (() => new Date());
  const accounts = new Accounts({ account, region, now, passwordPolicy });
  const faults = documentedFaults(accounts);
  const journal = new Journal();
  const judgesSignatureTime = options.now === undefined;
  const server = new LoopbackServer(new Exchange({ accounts, journal, faults, now, judgesSignatureTime }));
  return new LocalAws({ accounts, journal, faults, server }, await server.start(port));
};
