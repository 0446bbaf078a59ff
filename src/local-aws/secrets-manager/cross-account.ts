/** @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html */
import { type Identity, isAmong } from '../identity';
import { ServiceError } from '../model/service-error';
import type { Secrets } from './secrets';

const notShared = (caller: Identity, operation: string, arn: string) =>
  new ServiceError(
    'AccessDeniedException',
    `User: ${caller.arn} is not authorized to perform: ${operation} on resource: ${arn} ` +
      `because no resource-based policy allows the ${operation} action`,
  );

const defaultKey = () =>
  new ServiceError(
    'InvalidRequestException',
    "You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.",
  );

/**
 * Whether a secret lets a caller of another account in. One that does not exist has no policy either, so it is denied
 * in the same words.
 * @param operation as a permission names it: `secretsmanager:GetSecretValue`
 * @throws ServiceError `AccessDeniedException`; `InvalidRequestException` for a value under the account's default key
 */
export const checkOtherAccount = (secrets: Secrets, secretArn: string, caller: Identity, operation: string): void => {
  const secret = secrets.get(secretArn);
  if (secret?.arn !== secretArn || !isAmong(secret.sharedWith, caller)) throw notShared(caller, operation, secretArn);
  if (operation === 'secretsmanager:GetSecretValue' && secret.kmsKeyId === undefined) throw defaultKey();
};
