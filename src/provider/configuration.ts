import { type AwsSettings, connectAws } from '../aws';
import { attribute, type Attr, containsUnknown, type Diagnostic, isKnown, isUnknown, type TerraformNumber, type Unknown, type ValueObject } from '../plugin';

interface Configuration {
  readonly region: Attr<string>;
  readonly profile: Attr<string>;
  readonly access_key: Attr<string>;
  readonly secret_key: Attr<string>;
  readonly token: Attr<string>;
  readonly max_retries: Attr<TerraformNumber>;
  /** Unknown as a whole where a dynamic block is. */
  readonly endpoints: readonly Endpoints[] | Unknown;
}

interface Endpoints {
  readonly iam: Attr<string>;
  readonly secretsmanager: Attr<string>;
}

const USER_AGENT = 'cdktf-iam-login-profile';

const refuse = (summary: string, detail: string, ...path: [string, ...string[]]): Diagnostic => ({
  severity: 'error',
  summary,
  detail,
  attribute: attribute(...path),
});

/** Checks of the provider block that need no network. Never repeats a value: two of them are secret. */
export function validateConfiguration(config: ValueObject): Diagnostic[] {
  const block = config as unknown as Configuration;
  return [...checkKeys(block), ...checkRetries(block), ...checkEndpoints(block)];
}

function checkKeys({ access_key, secret_key, token }: Configuration): Diagnostic[] {
  const both = 'access_key and secret_key belong together. Set both, or neither and leave credentials to the environment.';
  if (access_key !== null && secret_key === null) return [refuse('Secret key missing', both, 'access_key')];
  if (access_key === null && secret_key !== null) return [refuse('Access key missing', both, 'secret_key')];
  if (access_key === null && token !== null) return [refuse('Access key missing', 'A token needs access_key and secret_key.', 'token')];
  return [];
}

function checkRetries({ max_retries }: Configuration): Diagnostic[] {
  const retries = isKnown(max_retries) ? Number(max_retries) : 0;
  if (Number.isInteger(retries) && retries >= 0 && retries <= 100) return [];
  return [refuse('Invalid max_retries', 'max_retries is a whole number from 0 to 100.', 'max_retries')];
}

function checkEndpoints({ endpoints }: Configuration): Diagnostic[] {
  return (isUnknown(endpoints) ? [] : endpoints).flatMap((block) =>
    (['iam', 'secretsmanager'] as const).flatMap((name) => {
      const url = block[name];
      if (!isKnown(url) || /^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : '')) return [];
      return [refuse('Invalid endpoint', `${JSON.stringify(url)} is no http or https URL, such as https://iam.example.`, 'endpoints')];
    }),
  );
}

export interface ReadConfiguration {
  /** Undefined where values are known only after apply, or where the block is refused. */
  readonly settings?: AwsSettings;
  readonly diagnostics: readonly Diagnostic[];
}

/** Turns the provider block into settings, and makes sure that a Region is known somewhere. */
export async function readConfiguration(config: ValueObject, version: string): Promise<ReadConfiguration> {
  if (containsUnknown(config)) return { diagnostics: [] };
  const settings = toSettings(config as unknown as Configuration, version);
  if ((await connectAws(settings).region()) !== undefined) return { settings, diagnostics: [] };
  return { diagnostics: [noRegion] };
}

const noRegion: Diagnostic = refuse(
  'AWS Region missing',
  'No Region is configured, so neither the secrets nor the AWS partition can be found. Set region in the provider ' +
    'block "iam", or AWS_REGION in the environment, or a region in the profile.',
  'region',
);

function toSettings(block: Configuration, version: string): AwsSettings {
  const text = (value: Attr<string> | undefined) => (isKnown(value) ? value : undefined);
  const endpoints = isUnknown(block.endpoints) ? [] : block.endpoints;
  const endpoint = (name: keyof Endpoints) => text(endpoints.map((one) => one[name]).find(isKnown));
  return {
    ...defined({
      region: text(block.region),
      profile: text(block.profile),
      accessKeyId: text(block.access_key),
      secretAccessKey: text(block.secret_key),
      sessionToken: text(block.token),
      maxRetries: isKnown(block.max_retries) ? Number(block.max_retries) : undefined,
    }),
    endpoints: defined({ iam: endpoint('iam'), secretsManager: endpoint('secretsmanager') }),
    userAgent: { name: USER_AGENT, version },
  };
}

/** Without the entries that are not set. */
const defined = <T extends object>(entries: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as never;
