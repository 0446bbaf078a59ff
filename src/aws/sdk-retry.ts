import type { RetryErrorInfo, RetryStrategyV2, RetryToken, StandardRetryToken } from '@smithy/types';
import type * as Sdk from './sdk';
import type { AwsSettings, RetryMode } from './settings';

type RetrySettings = Pick<AwsSettings, 'maxRetries' | 'retryMode'>;

/**
 * Ten attempts by default: with the SDK's delays (random up to 1 s for throttling, doubling up to 20 s) that is
 * about a minute of throttling, and ten seconds of failures.
 */
const DEFAULT_MAX_RETRIES = 9;

/** A name that does not resolve or a port that nobody listens on is tried again this often, then reported. */
const MAX_CONNECT_RETRIES = 2;

const CONNECT_ERRORS = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH']);

/** What AWS answers to a signature whose time is wrong; the SDK corrects its clock by the answer and tries again. */
const CLOCK_SKEW_CODES = new Set([
  'AuthFailure',
  'InvalidSignatureException',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
]);

/** The refusal itself brings AWS's time, so the first retry is signed with it. */
const MAX_CLOCK_RETRIES = 1;

/**
 * The SDK's strategy, less what cannot succeed: it takes `LimitExceeded`, a quota, for throttling, and, where this
 * machine's clock is four minutes off, every refusal for one of the wrong time.
 */
export function retryStrategy(
  sdk: typeof Sdk,
  { maxRetries = maxRetriesFromEnvironment(), retryMode = retryModeFromEnvironment() }: RetrySettings,
): RetryStrategyV2 {
  const attempts = async () => maxRetries + 1;
  const sdkStrategy =
    retryMode === 'adaptive' ? new sdk.AdaptiveRetryStrategy(attempts) : new sdk.StandardRetryStrategy(attempts);
  return {
    mode: sdkStrategy.mode,
    acquireInitialRetryToken: (scope) => sdkStrategy.acquireInitialRetryToken(scope),
    refreshRetryTokenForRetry: async (token, info) => {
      if (isHopeless(info, token)) throw new Error('This error is not retried.');
      return sdkStrategy.refreshRetryTokenForRetry(token as StandardRetryToken, info);
    },
    recordSuccess: (token) => sdkStrategy.recordSuccess(token as StandardRetryToken),
  } as RetryStrategyV2;
}

interface SdkFailure {
  readonly name?: string;
  readonly code?: string;
  readonly errors?: readonly { readonly code?: string }[];
  readonly $metadata?: { readonly clockSkewCorrected?: boolean; readonly httpStatusCode?: number };
}

function isHopeless(info: RetryErrorInfo, token: RetryToken): boolean {
  const error = info.error as SdkFailure;
  if (error.name === 'LimitExceededException' || isMistakenForClockSkew(info, error, token)) return true;
  const code = error.code ?? error.errors?.[0]?.code ?? '';
  return CONNECT_ERRORS.has(code) && token.getRetryCount() >= MAX_CONNECT_RETRIES;
}

function isMistakenForClockSkew(
  { errorType }: RetryErrorInfo,
  { name = '', $metadata = {} }: SdkFailure,
  token: RetryToken,
): boolean {
  const { clockSkewCorrected = false, httpStatusCode = 500 } = $metadata;
  if (!clockSkewCorrected || errorType !== 'TRANSIENT' || httpStatusCode >= 500) return false;
  return !CLOCK_SKEW_CODES.has(name) || token.getRetryCount() >= MAX_CLOCK_RETRIES;
}

function maxRetriesFromEnvironment(): number {
  const attempts = Number(process.env.AWS_MAX_ATTEMPTS);
  return Number.isInteger(attempts) && attempts > 0 ? attempts - 1 : DEFAULT_MAX_RETRIES;
}

const retryModeFromEnvironment = (): RetryMode =>
  process.env.AWS_RETRY_MODE?.toLowerCase() === 'standard' ? 'standard' : 'adaptive';
