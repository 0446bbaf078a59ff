/** What a local AWS holds at the start, from a file. */
import type { LocalAws } from '../../local-aws';
import { CommandError } from '../envelope';
import { readGivenText } from '../read-up-to';

/** Thousands of users and secrets. */
const MAX_BYTES = 16 * 1024 * 1024;

interface Seed {
  readonly users?: readonly (string | { readonly user_name: string; readonly path?: string })[];
  readonly secrets?: readonly { readonly name: string; readonly secret_string: string }[];
}

const refusal = (message: string): CommandError => new CommandError('VALIDATION_ERROR', message);

/** @throws CommandError where the file cannot be used */
export function readSeed(file: string): Seed {
  const text = readGivenText(file, MAX_BYTES, `--seed: ${file}`);
  try {
    const seed: unknown = JSON.parse(text);
    if (typeof seed === 'object' && seed !== null && isSeed(seed)) return seed;
  } catch {
    // Told below.
  }
  throw refusal(
    `--seed: ${file} is not like {"users":["alice"],"secrets":[{"name":"console/alice","secret_string":"…"}]}.`,
  );
}

function isSeed(seed: object): seed is Seed {
  const { users = [], secrets = [] } = seed as { users?: unknown; secrets?: unknown };
  const isUser = (user: unknown) => typeof user === 'string' || isObjectWith(user, 'user_name');
  const isSecret = (secret: unknown) => isObjectWith(secret, 'name') && isObjectWith(secret, 'secret_string');
  return Array.isArray(users) && users.every(isUser) && Array.isArray(secrets) && secrets.every(isSecret);
}

const isObjectWith = (value: unknown, key: string): boolean =>
  typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[key] === 'string';

export function sow({ users = [], secrets = [] }: Seed, aws: LocalAws): void {
  for (const user of users) {
    const { user_name: userName, path } = typeof user === 'string' ? { user_name: user, path: undefined } : user;
    aws.users.create({ userName, ...(path !== undefined && { path }) });
  }
  for (const { name, secret_string: secretString } of secrets) aws.secrets.create({ name, secretString });
}
