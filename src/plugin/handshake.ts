/** What go-plugin passes to the process. Not a secret: it tells a plugin host from a person at a terminal. */
const MAGIC_COOKIE_KEY = 'TF_PLUGIN_MAGIC_COOKIE';
const MAGIC_COOKIE_VALUE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';

const CORE_PROTOCOL_VERSION = 1;
/** Printed even where PLUGIN_PROTOCOL_VERSIONS does not offer it: Terraform then reports the mismatch in its own words. */
const PROTOCOL_VERSION = 6;

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the server listens, in go-plugin's words. */
export interface Address {
  readonly network: 'unix' | 'tcp';
  /** A socket's absolute path, or `127.0.0.1:PORT`. */
  readonly address: string;
}

/** Whether Terraform, or another go-plugin host, started this process. */
export const startedByHost = (env: Environment): boolean => env[MAGIC_COOKIE_KEY] === MAGIC_COOKIE_VALUE;

export const notStartedByHostHint = (name: string): string =>
  `This is the Terraform provider "${name}". It is started by terraform or tofu and does nothing on its own.\n` +
  'Name it in required_providers, then run terraform init.\n';

/**
 * The first line on stdout, which Terraform waits for.
 * @param certificate the server's, in DER; undefined without TLS
 */
export function handshakeLine(
  { network, address }: Address,
  certificate: Buffer | undefined,
  env: Environment,
): string {
  // go-plugin decodes without padding; two certificates in three would need some.
  const encoded = certificate?.toString('base64').replace(/=+$/, '') ?? '';
  const fields = [CORE_PROTOCOL_VERSION, PROTOCOL_VERSION, network, address, 'grpc', encoded];
  // Old hosts glue a seventh field to the sixth, so it is only for those that ask. We never multiplex.
  if ((env.PLUGIN_MULTIPLEX_GRPC ?? '') !== '') fields.push('false');
  return `${fields.join('|')}\n`;
}

/** Terraform quotes the first line on stdout when it is no handshake, and shows nothing of stderr at that point. */
export const startFailureLine = (name: string, reason: string): string =>
  `The "${name}" provider cannot start: ${reason.replace(/[|\r\n]+/g, ' ')}\n`;
