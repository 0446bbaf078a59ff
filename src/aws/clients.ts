import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { STSClient, STSClientConfig } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentityProvider } from '@smithy/types';
import { askedForAll, Circuit } from './circuit';
import { awsClock } from './clock';
import { baseCredentials, type StsConnection, withRoles } from './credentials';
import { chosenRegion, iamRegion } from './region';
import { ownEndpoint, type ServiceName } from './endpoints';
import { RequestHandler } from './request-handler';
import type * as Sdk from './sdk';
import { retryStrategy } from './sdk-retry';
import type { AwsSettings } from './settings';

/** What all clients share: credentials are resolved, and roles assumed, once. */
interface Connection {
  readonly sdk: typeof Sdk;
  readonly requestHandler: RequestHandler;
  readonly region: string | undefined;
  readonly credentials: AwsCredentialIdentityProvider;
  /** As whom the roles are assumed; the same where there are none. */
  readonly baseCredentials: AwsCredentialIdentityProvider;
  readonly secretsCredentials: AwsCredentialIdentityProvider;
}

/** The SDK's clients, made when first needed and kept for the life of the process. */
export class Clients {
  /** When AWS gave each answer. */
  readonly clock = awsClock();
  readonly #settings: AwsSettings;
  #sdk: typeof Sdk | undefined;
  #connection: Promise<Connection> | undefined;
  #iam: Promise<IAMClient> | undefined;
  #sts: Promise<STSClient> | undefined;
  #stsBeforeRoles: Promise<STSClient | undefined> | undefined;
  #cloudTrail: Promise<CloudTrailClient> | undefined;
  readonly #secretsManager = new Map<string | undefined, Promise<SecretsManagerClient>>();

  constructor(settings: AwsSettings) {
    this.#settings = settings;
  }

  async sdk(): Promise<typeof Sdk> {
    return (this.#sdk ??= await import('./sdk.js'));
  }

  iam(): Promise<IAMClient> {
    return (this.#iam ??= this.#connected(({ sdk, credentials, ...connection }) =>
      this.#watched(new sdk.IAMClient({ ...this.#common('iam', sdk, connection), credentials }), new Circuit('iam')),
    ));
  }

  /** One client per Region: a secret named by ARN lives in the ARN's. */
  secretsManager(regionOfArn?: string): Promise<SecretsManagerClient> {
    const region = regionOfArn ?? this.#settings.secrets?.region;
    const existing = this.#secretsManager.get(region);
    if (existing !== undefined) return existing;
    const made = this.#connected(({ sdk, secretsCredentials: credentials, ...connection }) => {
      const common = this.#common('secretsManager', sdk, { ...connection, region: region ?? connection.region });
      return this.#watched(new sdk.SecretsManagerClient({ ...common, credentials }), new Circuit('secretsmanager'));
    });
    this.#secretsManager.set(region, made);
    return made;
  }

  /** Where CloudTrail records the calls to IAM. */
  cloudTrail(): Promise<CloudTrailClient> {
    return (this.#cloudTrail ??= this.#connected(({ sdk, credentials, ...connection }) => {
      const common = this.#common('cloudTrail', sdk, { ...connection, region: iamRegion(connection.region) });
      return new sdk.CloudTrailClient({ ...common, credentials });
    }));
  }

  /** The token service as whom IAM is called; for questions about ourselves. */
  sts(): Promise<STSClient> {
    return (this.#sts ??= this.#connected((connection) => this.#stsAs(connection.credentials, connection)));
  }

  /** The token service as who assumes the roles; `undefined` where there are none. */
  stsBeforeRoles(): Promise<STSClient | undefined> {
    return (this.#stsBeforeRoles ??= this.#connected((connection) => {
      const { credentials, baseCredentials: base } = connection;
      return base === credentials ? undefined : this.#stsAs(base, connection);
    }));
  }

  #stsAs(credentials: AwsCredentialIdentityProvider, { sdk, ...connection }: Connection): STSClient {
    const client = new sdk.STSClient({ ...this.#common('sts', sdk, connection), credentials });
    return this.#watched(client, askedForAll('sts'));
  }

  /** Resolves the credentials for IAM, which assumes the roles. @throws AwsCallError, or what the SDK's chain throws */
  async resolveCredentials(): Promise<void> {
    await this.#connected(({ credentials }) => credentials());
  }

  /** The Region the clients use, or `undefined` where neither settings, environment nor profile name one. */
  region(): Promise<string | undefined> {
    return chosenRegion(this.#settings, () => this.sdk());
  }

  async #connected<T>(make: (connection: Connection) => T): Promise<Awaited<T>> {
    return await make(await (this.#connection ??= this.#connect()));
  }

  async #connect(): Promise<Connection> {
    const [sdk, region] = await Promise.all([this.sdk(), this.region()]);
    const requestHandler = new RequestHandler(sdk, this.#settings);
    const config: STSClientConfig = this.#common('sts', sdk, { requestHandler, region });
    return { sdk, requestHandler, region, ...identities(this.#settings, { sdk, config }) };
  }

  #watched<C extends IAMClient | SecretsManagerClient | STSClient>(client: C, circuit: Circuit): C {
    client.middlewareStack.use(this.clock.plugin as never);
    client.middlewareStack.use(circuit.plugin as never);
    return client;
  }

  #common(
    service: ServiceName,
    sdk: typeof Sdk,
    { requestHandler, region }: Pick<Connection, 'requestHandler' | 'region'>,
  ) {
    const { profile, useFipsEndpoint, userAgent } = this.#settings;
    const endpoint = this.#settings.endpoints?.[service];
    return {
      ...(region !== undefined && { region }),
      ...(profile !== undefined && { profile }),
      ...(endpoint !== undefined && { endpoint }),
      // The SDK refuses both at once; whoever gives an address says which one it is.
      ...(ownEndpoint(service, this.#settings) !== undefined
        ? { useFipsEndpoint: false }
        : useFipsEndpoint !== undefined && { useFipsEndpoint }),
      customUserAgent: [[userAgent.name, userAgent.version] as [string, string]],
      retryStrategy: retryStrategy(sdk, this.#settings),
      requestHandler,
    };
  }
}

/** As whom IAM is called, and Secrets Manager: the same, unless the settings for secrets name keys, a profile or roles. */
function identities(
  settings: AwsSettings,
  sts: StsConnection,
): Pick<Connection, 'credentials' | 'baseCredentials' | 'secretsCredentials'> {
  const base = baseCredentials(settings, sts);
  const credentials = withRoles(base, settings.assumeRoles ?? [], sts);
  const { secrets } = settings;
  const ownKeys = secrets?.accessKeyId !== undefined || secrets?.profile !== undefined;
  const roles = secrets?.assumeRoles ?? [];
  if (!ownKeys && roles.length === 0) return { credentials, baseCredentials: base, secretsCredentials: credentials };
  const { sharedConfigFiles, sharedCredentialsFiles } = settings;
  const files = {
    ...(sharedConfigFiles !== undefined && { sharedConfigFiles }),
    ...(sharedCredentialsFiles !== undefined && { sharedCredentialsFiles }),
  };
  const secretsBase = ownKeys ? baseCredentials({ ...files, ...secrets }, sts) : base;
  return { credentials, baseCredentials: base, secretsCredentials: withRoles(secretsBase, roles, sts) };
}
