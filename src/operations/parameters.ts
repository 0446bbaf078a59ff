import {
  MAX_PASSWORD_CHARACTERS,
  MAX_USER_NAME_CHARACTERS,
  type PasswordProblem,
  type SecretIdProblem,
  secretIdProblem,
  userNameProblem,
  type UserNameProblem,
} from '../aws';
import { refused } from './result';
import type { DeleteParameters, UpdateLoginProfileParameters } from './types';

const USER_NAME: Readonly<Record<UserNameProblem, string>> = {
  empty: 'The user name is empty. IAM would take that for the caller, so it is refused.',
  'too-long': `The user name has more than ${MAX_USER_NAME_CHARACTERS} characters.`,
  'forbidden-character': 'The user name holds a character that IAM does not take: letters, digits and _+=,.@- it does.',
};

/** @throws OperationError */
export function checkUserName(userName: string): void {
  const problem = userNameProblem(userName);
  if (problem !== undefined) throw refused('VALIDATION_ERROR', USER_NAME[problem]);
}

const SECRET_ID: Readonly<Record<SecretIdProblem, string>> = {
  empty: 'The secret id is empty.',
  'bad-name': 'The secret id is no name of a secret: 1 to 512 letters, digits or any of /_+=.@!-.',
  'partial-arn': "The secret's ARN is not complete: it ends in a hyphen and six random characters.",
  'other-arn': 'The secret id is an ARN, but not that of a Secrets Manager secret.',
};

/** @throws OperationError */
export function checkSecretId(secretId: string): void {
  const problem = secretIdProblem(secretId);
  if (problem !== undefined) throw refused('VALIDATION_ERROR', SECRET_ID[problem]);
}

/** Milliseconds, a day; timers do not count much further. */
const MAX_TIMEOUT_MS = 24 * 3_600_000;

type Rule = readonly [what: string, holds: (value: unknown) => boolean];

const TEXT: Rule = ['a string', (value) => typeof value === 'string'];
const YES_OR_NO: Rule = ['true or false', (value) => typeof value === 'boolean'];
const MODES: readonly unknown[] = ['either', 'create-only', 'update-only'];

/** What a parameter has to be where it is given. Programs in JavaScript are not held to the declarations. */
const TYPES: Readonly<Record<keyof UpdateLoginProfileParameters | keyof DeleteParameters, Rule>> = {
  userName: TEXT,
  secretId: TEXT,
  secretJsonKey: TEXT,
  secretVersionId: TEXT,
  secretVersionStage: TEXT,
  password: [
    'a string, or an object with reveal()',
    (value) => typeof value === 'string' || typeof (value as { reveal?: unknown } | null)?.reveal === 'function',
  ],
  passwordResetRequired: YES_OR_NO,
  mode: [`one of ${MODES.join(', ')}`, (value) => MODES.includes(value)],
  wait: YES_OR_NO,
  dryRun: YES_OR_NO,
  ifExists: YES_OR_NO,
  timeoutMs: [
    `a number of more than 0 and at most ${MAX_TIMEOUT_MS}`,
    (value) => typeof value === 'number' && value > 0 && value <= MAX_TIMEOUT_MS,
  ],
  signal: ['an AbortSignal', (value) => value instanceof AbortSignal],
};

/** Values are not quoted: one in the wrong place may be the password. */
function checkTypes(parameters: unknown): void {
  if (typeof parameters !== 'object' || parameters === null) {
    throw refused('VALIDATION_ERROR', 'The parameters are no object.');
  }
  const values = parameters as Readonly<Record<string, unknown>>;
  const broken = Object.entries(TYPES).find(([name, [, holds]]) => {
    const value = values[name];
    return value === undefined ? name === 'userName' : !holds(value);
  });
  if (broken !== undefined) throw refused('VALIDATION_ERROR', `${broken[0]} is not ${broken[1][0]}.`);
}

/** @throws OperationError */
export function checkLookup(parameters: DeleteParameters): void {
  checkTypes(parameters);
  checkUserName(parameters.userName);
}

/** @throws OperationError */
export function checkParameters(parameters: UpdateLoginProfileParameters): void {
  checkTypes(parameters);
  checkUserName(parameters.userName);
  const { secretId, secretJsonKey, secretVersionId, secretVersionStage, password } = parameters;
  const problem = secretId === undefined ? undefined : secretIdProblem(secretId);
  const rules: readonly (readonly [boolean, string])[] = [
    [secretId !== undefined && password !== undefined, 'The password is given twice: by a secret and directly.'],
    [
      secretId === undefined &&
        [secretJsonKey, secretVersionId, secretVersionStage].some((value) => value !== undefined),
      'A JSON key, a version or a label says something about a secret, but no secret is named.',
    ],
    [
      secretVersionId !== undefined && secretVersionStage !== undefined,
      'Name a version of the secret or a label, not both.',
    ],
    [problem !== undefined, problem === undefined ? '' : SECRET_ID[problem]],
    [secretJsonKey === '', 'The JSON key is empty. Leave it out where the whole secret is the password.'],
    [outside(secretVersionId, 32, 64), 'A version id of a secret has 32 to 64 characters.'],
    [outside(secretVersionStage, 1, 256), 'A label of a secret has 1 to 256 characters.'],
    [
      secretId === undefined && password === undefined && parameters.passwordResetRequired === undefined,
      'There is nothing to set: name a secret, give a password, or say whether a reset is required.',
    ],
    [
      secretId === undefined && password === undefined && parameters.mode === 'create-only',
      'A login profile cannot be made without a password: name a secret or give one.',
    ],
  ];
  const broken = rules.find(([isBroken]) => isBroken);
  if (broken !== undefined) throw refused('VALIDATION_ERROR', broken[1]);
}

const outside = (value: string | undefined, min: number, max: number): boolean =>
  value !== undefined && (value.length < min || value.length > max);

const PASSWORD: Readonly<Record<PasswordProblem, string>> = {
  'binary-secret': 'holds bytes, not text. Store the password as a secret string.',
  empty: 'is empty. IAM takes 1 to 128 characters.',
  'too-long': `has more than the ${MAX_PASSWORD_CHARACTERS} characters that IAM takes.`,
  'forbidden-character': 'holds a character that IAM does not take: U+0020 to U+00FF, tab and line breaks it does.',
  'trailing-line-break': 'ends in a line break, which nobody can type at the sign-in page.',
  'json-object-without-key': 'is a JSON object. Name the key that holds the password.',
  'not-json': 'is no JSON object, but a JSON key is named.',
  'json-key-missing': 'is a JSON object without the key that is named.',
  'json-value-not-a-string': 'is a JSON object in which the key that is named is no string.',
};

/** Why a value cannot be the password; never what it is. */
export const unusablePassword = (problem: PasswordProblem, secretId: string | undefined): string =>
  `${secretId === undefined ? 'The password' : `What the secret "${secretId}" holds`} ${PASSWORD[problem]}`;
