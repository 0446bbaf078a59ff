import { Account, type Aws, type AwsSettings, connectAws } from '../aws';
import type { ConnectionOptions } from './types';

/** Connects nothing yet: the AWS SDK is loaded, and credentials are looked up, at the first call. */
export const connect = (options: ConnectionOptions = {}): Aws => connectAws(settingsOf(options));

/** The same for questions about ourselves and the account. */
export const connectAccount = (options: ConnectionOptions = {}): Account => new Account(settingsOf(options));

function settingsOf(options: ConnectionOptions): AwsSettings {
  const { region, profile, endpointUrl, maxRetries, version = '0.0.0' } = options;
  return {
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(endpointUrl !== undefined && {
      endpoints: { iam: endpointUrl, secretsManager: endpointUrl, sts: endpointUrl },
    }),
    ...(maxRetries !== undefined && { maxRetries }),
    // Whoever calls for many users slows down by itself; the adaptive mode would do it a second time.
    ...(process.env.AWS_RETRY_MODE === undefined && { retryMode: 'standard' as const }),
    userAgent: { name: 'cdktf-iam-login-profile', version },
  };
}
