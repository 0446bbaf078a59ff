/** `--cli-input-json`, as users of the AWS CLI know it. */
import { CommandError } from '../envelope';
import { PASSWORD_REFUSAL } from '../mistakes';
import { quoted } from '../quoted';
import { readGivenText } from '../read-up-to';

/** Six parameters, the longest of which is a secret's ARN, take a few kilobytes. */
const MAX_BYTES = 1024 * 1024;

/** What the JSON may hold, under the names of the APIs, and what it is called here. */
const KEYS = {
  UserName: { name: 'userName', type: 'string' },
  PasswordResetRequired: { name: 'passwordResetRequired', type: 'boolean' },
  SecretId: { name: 'secretId', type: 'string' },
  SecretJsonKey: { name: 'secretJsonKey', type: 'string' },
  SecretVersionId: { name: 'secretVersionId', type: 'string' },
  SecretVersionStage: { name: 'secretVersionStage', type: 'string' },
} as const;

/** The parameters in a JSON text, by our names. */
export type InputParameters = Readonly<Partial<Record<(typeof KEYS)[keyof typeof KEYS]['name'], string | boolean>>>;

/** A JSON to fill in; what is left empty in it counts as left out, as `--generate-cli-skeleton` prints it. */
export const SKELETON = Object.fromEntries(
  Object.entries(KEYS).map(([key, { type }]) => [key, type === 'string' ? '' : false]),
);

const refusal = (message: string): CommandError => new CommandError('VALIDATION_ERROR', message);

/** @param input the JSON itself, or `file://PATH`. @throws CommandError */
export function parseInputJson(input: string): InputParameters {
  return parseParameters(input.startsWith('file://') ? readInput(input.slice('file://'.length)) : input);
}

/** @throws CommandError */
export const parseParameters = (text: string): InputParameters => parameters(parsed(text));

const readInput = (path: string): string => readGivenText(path, MAX_BYTES, `--cli-input-json: ${path}`);

/** The parser's own message would quote the text, which may hold what it should not. */
function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw refusal('--cli-input-json takes a JSON object, or file:// and the path of one.');
}

function parameters(values: Record<string, unknown>): InputParameters {
  const entries = Object.entries(values).map(([key, value]) => {
    if (/password$/i.test(key)) throw refusal(PASSWORD_REFUSAL);
    if (!Object.hasOwn(KEYS, key))
      throw refusal(`--cli-input-json: there is no ${quoted(key)}. It may hold ${Object.keys(KEYS).join(', ')}.`);
    const { name, type } = KEYS[key as keyof typeof KEYS];
    if (typeof value !== type) throw refusal(`--cli-input-json: ${key} is a ${type}.`);
    return [name, value] as const;
  });
  // A skeleton that is filled in has the optional keys that nobody needed.
  return Object.fromEntries(entries.filter(([name, value]) => value !== '' || name === 'userName'));
}
