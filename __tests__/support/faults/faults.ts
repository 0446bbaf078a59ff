import type { Fault } from '../../../src/local-aws';

/**
 * What a fault means to whoever calls, by AWS's documents and the rules of HTTP. The outcome of a cell follows from
 * the class alone, never from the code under test.
 */
export type FaultClass =
  /** Goes well in the end: slow, or corrected by the client. */
  | 'harmless'
  /** Gone when tried again. */
  | 'throttled'
  | 'service'
  | 'unreachable'
  /** A failure of the service that the SDK does not try again. */
  | 'aborted'
  /** No answer, for as long as the call waits; where the resource's timeout is shorter, for as long as that. */
  | 'silent'
  | 'silent beyond the timeout'
  /** Refused for the moment; AWS's documents tell callers to wait. */
  | 'busy'
  | 'not-visible'
  | 'report-later'
  /** Will be refused again. */
  | 'denied'
  | 'credentials'
  | 'invalid'
  | 'quota'
  | 'policy'
  | 'exists'
  | 'absent'
  | 'secret-missing'
  | 'kms'
  | 'role'
  | 'not-understood';

/** What the provider waits out by itself, for as long as it has time. */
export const WAITED_OUT: ReadonlySet<FaultClass> = new Set(['busy', 'not-visible', 'report-later']);

export interface NamedFault {
  readonly name: string;
  readonly class: FaultClass;
  readonly fault: Fault;
}

/**
 * What AWS documents for all of its services alike.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
const COMMON: Readonly<Record<string, FaultClass>> = {
  NotAuthorized: 'denied',
  OptInRequired: 'denied',
  RequestExpired: 'credentials',
  MalformedHttpRequestException: 'invalid',
  RequestEntityTooLargeException: 'invalid',
  InternalFailure: 'service',
  RequestTimeoutException: 'service',
  ServiceUnavailable: 'service',
  RequestAbortedException: 'aborted',
};

const QUERY_COMMON: Readonly<Record<string, FaultClass>> = {
  ...COMMON,
  AccessDenied: 'denied',
  ExpiredToken: 'credentials',
  IncompleteSignature: 'credentials',
  InvalidClientTokenId: 'credentials',
  MissingAuthenticationToken: 'credentials',
  SignatureDoesNotMatch: 'credentials',
  InvalidAction: 'invalid',
  MalformedInput: 'invalid',
  ValidationError: 'invalid',
  RequestLimitExceeded: 'throttled',
  Throttling: 'throttled',
};

const IAM_COMMON = { ...QUERY_COMMON, ServiceFailure: 'service' } as const;

/** What the services that speak JSON have in common. */
const JSON_COMMON: Readonly<Record<string, FaultClass>> = {
  ...COMMON,
  AccessDeniedException: 'denied',
  ExpiredTokenException: 'credentials',
  IncompleteSignatureException: 'credentials',
  InvalidSignatureException: 'credentials',
  MissingAuthenticationTokenException: 'credentials',
  UnrecognizedClientException: 'credentials',
  SerializationException: 'invalid',
  UnknownOperationException: 'invalid',
  ValidationException: 'invalid',
  ThrottlingException: 'throttled',
};

const SECRETS_MANAGER_COMMON: Readonly<Record<string, FaultClass>> = {
  ...JSON_COMMON,
  InvalidParameterException: 'invalid',
  InternalServiceError: 'service',
  ResourceNotFoundException: 'secret-missing',
};

const CLOUD_TRAIL_COMMON: Readonly<Record<string, FaultClass>> = {
  ...JSON_COMMON,
  InvalidLookupAttributesException: 'invalid',
  InvalidMaxResultsException: 'invalid',
  InvalidNextTokenException: 'invalid',
  InvalidTimeRangeException: 'invalid',
};

/** STS says no to a role with any of its refusals. */
const ASSUME_ROLE: Readonly<Record<string, FaultClass>> = {
  ...QUERY_COMMON,
  AccessDenied: 'role',
  NotAuthorized: 'role',
  OptInRequired: 'role',
  MalformedHttpRequestException: 'role',
  RequestEntityTooLargeException: 'role',
  InvalidAction: 'role',
  MalformedInput: 'role',
  ValidationError: 'role',
  MalformedPolicyDocument: 'role',
  PackedPolicyTooLarge: 'role',
  RegionDisabledException: 'role',
};

/**
 * The documented codes of each operation the provider calls, common ones included.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateLoginProfile.html and its neighbours
 */
