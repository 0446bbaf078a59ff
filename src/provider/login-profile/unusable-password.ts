import { MAX_PASSWORD_CHARACTERS, type PasswordProblem } from '../../aws';
import { attribute, type Diagnostic } from '../../plugin';
import { error, named, type Subject } from './diagnostics';

const PASSWORD_PROBLEMS: Readonly<
  Record<PasswordProblem, { what: string; next: string; blame: 'secret_id' | 'secret_json_key' }>
> = {
  'binary-secret': {
    what: 'holds bytes (SecretBinary), not text',
    next: 'Store the password as a secret string.',
    blame: 'secret_id',
  },
  empty: { what: 'holds an empty password', next: 'Store a password of 1 to 128 characters.', blame: 'secret_id' },
  'too-long': {
    what: `holds more than the ${MAX_PASSWORD_CHARACTERS} characters that IAM takes for a password`,
    next: 'Store a shorter password. Where the secret is a JSON object, name the key in secret_json_key.',
    blame: 'secret_id',
  },
  'forbidden-character': {
    what: 'holds a character that IAM does not take: it takes U+0020 to U+00FF, tab and line breaks',
    next: 'Store a password of printable characters; letters, digits and ASCII symbols are safe.',
    blame: 'secret_id',
  },
  'trailing-line-break': {
    what: 'holds a password that ends in a line break, which nobody can type at the sign-in page',
    next: 'Store it without the line break: with a file, use printf instead of echo.',
    blame: 'secret_id',
  },
  'json-object-without-key': {
    what: 'holds a JSON object, and secret_json_key is not set',
    next: 'Name the key that holds the password in secret_json_key.',
    blame: 'secret_json_key',
  },
  'not-json': {
    what: 'holds no JSON object, but secret_json_key is set',
    next: 'Store a JSON object, or remove secret_json_key where the whole secret is the password.',
    blame: 'secret_json_key',
  },
  'json-key-missing': {
    what: 'holds a JSON object without the key that secret_json_key names',
    next: 'Correct secret_json_key or add the key to the secret.',
    blame: 'secret_json_key',
  },
  'json-value-not-a-string': {
    what: 'holds a JSON object in which the key that secret_json_key names is no string',
    next: 'Store the password as a JSON string, in double quotes.',
    blame: 'secret_json_key',
  },
};

/** A secret that cannot be a console password. Says nothing about what it holds but the kind of fault. */
export function unusablePassword(problem: PasswordProblem, subject: Subject & { versionId: string }): Diagnostic {
  const { what, next, blame } = PASSWORD_PROBLEMS[problem];
  return error(
    'Secret cannot be used as a console password',
    [
      `The secret ${named(subject.secretId)}, version ${subject.versionId}, ${what}. The password of the IAM user "${subject.userName}" was to come from it.`,
      subject.standing,
      next,
    ],
    attribute(blame),
  );
}
