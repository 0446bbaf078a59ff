import { Account, type Aws, type AwsSettings, connectAws } from '../aws';
import type { ConnectionOptions } from './types';

/** Connects nothing yet: the AWS SDK is loaded, and credentials are looked up, at the first call. */
export const connect = (options: ConnectionOptions = {}): Aws => connectAws(settingsOf(options));

/** The same for questions about ourselves and the account. */
export const connectAccount = (options: ConnectionOptions = {}): Account => new Account(settingsOf(options));

function settingsOf(options: ConnectionOptions): AwsSettings {
  const { region, profile, endpointUrl, maxRetries, retryMode, version = '0.0.0' } = options;
  return {
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(endpointUrl !== undefined && {
      endpoints: { iam: endpointUrl, secretsManager: endpointUrl, sts: endpointUrl },
    }),
    ...(maxRetries !== undefined && { maxRetries }),
    ...(retryMode !== undefined && { retryMode }),
    userAgent: { name: 'cdktf-iam-login-profile', version },
  };
}
