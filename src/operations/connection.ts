import { type Aws, connectAws } from '../aws';
import type { ConnectionOptions } from './types';

/** Connects nothing yet: the AWS SDK is loaded, and credentials are looked up, at the first call. */
export function connect(options: ConnectionOptions = {}): Aws {
  const { region, profile, endpointUrl, maxRetries, version = '0.0.0' } = options;
  const endpoints = { iam: endpointUrl, secretsManager: endpointUrl, sts: endpointUrl };
  return connectAws({
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(endpointUrl !== undefined && { endpoints: endpoints }),
    ...(maxRetries !== undefined && { maxRetries }),
    userAgent: { name: 'cdktf-iam-login-profile', version },
  });
}
