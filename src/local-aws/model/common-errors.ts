/**
 * What AWS documents for all of its services alike, whatever protocol they speak.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
const COMMON_ERRORS = {
  InternalFailure: 500,
  MalformedHttpRequestException: 400,
  NotAuthorized: 401,
  OptInRequired: 403,
  RequestAbortedException: 400,
  RequestEntityTooLargeException: 413,
  RequestExpired: 400,
  RequestTimeoutException: 408,
  ServiceUnavailable: 503,
} as const;

/** Codes that IAM and STS can answer to any call, with their HTTP status. */
export const QUERY_COMMON_ERRORS = {
  ...COMMON_ERRORS,
  AccessDenied: 403,
  ExpiredToken: 403,
  IncompleteSignature: 400,
  InvalidAction: 400,
  InvalidClientTokenId: 403,
  MalformedInput: 400,
  MissingAuthenticationToken: 403,
  RequestLimitExceeded: 400,
  SignatureDoesNotMatch: 403,
  Throttling: 400,
  ValidationError: 400,
} as const;

/** Codes that services of the JSON protocol can answer to any call. Hardly any has another status than 400. */
export const JSON_COMMON_ERRORS = {
  ...COMMON_ERRORS,
  AccessDeniedException: 400,
  ExpiredTokenException: 400,
  IncompleteSignatureException: 400,
  InvalidSignatureException: 400,
  MissingAuthenticationTokenException: 400,
  SerializationException: 400,
  ThrottlingException: 400,
  UnknownOperationException: 400,
  UnrecognizedClientException: 400,
  ValidationException: 400,
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

export const JSON_CODES = {
  missing: 'MissingAuthenticationTokenException',
  incomplete: 'IncompleteSignatureException',
  'unknown-access-key': 'UnrecognizedClientException',
  'wrong-signature': 'InvalidSignatureException',
  expired: 'ExpiredTokenException',
  validation: 'ValidationException',
  'unknown-operation': 'UnknownOperationException',
  'access-denied': 'AccessDeniedException',
} as const;