export const DOCUMENTED_CODES: Readonly<Record<string, Readonly<Record<string, FaultClass>>>> = {
  'iam:GetUser': { ...IAM_COMMON, NoSuchEntity: 'not-visible' },
  'iam:GetLoginProfile': { ...IAM_COMMON, NoSuchEntity: 'absent' },
  'iam:CreateLoginProfile': {
    ...IAM_COMMON,
    EntityAlreadyExists: 'exists',
    LimitExceeded: 'quota',
    NoSuchEntity: 'not-visible',
    PasswordPolicyViolation: 'policy',
  },
  'iam:UpdateLoginProfile': {
    ...IAM_COMMON,
    EntityTemporarilyUnmodifiable: 'busy',
    LimitExceeded: 'quota',
    NoSuchEntity: 'absent',
    PasswordPolicyViolation: 'policy',
  },
  'iam:DeleteLoginProfile': {
    ...IAM_COMMON,
    EntityTemporarilyUnmodifiable: 'busy',
    LimitExceeded: 'quota',
    NoSuchEntity: 'absent',
  },
  'iam:GetCredentialReport': {
    ...IAM_COMMON,
    ReportExpired: 'report-later',
    ReportInProgress: 'report-later',
    ReportNotPresent: 'report-later',
  },
  'iam:GenerateCredentialReport': { ...IAM_COMMON, LimitExceeded: 'quota' },
  'cloudtrail:LookupEvents': CLOUD_TRAIL_COMMON,
  'secretsmanager:DescribeSecret': SECRETS_MANAGER_COMMON,
  'secretsmanager:GetSecretValue': {
    ...SECRETS_MANAGER_COMMON,
    DecryptionFailure: 'kms',
    InvalidRequestException: 'invalid',
  },
  'sts:GetCallerIdentity': QUERY_COMMON,
  'sts:AssumeRole': { ...ASSUME_ROLE, ExpiredTokenException: 'credentials' },
  'sts:AssumeRoleWithWebIdentity': {
    ...ASSUME_ROLE,
    IDPCommunicationError: 'service',
    IDPRejectedClaim: 'role',
    InvalidIdentityToken: 'role',
    ExpiredTokenException: 'credentials',
  },
};

export type Operation = keyof typeof DOCUMENTED_CODES;

const MINUTE = 60_000;
const PAGE = '<html><body>Please sign in to the network</body></html>';

/** What the network, a proxy and the machine can do to any call. */
const ON_THE_WAY: readonly NamedFault[] = [
  { name: 'slow answer', class: 'harmless', fault: { kind: 'delay', ms: 300 } },
  { name: 'status 429', class: 'throttled', fault: { kind: 'status', status: 429 } },
  ...[500, 502, 503, 504].map((status): NamedFault => ({
    name: `status ${status}`,
    class: 'service',
    fault: { kind: 'status', status },
  })),
  { name: 'web page 502', class: 'service', fault: { kind: 'wrong-content-type' } },
  { name: 'web page 200', class: 'not-understood', fault: { kind: 'wrong-content-type', status: 200, body: PAGE } },
  { name: 'web page 403', class: 'not-understood', fault: { kind: 'wrong-content-type', status: 403, body: PAGE } },
  { name: 'reset before', class: 'unreachable', fault: { kind: 'reset-before' } },
  { name: 'reset after', class: 'unreachable', fault: { kind: 'reset-after' } },
  { name: 'truncated body', class: 'unreachable', fault: { kind: 'truncated-body' } },
  { name: 'neither XML nor JSON', class: 'not-understood', fault: { kind: 'malformed-body' } },
  { name: 'half a document', class: 'not-understood', fault: { kind: 'malformed-body', body: '{"a":"<a>' } },
  { name: 'no answer, not acted', class: 'silent', fault: { kind: 'no-answer', acted: false } },
  { name: 'no answer, acted', class: 'silent beyond the timeout', fault: { kind: 'no-answer', acted: true } },
];

/** What happens to all calls from some moment on. The machine's clock being wrong is one of these. */
export const EVERYWHERE: readonly NamedFault[] = [
  { name: 'clock ahead', class: 'harmless', fault: { kind: 'clock-skew', ms: 11 * MINUTE } },
  { name: 'clock behind', class: 'harmless', fault: { kind: 'clock-skew', ms: -11 * MINUTE } },
  { name: 'expired credentials', class: 'credentials', fault: { kind: 'error', code: 'ExpiredToken', status: 403 } },
  { name: 'status 429', class: 'throttled', fault: { kind: 'status', status: 429 } },
  { name: 'status 503', class: 'service', fault: { kind: 'status', status: 503 } },
  { name: 'reset before', class: 'unreachable', fault: { kind: 'reset-before' } },
  { name: 'web page 200', class: 'not-understood', fault: { kind: 'wrong-content-type', status: 200, body: PAGE } },
];

/** Every fault that an operation can meet. */
export const faultsOf = (operation: Operation): readonly NamedFault[] => [
  ...Object.entries(DOCUMENTED_CODES[operation]).map(([code, kind]): NamedFault => ({
    name: code,
    class: kind,
    fault: { kind: 'error', code },
  })),
  ...ON_THE_WAY,
];

/** Met only where they last; each of their classes has other codes that are met once as well. */
export const LASTING: ReadonlySet<string> = new Set([
  'MalformedHttpRequestException',
  'NotAuthorized',
  'RequestEntityTooLargeException',
]);

/** One for each way in which a call that any step makes can end. */
const SOME: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'ExpiredToken',
  'ExpiredTokenException',
  'Throttling',
  'ThrottlingException',
  'status 503',
  'reset after',
  'half a document',
]);

/** Those, and what only this operation answers. */
export const someFaultsOf = (operation: Operation): readonly NamedFault[] =>
  faultsOf(operation).filter(({ name, fault }) => SOME.has(name) || (fault.kind === 'error' && !isCommon(name)));

const isCommon = (code: string): boolean => code in IAM_COMMON || code in SECRETS_MANAGER_COMMON || code in ASSUME_ROLE;
