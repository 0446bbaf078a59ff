import { AccountScope } from './account-scope';
import { Faults } from './faults';
import { Exchange } from './http/exchange';
import { LoopbackServer } from './http/server';
import type { AccountPasswordPolicy } from './iam/account-settings';
import type { IamConsistency } from './iam/consistency';
import { Iam } from './iam/iam';
import type { LoginProfiles, SignIn } from './iam/login-profiles';
import type { PasswordPolicy } from './iam/password-policy';
import { iamService } from './iam/service';
import type { Users } from './iam/users';
import { type Credentials, Identities } from './identities';
import { Journal } from './journal';
import type { SecretsConsistency } from './secrets-manager/consistency';
import type { KmsKeys } from './secrets-manager/kms';
import type { Secrets } from './secrets-manager/secrets';
import { SecretsManager } from './secrets-manager/secrets-manager';
import { secretsManagerService } from './secrets-manager/service';
import type { Roles } from './sts/roles';
import { stsService } from './sts/service';
import { Sts } from './sts/sts';

export interface LocalAwsOptions {
  /** @default 0, any free one */
  readonly port?: number;
  /**
   * The clock of the account: creation dates, expiry, the `Date` header. With a clock of your own, the time of a
   * signature is not judged, because no client could follow its jumps.
   * @default the machine's
   */
  readonly now?: () => Date;
  /** Twelve digits. @default `111122223333`, the account of AWS's examples */
  readonly account?: string;
  /** Also decides the partition in ARNs. @default `us-east-1` */
  readonly region?: string;
  /** Fields left out are as UpdateAccountPasswordPolicy sets them. @default IAM's default policy */
  readonly passwordPolicy?: Partial<PasswordPolicy>;
}

/** The IAM user whose keys are in `credentials`; a real one, so the user lists show it. */
const ADMINISTRATOR = 'local-admin';

/** An account in memory and the endpoint that answers for it. */
export class LocalAws {
  readonly account: string;
  readonly region: string;
  /** `http://127.0.0.1:PORT`, for IAM, Secrets Manager and STS alike. */
  readonly endpoint: string;
  /** Keys of an IAM user who may do everything. */
  readonly credentials: Credentials;
  readonly users: Users;
  readonly loginProfiles: LoginProfiles;
  readonly passwordPolicy: AccountPasswordPolicy;
  readonly secrets: Secrets;
  readonly kms: KmsKeys;
  readonly roles: Roles;
  readonly identities: Identities;
  readonly journal: Journal;
  readonly faults: Faults;
  /** How long changes made through the API take to show. */
  readonly consistency: { readonly iam: IamConsistency; readonly secretsManager: SecretsConsistency };
  readonly #server: LoopbackServer;

  /** @internal Use `startLocalAws`. */
  constructor(parts: AccountParts, server: LoopbackServer, port: number) {
    this.account = parts.scope.accountId;
    this.region = parts.scope.region;
    this.endpoint = `http://127.0.0.1:${port}`;
    this.credentials = parts.credentials;
    this.users = parts.iam.users;
    this.loginProfiles = parts.iam.loginProfiles;
    this.passwordPolicy = parts.iam.passwordPolicy;
    this.secrets = parts.secretsManager.secrets;
    this.kms = parts.secretsManager.kms;
    this.roles = parts.sts.roles;
    this.identities = parts.identities;
    this.journal = parts.journal;
    this.faults = parts.faults;
    this.consistency = { iam: parts.iam.consistency, secretsManager: parts.secretsManager.propagation.settings };
    this.#server = server;
  }

  /**
   * Environment variables that lead an AWS SDK, the AWS CLI or Terraform here.
   * @param credentials @default the administrator's
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

  /** Tries a password at the console's sign-in page. */
  signIn(userName: string, password: string): SignIn {
    return this.loginProfiles.signIn(userName, password);
  }

  /** Closes every connection and frees the port; what was stored can still be looked at. */
  stop(): Promise<void> {
    return this.#server.stop();
  }
}

interface AccountParts {
  readonly scope: AccountScope;
  readonly iam: Iam;
  readonly secretsManager: SecretsManager;
  readonly sts: Sts;
  readonly identities: Identities;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly credentials: Credentials;
  readonly exchange: Exchange;
}

const buildAccount = ({
  now: ownClock,
  account = '111122223333',
  region = 'us-east-1',
  passwordPolicy,
}: LocalAwsOptions): AccountParts => {
  const now = ownClock ?? (() => new Date());
  const scope = new AccountScope(account, region, now);
  const iam = new Iam(scope, passwordPolicy);
  const secretsManager = new SecretsManager(scope);
  const identities = new Identities(scope, iam.users);
  const sts = new Sts(scope, identities);
  const services = {
    iam: iamService(iam),
    sts: stsService(sts),
    secretsManager: secretsManagerService(secretsManager),
  };
  const codes = Object.values(services).map(({ name, errorStatus }) => [name, Object.keys(errorStatus)] as const);
  const faults = new Faults(Object.fromEntries(codes));
  const journal = new Journal();
  const namesOfSecret = (secretId: string) => {
    const secret = secretsManager.secrets.get(secretId);
    return secret === undefined ? [secretId] : [secret.name, secret.arn];
  };
  const arnOfUser = (userName: string) => iam.users.get(userName)?.arn ?? scope.globalArn('iam', `user/${userName}`);
  const exchange = new Exchange({
    services,
    identities,
    journal,
    faults,
    now,
    judgesSignatureTime: ownClock === undefined,
    namesOfSecret,
    arnOfUser,
  });
  iam.users.create({ userName: ADMINISTRATOR });
  const credentials = identities.add({ userName: ADMINISTRATOR });
  return { scope, iam, secretsManager, sts, identities, journal, faults, credentials, exchange };
};

/**
 * Starts a local AWS with an empty account, but for the administrator whose keys are in `credentials`.
 * Every start makes other keys, so a client of another one is refused.
 * @throws Error where the port is in use.
 */
export const startLocalAws = async (options: LocalAwsOptions = {}): Promise<LocalAws> => {
  const parts = buildAccount(options);
  const server = new LoopbackServer(parts.exchange);
  return new LocalAws(parts, server, await server.start(options.port ?? 0));
};
