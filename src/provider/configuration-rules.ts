import { type AttributePath, type Attr, type Diagnostic, isKnown, type Unknown } from '../plugin';
import { parseDuration } from './login-profile/duration';

/** Says what would be right where a value is wrong. Never repeats it: some are secret, and a path shows the place. */
export type Rule = (value: string) => string | undefined;

export const refusal = (summary: string, detail: string, path: AttributePath): Diagnostic => ({
  severity: 'error',
  summary,
  detail,
  attribute: path,
});

/** Unset and unknown values pass: what is unknown is checked again once it is known. */
export function check(value: Attr<string>, path: AttributePath, rule: Rule): Diagnostic[] {
  const problem = isKnown(value) ? rule(value) : undefined;
  return problem === undefined ? [] : [refusal('Invalid provider configuration', problem, path)];
}

/** Each element of a list, set or block that is known. */
export const known = <T>(values: Attr<readonly T[]> | undefined): readonly Exclude<T, null | Unknown>[] =>
  (isKnown(values) ? values : []).filter((value): value is Exclude<T, null | Unknown> => isKnown(value));

export const matches =
  (pattern: RegExp, rule: string): Rule =>
  (value) =>
    pattern.test(value) ? undefined : rule;

export const REGION = matches(/^[a-z0-9-]{1,32}$/, 'region is the code of an AWS Region, such as eu-west-1.');

export const ROLE_ARN = matches(
  /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/,
  'role_arn is the ARN of an IAM role, such as arn:aws:iam::111122223333:role/Deploy.',
);

export const POLICY_ARN = matches(
  /^arn:aws[a-z-]*:iam::(aws|\d{12}):policy\/[\w+=,.@/-]+$/,
  'policy_arns are ARNs of managed policies, such as arn:aws:iam::aws:policy/ReadOnlyAccess.',
);

/** Session names and source identities are made alike. */
export const SESSION_NAME = matches(
  /^[\w+=,.@-]{2,64}$/,
  'session_name and source_identity are 2 to 64 letters, digits or any of _+=,.@- without spaces.',
);

export const EXTERNAL_ID = matches(
  /^[\w+=,.@:/-]{2,1224}$/,
  'external_id is 2 to 1224 letters, digits or any of _+=,.@:/- without spaces.',
);

export const ACCOUNT_ID = matches(/^\d{12}$/, 'An AWS account id is twelve digits, in quotes.');

const MAX_POLICY_CHARACTERS = 2048;

export const POLICY: Rule = (value) =>
  isJsonObject(value) && value.length <= MAX_POLICY_CHARACTERS
    ? undefined
    : `policy is a policy document in JSON of at most ${MAX_POLICY_CHARACTERS} characters.`;

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** @param chained assumed with another role's session, which AWS limits to an hour */
export const duration =
  (chained: boolean): Rule =>
  (value) => {
    const ms = parseDuration(value);
    const range = 'duration is from 15m to 12h, such as 1h or 90m.';
    if (ms === undefined || ms < 15 * MINUTE_MS || ms > 12 * HOUR_MS) return range;
    const tooLong =
      'A role that is assumed with the session of another role lasts 1h at most, whatever the role allows.';
    return chained && ms > HOUR_MS ? tooLong : undefined;
  };

export const httpUrl =
  (what: string): Rule =>
  (value) =>
    /^https?:$/.test(URL.canParse(value) ? new URL(value).protocol : '') ? undefined : what;
