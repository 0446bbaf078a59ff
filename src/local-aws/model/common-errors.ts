/**
 * Codes that IAM and STS can answer to any call, with their HTTP status.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
export const QUERY_COMMON_ERRORS = {
  AccessDenied: 403,
  ExpiredToken: 403,
  IncompleteSignature: 400,
  InternalFailure: 500,
  InvalidAction: 400,
  InvalidClientTokenId: 403,
  MalformedInput: 400,
  MissingAuthenticationToken: 403,
  OptInRequired: 403,
  RequestExpired: 400,
  RequestLimitExceeded: 400,
  ServiceUnavailable: 503,
  SignatureDoesNotMatch: 403,
  Throttling: 400,
  ValidationError: 400,
} as const;

export const QUERY_CODES = {
  missing: 'MissingAuthenticationToken',
  incomplete: 'IncompleteSignature',
  'unknown-access-key': 'InvalidClientTokenId',
  'wrong-signature': 'SignatureDoesNotMatch',
  expired: 'ExpiredToken',
  validation: 'ValidationError',
  'unknown-operation': 'InvalidAction',
  'access-denied': 'AccessDenied',
} as const;
