import { isLoopback } from './proxy';
import type { AwsSettings } from './settings';

/** What the environment calls each service in `AWS_ENDPOINT_URL_…`. */
const VARIABLES = {
  iam: 'IAM',
  secretsManager: 'SECRETS_MANAGER',
  sts: 'STS',
  cloudTrail: 'CLOUDTRAIL',
} as const;

export type ServiceName = keyof typeof VARIABLES;

/** The address that settings or environment give to a service, or `undefined` where it is AWS's own. */
export function ownEndpoint(service: ServiceName, { endpoints }: Pick<AwsSettings, 'endpoints'>): string | undefined {
  const { env } = process;
  return [endpoints?.[service], env[`AWS_ENDPOINT_URL_${VARIABLES[service]}`], env.AWS_ENDPOINT_URL].find(Boolean);
}

/** Addresses of other machines, without a path, to which passwords or credentials would go in clear text. */
export function unencryptedEndpoints(settings: Pick<AwsSettings, 'endpoints'>): string[] {
  const services = Object.keys(VARIABLES) as ServiceName[];
  const urls = services.map((service) => ownEndpoint(service, settings) ?? '').filter((url) => URL.canParse(url));
  const plain = urls.map((url) => new URL(url)).filter((url) => url.protocol === 'http:' && !isLoopback(url.hostname));
  return [...new Set(plain.map(({ host }) => `http://${host}`))];
}
