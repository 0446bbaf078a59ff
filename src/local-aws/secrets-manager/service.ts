import { JSON_CODES, JSON_COMMON_ERRORS } from '../model/common-errors';
import type { Service } from '../model/service';
import { json11 } from '../protocol/json11';
import { secretOperations } from './secret-operations';
import { secretTagOperations } from './secret-tag-operations';
import type { SecretsManager } from './secrets-manager';
import { versionOperations } from './version-operations';

/** Nothing here is a 404: what cannot be found is a 400 as well. */
const ERROR_STATUS = {
  ...JSON_COMMON_ERRORS,
  DecryptionFailure: 400,
  EncryptionFailure: 400,
  InternalServiceError: 500,
  InvalidNextTokenException: 400,
  InvalidParameterException: 400,
  InvalidRequestException: 400,
  LimitExceededException: 400,
  MalformedPolicyDocumentException: 400,
  PreconditionNotMetException: 400,
  PublicPolicyException: 400,
  ResourceExistsException: 400,
  ResourceNotFoundException: 400,
} as const;

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/Welcome.html */
export const secretsManagerService = (manager: SecretsManager): Service => ({
  name: 'secretsmanager',
  protocol: json11,
  version: '2017-10-17',
  targetName: 'secretsmanager',
  operations: { ...secretOperations(manager), ...secretTagOperations(manager), ...versionOperations(manager) },
  errorStatus: ERROR_STATUS,
  codes: { ...JSON_CODES, internal: 'InternalServiceError' },
  quotesInvalidValues: false,
});
