import { SecretString } from './secret-string';

/** Why a secret cannot be a console password. Never says what the secret holds. */
export type PasswordProblem =
  | 'binary-secret'
  | 'empty'
  | 'too-long'
  | 'forbidden-character'
  | 'trailing-line-break'
  | 'json-object-without-key'
  | 'not-json'
  | 'json-key-missing'
  | 'json-value-not-a-string';

/** IAM's limit, in characters. @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateLoginProfile.html */
export const MAX_PASSWORD_CHARACTERS = 128;

/** IAM's `passwordType`: tab, line feed, carriage return, and U+0020 to U+00FF. */
const ALLOWED = /^[\t\n\r\u0020-\u00FF]*$/;

export type PasswordResult =
  | { readonly password: SecretString; readonly problem?: never }
  | { readonly password?: never; readonly problem: PasswordProblem };

/** What Secrets Manager holds in one version: a string, or bytes that are no password. */
export type SecretContent = SecretString | 'binary';

/**
 * Finds the console password in a secret. Without `jsonKey` the whole string is the password, byte for byte.
 * Whether it meets the account's password policy is for IAM to say.
 */
export function passwordFrom(content: SecretContent, jsonKey?: string): PasswordResult {
  if (content === 'binary') return { problem: 'binary-secret' };
  if (jsonKey === undefined) return isJsonObject(content) ? { problem: 'json-object-without-key' } : checked(content);
  const object = parseObject(content);
  if (object === undefined) return { problem: 'not-json' };
  if (!Object.hasOwn(object, jsonKey)) return { problem: 'json-key-missing' };
  const value = object[jsonKey];
  return typeof value === 'string' ? checked(new SecretString(value)) : { problem: 'json-value-not-a-string' };
}

/** IAM's rules that can be known before it is asked, and one of our own: a trailing line break cannot be typed. */
export function checked(password: SecretString): PasswordResult {
  const value = password.reveal();
  if (value === '') return { problem: 'empty' };
  if (/[\r\n]$/.test(value)) return { problem: 'trailing-line-break' };
  if (!ALLOWED.test(value)) return { problem: 'forbidden-character' };
  if (value.length > MAX_PASSWORD_CHARACTERS) return { problem: 'too-long' };
  return { password };
}

const isJsonObject = (content: SecretString): boolean => parseObject(content) !== undefined;

function parseObject(content: SecretString): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(content.reveal());
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    // The parser's message quotes the text it failed on, which is the secret.
    return undefined;
  }
}
