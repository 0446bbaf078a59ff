import type { RetryErrorInfo, RetryToken } from '@smithy/types';
import type * as Sdk from './sdk';

/**
 * Ten attempts by default: with the SDK's delays (random up to 1 s for throttling, doubling up to 20 s) that is
 * about a minute of throttling, and ten seconds of failures.
 */
const DEFAULT_MAX_RETRIES = 9;

/** A name that does not resolve or a port that nobody listens on is tried again this often, then reported. */
const MAX_CONNECT_RETRIES = 2;

const CONNECT_ERRORS = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH']);

/** The SDK's standard strategy, less what cannot succeed: it takes `LimitExceeded`, a quota, for throttling. */
export function retryStrategy(sdk: typeof Sdk, maxRetries = maxRetriesFromEnvironment()) {
  const attempts = async () => maxRetries + 1;
  return new (class extends sdk.StandardRetryStrategy {
    override async refreshRetryTokenForRetry(token: Parameters<this['recordSuccess']>[0], info: RetryErrorInfo) {
      if (isHopeless(info.error, token)) throw new Error('This error is not retried.');
      return super.refreshRetryTokenForRetry(token, info);
    }
  })(attempts);
}

function isHopeless(thrown: unknown, token: RetryToken): boolean {
  const error = thrown as { name?: string; code?: string; errors?: readonly { code?: string }[] };
  if (error.name === 'LimitExceededException') return true;
  const code = error.code ?? error.errors?.[0]?.code ?? '';
  return CONNECT_ERRORS.has(code) && token.getRetryCount() >= MAX_CONNECT_RETRIES;
}

function maxRetriesFromEnvironment(): number {
  const attempts = Number(process.env.AWS_MAX_ATTEMPTS);
  return Number.isInteger(attempts) && attempts > 0 ? attempts - 1 : DEFAULT_MAX_RETRIES;
}
