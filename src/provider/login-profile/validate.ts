import { MAX_USER_NAME_CHARACTERS, userNameProblem as userNameRule } from '../../aws';
import { attribute, type Attr, type AttributePath, type Diagnostic, isKnown, type Unknown } from '../../plugin';
import { MAX_TIMEOUT_MS, parseDuration } from './duration';
import type { Config } from './model';
import { DRIFT_DETECTION, EXISTING_PROFILE, ON_DESTROY, ON_USER_CHANGE } from './schema';

/** Says what is wrong with a value and what would be right, or nothing. */
type Check = (value: string) => string | undefined;

/** Checks the secret's name or ARN; the rule itself belongs to the AWS room. */
export type SecretIdCheck = Check;

/** Every rule that needs no network. Unknown and unset values pass: they are checked again once known. */
export function validateConfig(config: Config, secretId: SecretIdCheck): Diagnostic[] {
  return [
    ...check(config.user_name, attribute('user_name'), 'Invalid IAM user name', userNameProblem),
    ...check(config.secret_id, attribute('secret_id'), 'Invalid secret id', secretId),
    ...check(config.secret_json_key, attribute('secret_json_key'), 'Invalid JSON key', notEmpty),
    ...check(config.secret_version_stage, attribute('secret_version_stage'), 'Invalid staging label', between(1, 256)),
    ...check(config.secret_version_id, attribute('secret_version_id'), 'Invalid secret version id', between(32, 64)),
    ...check(config.existing_profile, attribute('existing_profile'), 'Invalid value', oneOf(EXISTING_PROFILE)),
    ...check(config.on_destroy, attribute('on_destroy'), 'Invalid value', oneOf(ON_DESTROY)),
    ...check(config.drift_detection, attribute('drift_detection'), 'Invalid value', oneOf(DRIFT_DETECTION)),
    ...check(config.on_user_change, attribute('on_user_change'), 'Invalid value', oneOf(ON_USER_CHANGE)),
    ...validateTimeouts(config.timeouts),
  ];
}

function validateTimeouts(timeouts: Config['timeouts'] | Unknown): Diagnostic[] {
  if (!isKnown(timeouts)) return [];
  return (['create', 'update', 'delete'] as const).flatMap((name) =>
    check(timeouts[name], attribute('timeouts', name), 'Invalid timeout', duration),
  );
}

function check(value: Attr<string>, path: AttributePath, summary: string, rule: Check): Diagnostic[] {
  const problem = isKnown(value) ? rule(value) : undefined;
  return problem === undefined ? [] : [{ severity: 'error', summary, detail: problem, attribute: path }];
}

/** Why a text is no IAM user name, in words; the rule itself belongs to the AWS room. */
export const userNameProblem: Check = (value) => {
  if (userNameRule(value) === undefined) return undefined;
  const rule = 'An IAM user name is 1 to 64 letters, digits or any of _+=,.@- without spaces.';
  if (value === '') {
    return `The user name is empty. IAM would take that for whoever runs Terraform, so it is refused. ${rule}`;
  }
  const { length } = value;
  return length > MAX_USER_NAME_CHARACTERS
    ? `The user name has ${length} characters. ${rule}`
    : `IAM has no user named ${quote(value)}. ${rule}`;
};

const notEmpty: Check = (value) =>
  value === '' ? 'The key is empty. Leave the attribute out where the whole secret is the password.' : undefined;

const between =
  (min: number, max: number): Check =>
  (value) =>
    value.length < min || value.length > max
      ? `Secrets Manager takes ${min} to ${max} characters here; ${quote(value)} has ${value.length}.`
      : undefined;

const oneOf =
  (allowed: readonly string[]): Check =>
  (value) =>
    allowed.includes(value) ? undefined : `${quote(value)} is none of ${allowed.map(quote).join(', ')}.`;

const duration: Check = (value) => {
  const milliseconds = parseDuration(value);
  if (milliseconds === undefined) return `${quote(value)} is no duration. Write it as 90s, 5m or 1h30m.`;
  return milliseconds > 0 && milliseconds <= MAX_TIMEOUT_MS
    ? undefined
    : `A timeout is more than 0 and at most 24h; ${quote(value)} is not.`;
};

const quote = (value: string): string => JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
