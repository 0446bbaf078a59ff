import type { IAMClient, IAMClientConfig } from '@aws-sdk/client-iam';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { awsClock } from './clock';
import { retryStrategy } from './sdk-retry';
import type * as Sdk from './sdk';

/** How AWS is reached. What is left out comes from the environment and the shared files, as in every AWS tool. */
export interface AwsSettings {
  readonly region?: string;
  readonly profile?: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  readonly endpoints?: { readonly iam?: string; readonly secretsManager?: string };
  /** 0-100. @default `AWS_MAX_ATTEMPTS` less one, or 9 */
  readonly maxRetries?: number;
  /** Name and version that CloudTrail shows for our calls. */
  readonly userAgent: { readonly name: string; readonly version: string };
}

/** Milliseconds until a connection is given up. The SDK's own default is never. */
const CONNECTION_TIMEOUT_MS = 5_000;
/** Milliseconds until an answer is given up. IAM answers within a second, a slow one within ten. */
const REQUEST_TIMEOUT_MS = 30_000;

/** The SDK's clients, made when first needed and kept for the life of the process. */
export class Clients {
  /** When AWS gave each answer. */
  readonly clock = awsClock();
  readonly #settings: AwsSettings;
  #sdk: typeof Sdk | undefined;
  #iam: IAMClient | undefined;
  readonly #secretsManager = new Map<string, SecretsManagerClient>();

  constructor(settings: AwsSettings) {
    this.#settings = settings;
  }

  async sdk(): Promise<typeof Sdk> {
    return (this.#sdk ??= await import('./sdk.js'));
  }

  async iam(): Promise<IAMClient> {
    const sdk = await this.sdk();
    return (this.#iam ??= this.#timed(
      new sdk.IAMClient({
        ...this.#common(sdk),
        ...(this.#settings.endpoints?.iam !== undefined && { endpoint: this.#settings.endpoints.iam }),
      }),
    ));
  }

  /** One client per Region: a secret named by ARN lives in the ARN's. */
  async secretsManager(region?: string): Promise<SecretsManagerClient> {
    const sdk = await this.sdk();
    const key = region ?? '';
    const existing = this.#secretsManager.get(key);
    if (existing !== undefined) return existing;
    const { credentials } = (await this.iam()).config;
    const client = this.#timed(
      new sdk.SecretsManagerClient({
        ...this.#common(sdk),
        // The same provider for both services: credentials are resolved, and roles assumed, once.
        credentials,
        ...(region !== undefined && { region }),
        ...(this.#settings.endpoints?.secretsManager !== undefined && {
          endpoint: this.#settings.endpoints.secretsManager,
        }),
      }),
    );
    this.#secretsManager.set(key, client);
    return client;
  }

  /** The Region the clients use, or `undefined` where neither settings, environment nor profile name one. */
  async region(): Promise<string | undefined> {
    const named = this.#settings.region ?? regionFromEnvironment();
    if (named !== undefined) return named;
    try {
      return await (await this.iam()).config.region();
    } catch {
      return undefined;
    }
  }

  #timed<C extends IAMClient | SecretsManagerClient>(client: C): C {
    client.middlewareStack.use(this.clock.plugin as never);
    return client;
  }

  #common(sdk: typeof Sdk): IAMClientConfig {
    const { region, profile, accessKeyId, secretAccessKey, sessionToken, userAgent } = this.#settings;
    const chosenRegion = region ?? regionFromEnvironment();
    return {
      ...(chosenRegion !== undefined && { region: chosenRegion }),
      ...(profile !== undefined && { profile }),
      ...(accessKeyId !== undefined && {
        credentials: {
          accessKeyId,
          secretAccessKey: secretAccessKey ?? '',
          ...(sessionToken !== undefined && { sessionToken }),
        },
      }),
      customUserAgent: [[userAgent.name, userAgent.version]],
      retryStrategy: retryStrategy(sdk, this.#settings.maxRetries),
      requestHandler: {
        connectionTimeout: CONNECTION_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        throwOnRequestTimeout: true,
      },
    };
  }
}

/** `AWS_DEFAULT_REGION` is what the AWS CLI reads; the JavaScript SDK alone does not. */
const regionFromEnvironment = (): string | undefined =>
  [process.env.AWS_REGION, process.env.AWS_DEFAULT_REGION].find((region) => region !== undefined && region !== '');
