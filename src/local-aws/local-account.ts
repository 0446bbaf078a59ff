import type { AccountStore } from './account-store';
import type { CloudTrailConsistency, CloudTrailQuotas } from './cloud-trail/cloud-trail';
import type { AccountPasswordPolicy } from './iam/account-settings';
import type { IamConsistency } from './iam/consistency';
import type { LoginProfiles, SignIn } from './iam/login-profiles';
import type { Users } from './iam/users';
import type { Credentials, Identities } from './identities';
import type { SecretsConsistency } from './secrets-manager/consistency';
import type { KmsKeys } from './secrets-manager/kms';
import type { Secrets } from './secrets-manager/secrets';
import type { Roles } from './sts/roles';

/** One account, as its administrator sees it; every method acts at once and leaves no trace in the journal or in CloudTrail. */
export class LocalAccount {
  /** Twelve digits. */
  readonly account: string;
  /** Where `secrets` are. */
  readonly region: string;
  /** Keys of an IAM user who may do everything. */
  readonly credentials: Credentials;
  readonly users: Users;
  readonly loginProfiles: LoginProfiles;
  readonly passwordPolicy: AccountPasswordPolicy;
  /** The secrets in `region`. */
  readonly secrets: Secrets;
  readonly kms: KmsKeys;
  readonly roles: Roles;
  readonly identities: Identities;
  /** How long changes made through the API take to show; for Secrets Manager, in `region`. */
  readonly consistency: {
    readonly iam: IamConsistency;
    readonly secretsManager: SecretsConsistency;
    readonly cloudTrail: CloudTrailConsistency;
  };
  /** How often calls may be made before they are throttled. */
  readonly quotas: { readonly cloudTrail: CloudTrailQuotas };
  readonly #store: AccountStore;

  /** @internal Use `startLocalAws`, and `inAccount` of what it answers. */
  constructor(store: AccountStore) {
    const { scope, iam } = store;
    const { secrets, propagation } = store.secretsManager(scope.region);
    this.account = scope.accountId;
    this.region = scope.region;
    this.credentials = store.credentials;
    this.users = iam.users;
    this.loginProfiles = iam.loginProfiles;
    this.passwordPolicy = iam.passwordPolicy;
    this.secrets = secrets;
    this.kms = store.kms;
    this.roles = store.roles;
    this.identities = store.identities;
    this.consistency = {
      iam: iam.consistency,
      secretsManager: propagation.settings,
      cloudTrail: store.cloudTrail.consistency,
    };
    this.quotas = { cloudTrail: store.cloudTrail.quotas };
    this.#store = store;
  }

  /** The account's secrets in any Region. */
  secretsIn(region: string): Secrets {
    return this.#store.secretsManager(region).secrets;
  }

  /** Empties CloudTrail, which AWS keeps for 90 days, as `journal.clear` empties the journal. */
  forgetEvents(): void {
    this.#store.cloudTrail.clear();
  }

  /** Tries a password at the console's sign-in page. */
  signIn(userName: string, password: string): SignIn {
    return this.loginProfiles.signIn(userName, password);
  }
}
