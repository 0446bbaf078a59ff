import { accountOfArn, AccountScope } from './account-scope';
import { AccountStore } from './account-store';
import type { PasswordPolicy } from './iam/password-policy';
import type { KeyRing } from './identities';
import type { Service } from './model/service';
import { stsService } from './sts/service';

export interface AccountsOptions {
  readonly account: string;
  readonly region: string;
  readonly now: () => Date;
  /** Of the default account. */
  readonly passwordPolicy?: Partial<PasswordPolicy> | undefined;
}

/** The accounts behind the one endpoint. They share the clock, the partition and nothing else. */
export class Accounts {
  readonly #keys: KeyRing = new Map();
  readonly #byId = new Map<string, AccountStore>();
  readonly #sts: Service;
  /** Answers for callers whose keys nobody knows, too: the refusal is the same everywhere. */
  readonly default: AccountStore;

  constructor({ account, region, now, passwordPolicy }: AccountsOptions) {
    this.#sts = stsService({ now, accountOf: (arn) => this.ofArn(arn) });
    this.default = this.#make(new AccountScope(account, region, now), passwordPolicy);
  }

  /** Made, empty but for its administrator, when first asked for. @throws Error unless the id is twelve digits. */
  get(accountId: string): AccountStore {
    if (!/^\d{12}$/.test(accountId)) throw new Error(`An account id is twelve digits, not "${accountId}".`);
    const { region, now } = this.default.scope;
    return this.#byId.get(accountId) ?? this.#make(new AccountScope(accountId, region, now));
  }

  /** The account of an ARN, where it is one of these already. */
  ofArn(arn: string): AccountStore | undefined {
    return this.#byId.get(accountOfArn(arn) ?? '');
  }

  /** The account whose keys these are: the credentials of a call choose it. */
  ofKey(accessKeyId: string | undefined): AccountStore {
    const accountId = this.#keys.get(accessKeyId ?? '')?.accountId;
    return accountId === undefined ? this.default : this.get(accountId);
  }

  #make(scope: AccountScope, passwordPolicy?: Partial<PasswordPolicy>): AccountStore {
    const store = new AccountStore(scope, this.#keys, this.#sts, passwordPolicy);
    this.#byId.set(scope.accountId, store);
    return store;
  }
}
