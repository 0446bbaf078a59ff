import { accessSync, constants } from 'node:fs';
import {
  type AssumeRoleSettings,
  type AwsSettings,
  caBundle,
  connectAws,
  unencryptedEndpoints,
  type WebIdentitySettings,
} from '../aws';
import {
  attribute,
  type Attr,
  containsUnknown,
  type Diagnostic,
  isKnown,
  isUnknown,
  type ValueObject,
} from '../plugin';
import type {
  AssumeRole,
  Blocks,
  Configuration,
  Endpoints,
  Keys,
  RoleSession,
  SecretsBlock,
} from './configuration-model';
import { known, refusal } from './configuration-rules';
import { parseDuration } from './login-profile/duration';

const USER_AGENT = 'cdktf-iam-login-profile';

/** What must be true before anything is called. */
export interface Guards {
  /** Undefined where any account will do. */
  readonly allowedAccountIds?: readonly string[];
  readonly forbiddenAccountIds?: readonly string[];
  /** Patterns; undefined where any user will do, or where only apply will know. */
  readonly allowedUserNames?: readonly string[];
  /** Whether the user who calls may be given a password. @default false */
  readonly allowOwnUser?: boolean;
}

export interface ReadConfiguration {
  /** Undefined where values are known only after apply, or where the block is refused. */
  readonly settings?: AwsSettings;
  readonly guards: Guards;
  readonly diagnostics: readonly Diagnostic[];
}

/** Turns the provider block into settings, and makes sure that a Region is known somewhere. */
export async function readConfiguration(config: ValueObject, version: string): Promise<ReadConfiguration> {
  const block = config as unknown as Configuration;
  const guards = readGuards(block);
  if (containsUnknown(config)) return { guards, diagnostics: [] };
  const settings = toSettings(block, version);
  const unreadable = unreadableCaBundle(settings);
  if (unreadable !== undefined) return { guards, diagnostics: [unreadable] };
  if ((await connectAws(settings).region()) === undefined) return { guards, diagnostics: [noRegion] };
  return { settings, guards, diagnostics: tellUnencrypted(unencryptedEndpoints(settings)) };
}

/** A warning, since the network may be one's own, as that of containers that test something is. */
const tellUnencrypted = (addresses: readonly string[]): Diagnostic[] =>
  addresses.map((address) => ({
    severity: 'warning',
    summary: 'AWS is called without encryption',
    detail:
      `Calls go to ${address}, which endpoints or AWS_ENDPOINT_URL* name: whoever is on the way there can read every ` +
      'password that is applied.\n\nUse https; or go on, where this is a test on a network of your own.',
    attribute: attribute('endpoints'),
  }));

const noRegion: Diagnostic = refusal(
  'AWS Region missing',
  'No Region is configured, so neither the secrets nor the AWS partition can be found. Set region in the provider ' +
    'block "iam", or AWS_REGION in the environment, or a region in the profile.',
  attribute('region'),
);

function unreadableCaBundle(settings: AwsSettings): Diagnostic | undefined {
  const file = caBundle(settings);
  if (file === undefined) return undefined;
  try {
    accessSync(file, constants.R_OK);
    return undefined;
  } catch {
    const detail = `${file} cannot be read. Name a file of certificates in PEM in custom_ca_bundle or AWS_CA_BUNDLE, or neither.`;
    return refusal('CA bundle cannot be read', detail, attribute('custom_ca_bundle'));
  }
}

/** A pattern that is not known yet could allow anybody, so nobody is refused until it is. */
function readGuards(block: Configuration): Guards {
  const { allowed_account_ids, forbidden_account_ids, allowed_user_names, allow_own_user } = block;
  return defined({
    allowedAccountIds: isKnown(allowed_account_ids) ? known(allowed_account_ids) : undefined,
    forbiddenAccountIds: isKnown(forbidden_account_ids) ? known(forbidden_account_ids) : undefined,
    allowedUserNames:
      isKnown(allowed_user_names) && !containsUnknown(allowed_user_names) ? known(allowed_user_names) : undefined,
    allowOwnUser: isKnown(allow_own_user) ? allow_own_user : undefined,
  });
}

function toSettings(block: Configuration, version: string): AwsSettings {
  const webIdentity = blocks(block.assume_role_with_web_identity).at(0);
  const secrets = blocks(block.secrets).at(0);
  return {
    ...defined({
      ...keys(block),
      region: text(block.region),
      sharedConfigFiles: strings(block.shared_config_files),
      sharedCredentialsFiles: strings(block.shared_credentials_files),
      maxRetries: isKnown(block.max_retries) ? Number(block.max_retries) : undefined,
      retryMode: text(block.retry_mode) as AwsSettings['retryMode'],
      customCaBundle: text(block.custom_ca_bundle),
      useFipsEndpoint: isKnown(block.use_fips_endpoint) ? block.use_fips_endpoint : undefined,
      httpProxy: text(block.http_proxy),
      webIdentity: webIdentity && (webIdentityOf(webIdentity) as WebIdentitySettings),
      secrets: secrets && secretsOf(secrets),
    }),
    assumeRoles: blocks(block.assume_role).map(assumeRoleOf),
    endpoints: endpointsOf(blocks(block.endpoints)),
    userAgent: { name: USER_AGENT, version },
  };
}

const blocks = <T>(all: Blocks<T>): readonly T[] => (isUnknown(all) ? [] : all);

/** An empty text counts as not set, as with the AWS provider. */
const text = (value: Attr<string> | undefined): string | undefined =>
  isKnown(value) && value !== '' ? value : undefined;

const strings = (values: Attr<readonly Attr<string>[]>): readonly string[] | undefined =>
  isKnown(values) ? known(values) : undefined;

const keys = (block: Keys) => ({
  profile: text(block.profile),
  accessKeyId: text(block.access_key),
  secretAccessKey: text(block.secret_key),
  sessionToken: text(block.token),
});

const secretsOf = (block: SecretsBlock) =>
  defined({ ...keys(block), region: text(block.region), assumeRoles: blocks(block.assume_role).map(assumeRoleOf) });

const sessionOf = (role: RoleSession) => ({
  roleArn: text(role.role_arn),
  sessionName: text(role.session_name),
  durationSeconds: isKnown(role.duration) ? Math.round((parseDuration(role.duration) ?? 0) / 1000) : undefined,
  policy: text(role.policy),
  policyArns: strings(role.policy_arns),
});

const webIdentityOf = (
  role: RoleSession & Readonly<Record<'web_identity_token' | 'web_identity_token_file', Attr<string>>>,
) =>
  defined({
    ...sessionOf(role),
    webIdentityToken: text(role.web_identity_token),
    webIdentityTokenFile: text(role.web_identity_token_file),
  });

const assumeRoleOf = (role: AssumeRole): AssumeRoleSettings =>
  defined({
    ...sessionOf(role),
    externalId: text(role.external_id),
    sourceIdentity: text(role.source_identity),
    tags: isKnown(role.tags) ? role.tags : undefined,
    transitiveTagKeys: strings(role.transitive_tag_keys),
  }) as AssumeRoleSettings;

function endpointsOf(all: readonly Endpoints[]): NonNullable<AwsSettings['endpoints']> {
  const first = (name: keyof Endpoints) => all.map((one) => text(one[name])).find(isKnown);
  return defined({
    iam: first('iam'),
    secretsManager: first('secretsmanager'),
    sts: first('sts'),
    cloudTrail: first('cloudtrail'),
  });
}

/** Without the entries that are not set. */
const defined = <T extends object>(entries: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as never;
