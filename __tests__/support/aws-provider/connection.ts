import { IAMClient } from '@aws-sdk/client-iam';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { fromIni, fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { setTimeout as sleep } from 'node:timers/promises';
import { isKnown, type Value, type ValueObject } from '../../../src/plugin';

/** The SDK's clients with the provider block's settings. */
export interface Connection {
  readonly iam: IAMClient;
  readonly secretsManager: SecretsManagerClient;
  readonly region: string;
}

/** Throws where the provider was never configured. */
export type Connected = () => Connection;

const text = (value: Value | undefined): string | undefined => (isKnown(value) ? (value as string) : undefined);
const bodies = (value: Value | undefined): readonly ValueObject[] =>
  isKnown(value) ? (value as readonly ValueObject[]) : [];

type CredentialProvider = ReturnType<typeof fromNodeProviderChain>;

function ownCredentials(block: ValueObject): CredentialProvider {
  const [accessKeyId, secretAccessKey] = [text(block.access_key), text(block.secret_key)];
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    return async () => ({ accessKeyId, secretAccessKey, sessionToken: text(block.token) });
  }
  const profile = text(block.profile);
  return profile === undefined ? fromNodeProviderChain() : fromIni({ profile });
}

/** Roles are assumed one after the other, each with what the one before has given. */
function credentialsOf(block: ValueObject, region: string, endpoint: string | undefined): CredentialProvider {
  return bodies(block.assume_role).reduce<CredentialProvider>(
    (masterCredentials, role) =>
      fromTemporaryCredentials({
        masterCredentials,
        clientConfig: { region, ...(endpoint !== undefined && { endpoint }) },
        params: {
          RoleArn: text(role.role_arn),
          RoleSessionName: text(role.session_name) ?? 'terraform',
          ExternalId: text(role.external_id),
        },
      }),
    ownCredentials(block),
  );
}

export function connect(block: ValueObject): Connection {
  const region = text(block.region) ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1';
  const endpoints = Object.assign({}, ...bodies(block.endpoints)) as ValueObject;
  const credentials = credentialsOf(block, region, text(endpoints.sts));
  const client = (endpoint: Value | undefined) => ({
    region,
    credentials,
    ...(text(endpoint) !== undefined && { endpoint: text(endpoint) }),
  });
  return {
    iam: new IAMClient(client(endpoints.iam)),
    secretsManager: new SecretsManagerClient(client(endpoints.secretsmanager)),
    region,
  };
}

export const isAwsError = (error: unknown, ...names: readonly string[]): error is Error =>
  error instanceof Error && '$metadata' in error && (names.length === 0 || names.includes(error.name));

/** The answer, or undefined where AWS says that there is no such thing, or soon none. */
export async function unlessGone<T>(run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (isAwsError(error, 'NoSuchEntityException', 'ResourceNotFoundException')) return undefined;
    if (isAwsError(error, 'InvalidRequestException') && error.message.includes('marked for deletion')) return undefined;
    throw error;
  }
}

/** Milliseconds between two tries, and how many there are. */
const PAUSE_MS = 500;
const TRIES = 120;

/** IAM refuses changes of what was just made for a while; the AWS provider waits that out too. */
export async function whenModifiable<T>(run: () => Promise<T>): Promise<T> {
  for (let left = TRIES; ; left -= 1) {
    try {
      return await run();
    } catch (error) {
      const temporary = isAwsError(error, 'EntityTemporarilyUnmodifiableException');
      if (!temporary || left <= 1) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
