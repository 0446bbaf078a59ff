import type { AccountScope } from '../account-scope';
import { SecretPropagation } from './consistency';
import { KmsKeys } from './kms';
import { Secrets } from './secrets';

/** Everything one account keeps in Secrets Manager, in one Region. */
export class SecretsManager {
  readonly secrets: Secrets;
  readonly propagation: SecretPropagation;

  /** @param kms the account's keys; a Region's are told from another's by their ARN. */
  constructor(
    readonly scope: AccountScope,
    readonly kms = new KmsKeys(),
  ) {
    this.secrets = new Secrets(scope);
    this.propagation = new SecretPropagation(scope);
  }
}
