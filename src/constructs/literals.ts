/**
 * What can be said of values before Terraform runs. Each check returns what is wrong and how to mend it, or undefined.
 * References and other expressions are known later and always pass here; the provider checks them again.
 */
import { Token } from 'cdktf';

export type Problem = string | undefined;

const USER_NAME = /^[A-Za-z0-9_+=,.@-]{1,64}$/;
const SECRET_NAME = /^[A-Za-z0-9/_+=.@!-]{1,512}$/;
const SECRET_ARN =
  /^arn:aws(-cn|-us-gov|-iso|-iso-[a-z]|-eusc)?:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@!-]{1,512}-[A-Za-z0-9]{6}$/;
/** As Go writes durations: `90s`, `1h30m`, `1.5h`. */
const DURATION = /^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/;
const DURATION_PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/g;
const MILLISECONDS: Record<string, number> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const MAX_DURATION_HOURS = 24;

/** A token, or a string that holds one or a Terraform template: `${…}`, `%{…}`. */
const isExpression = (value: unknown): boolean =>
  Token.isUnresolved(value) || (typeof value === 'string' && /[$%]\{/.test(value));

const shown = (value: unknown): string => (typeof value === 'string' ? JSON.stringify(value) : String(value));

/** A check of a literal string; absent values and expressions pass. */
const ofText =
  (check: (value: string) => Problem) =>
  (value: unknown): Problem => {
    if (value === undefined || isExpression(value)) return undefined;
    return typeof value === 'string'
      ? check(value)
      : `expected a string, got ${value === null ? 'null' : typeof value}.`;
  };

export const userNameProblem = ofText((name) =>
  USER_NAME.test(name)
    ? undefined
    : `${shown(name)} is no IAM user name. Give 1-64 letters, digits or _+=,.@- (the name alone, without path or ARN).`,
);

/** Does not show what is no ARN: it may well be the password itself. */
export const secretIdProblem = ofText((secretId) => {
  if (!secretId.startsWith('arn:')) {
    if (SECRET_NAME.test(secretId)) return undefined;
    return (
      'the value is no name of a secret (not shown, it may be a password). Give the name, 1-512 letters, digits or ' +
      '/_+=.@!-, or the full ARN of the secret that holds the password.'
    );
  }
  if (SECRET_ARN.test(secretId)) return undefined;
  return (
    `${shown(secretId)} is no full ARN of a secret. Give ` +
    'arn:PARTITION:secretsmanager:REGION:ACCOUNT:secret:NAME-XXXXXX with the six characters at its end, or the name.'
  );
});

const lengthProblem = (what: string, min: number, max: number) =>
  ofText((value) =>
    value.length >= min && value.length <= max
      ? undefined
      : `${shown(value)} is no ${what}. Give ${min}-${max} characters; this has ${value.length}.`,
  );

export const versionIdProblem = lengthProblem('version id', 32, 64);
export const versionStageProblem = lengthProblem('staging label', 1, 256);

export const jsonKeyProblem = ofText((key) =>
  key === ''
    ? 'the key is empty. Give the key that holds the password in the JSON object, or leave jsonKey out.'
    : undefined,
);

export const choiceProblem = (choices: readonly string[]) =>
  ofText((value) =>
    choices.includes(value)
      ? undefined
      : `${shown(value)} is not possible. Give ${choices.map((choice) => `"${choice}"`).join(', ')}.`,
  );

const durationMs = (text: string): number =>
  Array.from(text.matchAll(DURATION_PART), ([, count, unit = '']) => Number(count) * (MILLISECONDS[unit] ?? 0)).reduce(
    (sum, part) => sum + part,
    0,
  );

export const durationProblem = ofText((text) => {
  const ms = DURATION.test(text) ? durationMs(text) : 0;
  if (ms > 0 && ms <= MAX_DURATION_HOURS * 3_600_000) return undefined;
  return `${shown(text)} is no duration above 0 and at most 24h. Give one such as "90s", "5m" or "1h30m".`;
});

export function booleanProblem(value: unknown): Problem {
  if (value === undefined || typeof value === 'boolean' || isExpression(value)) return undefined;
  return `${shown(value)} is no boolean. Give true or false.`;
}

/** A map of strings; one that is a token as a whole passes too. */
export function stringMapProblem(value: unknown): Problem {
  if (value === undefined || isExpression(value)) return undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'expected an object of strings.';
  const wrong = Object.entries(value).find(([, entry]) => typeof entry !== 'string' && !isExpression(entry));
  return wrong && `the value of ${shown(wrong[0])} is no string.`;
}
