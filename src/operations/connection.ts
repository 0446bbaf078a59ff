import { Account, type Aws, type AwsSettings, connectAws, type DirectAws } from '../aws';
import { refused } from './result';
import type { ConnectionOptions } from './types';

/** The calls, with a look at how they would be made. */
export interface Connection extends DirectAws {
  /**
   * Before the first call.
   * @param isRegionNeeded false where only what is set must be right. @default true
   * @throws OperationError where no Region is set, or Region or endpoint can be none
   */
  check(isRegionNeeded?: boolean): Promise<void>;
}

/** Connects nothing yet: the AWS SDK is loaded, and credentials are looked up, at the first call. */
export function connect(options: ConnectionOptions = {}): Connection {
  const aws = connectAws(settingsOf(options));
  return { ...aws, check: (isRegionNeeded = true) => checkConnection(aws, options, isRegionNeeded) };
}

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

const NO_REGION = 'No Region is set: --region, AWS_REGION or the profile.';

async function checkConnection(aws: Aws, { endpointUrl }: ConnectionOptions, isRegionNeeded: boolean): Promise<void> {
  const endpoints = endpointsInUse(endpointUrl);
  const region = await aws.region();
  const problem =
    endpoints.map(([name, url]) => endpointProblem(name, url)).find((found) => found !== undefined) ??
    regionProblem(region, { isNeeded: isRegionNeeded, isElsewhere: endpoints.length > 0 });
  if (problem !== undefined) throw refused('VALIDATION_ERROR', problem);
}

const ENDPOINT_VARIABLES = ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_IAM', 'AWS_ENDPOINT_URL_SECRETS_MANAGER'] as const;

function endpointsInUse(endpointUrl: string | undefined): readonly (readonly [name: string, url: string])[] {
  if (endpointUrl !== undefined) return [['The endpoint URL', endpointUrl]];
  return ENDPOINT_VARIABLES.flatMap((name) => {
    const url = process.env[name] ?? '';
    return url === '' ? [] : [[name, url] as const];
  });
}

/** The address is not quoted: one with a password in it is a mistake that happens. */
function endpointProblem(name: string, url: string): string | undefined {
  if (/^https?:\/\//i.test(url) && URL.canParse(url)) return undefined;
  return `${name} is no address of an endpoint. Write it as https://host or http://host:port.`;
}

/** What a server that stands in for AWS may be told: it goes into signatures only. */
const ANY_REGION = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
const AWS_REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;

function regionProblem(
  region: string | undefined,
  { isNeeded, isElsewhere }: { readonly isNeeded: boolean; readonly isElsewhere: boolean },
): string | undefined {
  if (region === undefined) return isNeeded ? NO_REGION : undefined;
  if ((isElsewhere ? ANY_REGION : AWS_REGION).test(region)) return undefined;
  return `${JSON.stringify(region)} is no Region. Write it as eu-west-1: --region, AWS_REGION or the profile.`;
}
