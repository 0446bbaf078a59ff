import { ServiceError } from '../model/service-error';
import { NEW_POLICY_DEFAULTS, type PasswordPolicy } from './password-policy';

/** The account's own password policy, where it has one. */
export class AccountPasswordPolicy {
  #policy: PasswordPolicy | undefined;
  readonly #accountId: string;

  constructor(accountId: string, policy?: Partial<PasswordPolicy>) {
    this.#accountId = accountId;
    if (policy) this.update(policy);
  }

  /** Undefined while IAM's default policy holds: 8-128 characters of at least three kinds. */
  get(): PasswordPolicy | undefined {
    return this.#policy;
  }

  /** @throws ServiceError `NoSuchEntity` */
  require(): PasswordPolicy {
    if (this.#policy !== undefined) return this.#policy;
    const message = `The Password Policy with domain name ${this.#accountId} cannot be found.`;
    throw new ServiceError('NoSuchEntity', message);
  }

  /** Replaces the whole policy: a field left out gets its default, whatever it was before. */
  update(policy: Partial<PasswordPolicy>): void {
    const given = Object.entries<unknown>(policy).filter(([, value]) => value !== undefined);
    this.#policy = { ...NEW_POLICY_DEFAULTS, ...Object.fromEntries(given) };
  }

  /** Goes back to IAM's default policy. @throws ServiceError `NoSuchEntity` where there is no other. */
  delete(): void {
    this.require();
    this.#policy = undefined;
  }
}
