/**
 * What went wrong with an AWS call, as far as a caller has to tell it apart.
 *
 * - `not-found`: IAM knows no such user, or not yet. `no-login-profile`: the user is there, without console access.
 * - `report-absent`: there is no credential report of the last four hours. `report-not-ready`: IAM is working on it.
 * - `credentials`: AWS does not accept who we say we are. `no-credentials`: nobody said. `role-refused`: STS does not
 *   give us the role.
 * - `unreachable`: no answer came from the endpoint. `service`: it answered with a failure of its own.
 * - `timed-out`: our deadline passed. `stopped`: the caller asked us to stop. In both the call may have been carried out.
 */
export type Failure =
  | 'not-found'
  | 'no-login-profile'
  | 'already-exists'
  | 'temporarily-unmodifiable'
  | 'limit-exceeded'
  | 'password-policy'
  | 'invalid-request'
  | 'report-absent'
  | 'report-not-ready'
  | 'access-denied'
  | 'credentials'
  | 'no-credentials'
  | 'role-refused'
  | 'secret-not-found'
  | 'secret-version-not-found'
  | 'secret-pending-deletion'
  | 'kms'
  | 'throttled'
  | 'service'
  | 'unreachable'
  | 'timed-out'
  | 'stopped'
  | 'unexpected';

export interface AwsCallErrorDetails {
  readonly operation: string;
  readonly failure: Failure;
  /** AWS's own code as on the wire, such as `NoSuchEntity`; or Node's, such as `ECONNREFUSED`. */
  readonly code: string;
  readonly text: string;
  readonly requestId?: string | undefined;
  readonly attempts?: number | undefined;
}

/**
 * A failed AWS call. It carries no `cause`: the SDK's errors hold the raw response, and that of GetSecretValue is
 * the password.
 */
export class AwsCallError extends Error {
  override readonly name = 'AwsCallError';
  /** `iam:UpdateLoginProfile`: the operation in the form of the permission it needs. */
  readonly operation: string;
  readonly failure: Failure;
  readonly code: string;
  /** What AWS said, free of secrets, or our own words where nothing trustworthy was said. */
  readonly text: string;
  readonly requestId: string | undefined;
  /** How often the call was sent; 0 where it was not, because too many before it had failed. */
  readonly attempts: number;

  constructor(details: AwsCallErrorDetails) {
    super(`${details.operation}: ${details.code}: ${details.text}`);
    this.operation = details.operation;
    this.failure = details.failure;
    this.code = details.code;
    this.text = details.text;
    this.requestId = details.requestId;
    this.attempts = details.attempts ?? 1;
  }

  /** The same failure with everything that AWS said passed through `clean`. */
  cleaned(clean: (said: string) => string): AwsCallError {
    const { operation, failure, code, requestId, attempts, text } = this;
    return new AwsCallError({
      operation,
      failure,
      code: clean(code),
      requestId: requestId && clean(requestId),
      attempts,
      text: clean(text),
    });
  }
}

const FAILURES: Readonly<Partial<Record<string, Failure>>> = {
  NoSuchEntity: 'not-found',
  EntityAlreadyExists: 'already-exists',
  EntityTemporarilyUnmodifiable: 'temporarily-unmodifiable',
  ConcurrentModification: 'temporarily-unmodifiable',
  LimitExceeded: 'limit-exceeded',
  PasswordPolicyViolation: 'password-policy',
  ReportNotPresent: 'report-absent',
  ReportExpired: 'report-absent',
  ReportInProgress: 'report-not-ready',
  ResourceNotFound: 'secret-not-found',
  DecryptionFailure: 'kms',
  AccessDenied: 'access-denied',
  UnauthorizedOperation: 'access-denied',
  NotAuthorized: 'access-denied',
  OptInRequired: 'access-denied',
  InvalidClientTokenId: 'credentials',
  UnrecognizedClient: 'credentials',
  SignatureDoesNotMatch: 'credentials',
  InvalidSignature: 'credentials',
  IncompleteSignature: 'credentials',
  MissingAuthenticationToken: 'credentials',
  InvalidAccessKeyId: 'credentials',
  AuthFailure: 'credentials',
  ExpiredToken: 'credentials',
  RequestExpired: 'credentials',
  CredentialsProviderError: 'no-credentials',
  TokenProviderError: 'no-credentials',
  Throttling: 'throttled',
  TooManyRequests: 'throttled',
  RequestLimitExceeded: 'throttled',
  ServiceFailure: 'service',
  InternalServiceError: 'service',
  InternalFailure: 'service',
  ServiceUnavailable: 'service',
  // Its reading of the request ended too early, and so did its work on it: nobody knows how far that had come.
  RequestTimeout: 'service',
  RequestAborted: 'service',
  // STS could not reach the identity provider that a web identity is checked with.
  IDPCommunicationError: 'service',
  TimeoutError: 'unreachable',
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  EPIPE: 'unreachable',
  ETIMEDOUT: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  CERT_HAS_EXPIRED: 'unreachable',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'unreachable',
  ERR_TLS_CERT_ALTNAME_INVALID: 'unreachable',
  SELF_SIGNED_CERT_IN_CHAIN: 'unreachable',
  UNABLE_TO_GET_ISSUER_CERT: 'unreachable',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unreachable',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unreachable',
};

