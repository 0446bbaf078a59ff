import { ServiceError } from '../model/service-error';
import type { SecretVersion } from './secret';

/** KMS keys that do not do their work; by the id or ARN that the secret names. Any other key works for everybody. */
export class KmsKeys {
  /** Keys that callers may not use. */
  readonly denied = new Set<string>();
  /** Keys switched off: nobody can decrypt with them. */
  readonly disabled = new Set<string>();

  /** @throws ServiceError `AccessDeniedException`, `DecryptionFailure` */
  decrypt({ kmsKeyId }: SecretVersion): void {
    this.#check(kmsKeyId, 'DecryptionFailure');
  }

  /** @throws ServiceError `AccessDeniedException`, `EncryptionFailure` */
  encrypt(kmsKeyId: string | undefined): void {
    this.#check(kmsKeyId, 'EncryptionFailure');
  }

  #check(kmsKeyId: string | undefined, failure: 'DecryptionFailure' | 'EncryptionFailure'): void {
    if (kmsKeyId === undefined) return;
    if (this.denied.has(kmsKeyId)) {
      throw new ServiceError('AccessDeniedException', 'Access to KMS is not allowed');
    }
    if (this.disabled.has(kmsKeyId)) {
      throw new ServiceError(failure, `${kmsKeyId} is disabled. (Service: AWSKMS; Error Code: DisabledException)`);
    }
  }
}
