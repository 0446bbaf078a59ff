import type { AccountScope } from '../account-scope';
import { SecretPropagation } from './consistency';
import { KmsKeys } from './kms';
import { Secrets } from './secrets';

/** Everything one account keeps in Secrets Manager, in one Region. */
export class SecretsManager {
  readonly secrets: Secrets;
  readonly kms = new KmsKeys();
  readonly propagation: SecretPropagation;

  constructor(readonly scope: AccountScope) {
    this.secrets = new Secrets(scope);
    this.propagation = new SecretPropagation(scope);
  }
}
