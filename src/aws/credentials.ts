import { readFile } from 'node:fs/promises';
import type { AssumeRoleCommandOutput, STSClient, STSClientConfig } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { askedForAll } from './circuit';
import { AwsCallError, type Failure, sortAwsError } from './errors';
import { fromAws } from './foreign-answer';
import type * as Sdk from './sdk';
import type { AssumeRoleSettings, IdentitySettings, WebIdentitySettings } from './settings';
import { sharedFiles } from './shared-files';

/** What STS is reached with. */
export interface StsConnection {
  readonly sdk: typeof Sdk;
  /** Without credentials. */
  readonly config: STSClientConfig;
}

const DEFAULT_SESSION_NAME = 'iam-login-profile';

/** Who calls before any role is assumed: keys, a web identity, or whom the SDK's chain finds. */
export function baseCredentials(identity: IdentitySettings, sts: StsConnection): AwsCredentialIdentityProvider {
  const { accessKeyId, secretAccessKey = '', sessionToken, webIdentity } = identity;
  if (accessKeyId !== undefined) {
    return async () => ({ accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) });
  }
  return renewed(webIdentity === undefined ? fromChain(identity, sts) : fromWebIdentity(webIdentity, sts), sts.sdk);
}

/** Assumes roles one with the other's session. Each is assumed once and again five minutes before its session ends. */
export const withRoles = (
  base: AwsCredentialIdentityProvider,
  roles: readonly AssumeRoleSettings[],
  sts: StsConnection,
): AwsCredentialIdentityProvider => roles.reduce((caller, role) => renewed(fromRole(role, caller, sts), sts.sdk), base);

/**
 * One look-up for all clients that share the result, however many ask at once. Marked as the SDK marks its own, or
 * every client would keep a copy and look up for itself.
 */
function renewed(lookUp: AwsCredentialIdentityProvider, sdk: typeof Sdk): AwsCredentialIdentityProvider {
  const provider = sdk.memoizeIdentityProvider(lookUp, sdk.isIdentityExpired, sdk.doesIdentityRequireRefresh);
  return Object.assign(provider ?? lookUp, { memoized: true });
}

/** Keys in the environment count more than a profile there, as in the AWS CLI; the SDK alone does the opposite. */
function fromChain(identity: IdentitySettings, { sdk, config }: StsConnection): AwsCredentialIdentityProvider {
  const { AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: secret } = process.env;
  if (identity.profile === undefined && key && secret) return sdk.fromEnv();
  return async (options) => {
    const { profile } = identity;
    const { requestHandler, region } = config;
    const chain = sdk.defaultProvider({
      ...(await sharedFiles(identity, sdk)),
      ...(profile !== undefined && { profile }),
      clientConfig: { requestHandler, region },
    });
    return chain(options).catch((thrown: unknown) => {
      const refused = refusedBy(
        'sts:AssumeRole',
        thrown,
        `of the profile ${profile ?? process.env.AWS_PROFILE ?? 'default'}`,
      );
      // Anything else is told of the call that needed the credentials.
      throw refused.failure === 'role-refused' ? refused : thrown;
    });
  };
}

/** Every call of the run waits for the same session. */
function stsFor(sdk: typeof Sdk, config: STSClientConfig): STSClient {
  const client = new sdk.STSClient(config);
  client.middlewareStack.use(askedForAll('sts').plugin as never);
  return client;
}

function fromRole(
  role: AssumeRoleSettings,
  caller: AwsCredentialIdentityProvider,
  { sdk, config }: StsConnection,
): AwsCredentialIdentityProvider {
  const client = stsFor(sdk, { ...config, credentials: caller });
  return () => {
    const command = new sdk.AssumeRoleCommand({
      ...sessionOf(role),
      ExternalId: role.externalId,
      SourceIdentity: role.sourceIdentity,
      Tags: Object.entries(role.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
      TransitiveTagKeys: [...(role.transitiveTagKeys ?? [])],
    });
    return session('sts:AssumeRole', role.roleArn, () => client.send(command));
  };
}

function fromWebIdentity(role: WebIdentitySettings, { sdk, config }: StsConnection): AwsCredentialIdentityProvider {
  const operation = 'sts:AssumeRoleWithWebIdentity';
  const client = stsFor(sdk, config);
  return async () => {
    const WebIdentityToken = role.webIdentityToken ?? (await tokenIn(role.webIdentityTokenFile ?? '', operation));
    const command = new sdk.AssumeRoleWithWebIdentityCommand({ ...sessionOf(role), WebIdentityToken });
    return session(operation, role.roleArn, () => client.send(command));
  };
}

const sessionOf = ({ roleArn, sessionName, durationSeconds, policy, policyArns }: WebIdentitySettings) => ({
  RoleArn: roleArn,
  RoleSessionName: sessionName ?? process.env.AWS_ROLE_SESSION_NAME ?? DEFAULT_SESSION_NAME,
  DurationSeconds: durationSeconds,
  Policy: policy,
  PolicyArns: policyArns?.map((arn) => ({ arn })),
});

async function tokenIn(file: string, operation: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code ?? 'Unreadable';
    throw new AwsCallError({ operation, failure: 'no-credentials', code, text: `cannot read the token file ${file}` });
  }
}

async function session(
  operation: string,
  roleArn: string,
  send: () => Promise<Pick<AssumeRoleCommandOutput, 'Credentials' | '$metadata'>>,
): Promise<AwsCredentialIdentity> {
  const answer = await send().catch((thrown: unknown) => {
    throw refusedBy(operation, thrown, roleArn);
  });
  const { Credentials: keys } = fromAws(operation, answer);
  if (keys?.AccessKeyId === undefined || keys.SecretAccessKey === undefined) {
    throw new AwsCallError({
      operation,
      failure: 'service',
      code: 'EmptyAnswer',
      text: 'the answer holds no credentials',
    });
  }
  return {
    accessKeyId: keys.AccessKeyId,
    secretAccessKey: keys.SecretAccessKey,
    ...(keys.SessionToken !== undefined && { sessionToken: keys.SessionToken }),
    ...(keys.Expiration !== undefined && { expiration: keys.Expiration }),
  };
}

const REFUSALS: ReadonlySet<Failure> = new Set(['access-denied', 'invalid-request', 'not-found']);

/** STS says no to the role itself, or the call failed like any other. The text names the role where STS does not. */
function refusedBy(operation: string, thrown: unknown, role: string): AwsCallError {
  if (thrown instanceof AwsCallError) return thrown;
  const sorted = sortAwsError(operation, thrown);
  if (!REFUSALS.has(sorted.failure)) return sorted;
  const text = sorted.text.includes(role) ? sorted.text : `${sorted.text} (role ${role})`;
  const { code, requestId, attempts } = sorted;
  return new AwsCallError({ operation, failure: 'role-refused', code, text, requestId, attempts });
}