/** The parts of an SDK error that are read. Everything else of it is left behind. */
interface SdkError {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly Code?: unknown;
  readonly message?: unknown;
  readonly $fault?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string; readonly attempts?: number };
  readonly errors?: readonly unknown[];
}

/**
 * Sorts what an SDK client threw. Texts are taken over only from errors that AWS itself reported: a parser's
 * message may quote the response, and with it the password.
 */
export function sortAwsError(operation: string, thrown: unknown): AwsCallError {
  // Credentials are looked up inside the call; what failed there was sorted there.
  if (thrown instanceof AwsCallError) return thrown;
  const error = thrown as SdkError;
  const fromAws = error.$fault === 'client' || error.$fault === 'server';
  const code = codeOf(error);
  const failure = failureOf(operation, code, error, fromAws);
  return new AwsCallError({
    operation,
    failure,
    code,
    text: textOf(failure, error, { code, fromAws }),
    requestId: error.$metadata?.requestId,
    attempts: error.$metadata?.attempts,
  });
}

const string = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function codeOf(error: SdkError): string {
  // Node reports a refused connection to several addresses of one name as an AggregateError without a code.
  const first = error.errors?.[0] as SdkError | undefined;
  return string(error.Code) ?? string(error.code) ?? string(first?.code) ?? string(error.name) ?? 'UnknownError';
}

/** Names of users, roles and secrets may hold these letters too. */
const isAboutKey = (operation: string, text: string): boolean =>
  operation.startsWith('secretsmanager:') && /^Access to KMS |\bkms:[A-Z]/.test(text);

function failureOf(operation: string, code: string, error: SdkError, fromAws: boolean): Failure {
  const text = string(error.message) ?? '';
  const status = error.$metadata?.httpStatusCode ?? 0;
  const known = FAILURES[code.replace(/Exception$/, '')] ?? FAILURES[code];
  if (known === 'not-found' && /^login profile/i.test(text)) return 'no-login-profile';
  if (known === 'secret-not-found' && text.includes('secret value')) return 'secret-version-not-found';
  if (known === 'access-denied' && isAboutKey(operation, text)) return 'kms';
  if (known !== undefined) return known;
  if (status === 429) return 'throttled';
  if (status >= 500 || status === 408) return 'service';
  if (fromAws && text.includes('marked for deletion')) return 'secret-pending-deletion';
  return fromAws && status >= 400 && code !== 'Unknown' ? 'invalid-request' : 'unexpected';
}

const UNTRUSTED =
  'the certificate of the endpoint is not trusted; a proxy that opens HTTPS needs its own in the CA bundle';

const TOO_LARGE = 'the answer is larger than any of AWS, so it came from something in front of AWS or in its place';

const OWN_WORDS: Partial<Record<Failure, string>> = {
  // IAM answers these without a message.
  'report-absent': 'there is no credential report of the last four hours',
  'report-not-ready': 'IAM is still working on the credential report',
  unreachable: 'the endpoint did not answer',
  service: 'the service failed to answer properly',
  throttled: 'the service asked to slow down',
};

function textOf(failure: Failure, error: SdkError, { code, fromAws }: { code: string; fromAws: boolean }): string {
  const text = string(error.message);
  const trustworthy = fromAws || failure === 'no-credentials';
  if (trustworthy && text !== undefined && text !== 'Unknown' && text !== 'UnknownError') return text;
  if (/CERT|LEAF_SIGNATURE/.test(code)) return UNTRUSTED;
  if (code === 'AnswerTooLarge') return TOO_LARGE;
  return OWN_WORDS[failure] ?? 'the answer could not be understood';
}
