import type { Failure } from '../aws';
import type { ErrorCode } from './codes';

/** Which code a failed call gets. */
export const CODE_OF_FAILURE: Readonly<Record<Failure, ErrorCode>> = {
  'not-found': 'NOT_FOUND',
  'no-login-profile': 'NOT_FOUND',
  'already-exists': 'ALREADY_EXISTS',
  'temporarily-unmodifiable': 'TEMPORARILY_UNMODIFIABLE',
  'limit-exceeded': 'LIMIT_EXCEEDED',
  'password-policy': 'VALIDATION_ERROR',
  'invalid-request': 'VALIDATION_ERROR',
  'access-denied': 'ACCESS_DENIED',
  credentials: 'ACCESS_DENIED',
  'no-credentials': 'ACCESS_DENIED',
  'role-refused': 'ACCESS_DENIED',
  kms: 'ACCESS_DENIED',
  'secret-not-found': 'SECRET_NOT_FOUND',
  'secret-version-not-found': 'SECRET_VERSION_NOT_FOUND',
  'secret-pending-deletion': 'SECRET_PENDING_DELETION',
  throttled: 'THROTTLED',
  'report-absent': 'SERVICE_FAILURE',
  'report-not-ready': 'SERVICE_FAILURE',
  service: 'SERVICE_FAILURE',
  unreachable: 'SERVICE_FAILURE',
  'timed-out': 'SERVICE_FAILURE',
  unexpected: 'SERVICE_FAILURE',
  stopped: 'INTERNAL',
};
