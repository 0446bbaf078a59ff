/** Which literals `LoginProfile` refuses at synth, and what it says then. */
import { TerraformProvider, Token, Tokenization } from 'cdktf';
import {
  booleanProblem,
  choiceProblem,
  durationProblem,
  jsonKeyProblem,
  type Problem,
  secretIdProblem,
  stringMapProblem,
  userNameProblem,
  versionIdProblem,
  versionStageProblem,
} from './literals';
import { SecretPassword } from './secret-password';

// Not imported from the provider's room: synth loads no provider code. A test compares both lists.
export const EXISTING_PROFILE = ['adopt', 'trust', 'fail'] as const;
export const ON_DESTROY = ['delete', 'retain'] as const;
export const DRIFT_DETECTION = ['off', 'profile', 'password', 'trail'] as const;
export const ON_USER_CHANGE = ['accept', 'enforce'] as const;

/** Props as they arrive: from JavaScript, anything can. */
export type UncheckedProps = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** A user's name: of an object by its shape, and of an iterator's or a variable's value, which CDKTF types as `any`. */
export function nameOfUser(user: unknown): unknown {
  if (!isObject(user)) return user ?? undefined;
  return user.userName ?? user.name ?? (Tokenization.isResolvable(user) ? Token.asString(user) : undefined);
}

function userProblem(user: unknown): Problem {
  const name = nameOfUser(user);
  if (name === undefined) return 'expected an IAM user (an object with "name" or "userName") or its name.';
  return userNameProblem(name);
}

/** The value is never shown: what was passed in place of a secret is probably the password. */
function assertSecretPassword(path: string, password: unknown): asserts password is SecretPassword {
  if (SecretPassword.isSecretPassword(password)) return;
  const got =
    typeof password === 'string'
      ? 'a string. A password must not stand in code: put it into a Secrets Manager secret'
      : 'something else. Put the password into a Secrets Manager secret';
  throw new TypeError(
    `${path}: password: expected a SecretPassword, got ${got} and pass ` +
      'SecretPassword.fromSecret(secret), with the secret, its name or its full ARN.',
  );
}

function passwordProblems({ secretId, options }: SecretPassword): [string, Problem][] {
  const { jsonKey, versionId, versionStage } = options;
  const both = versionId !== undefined && versionStage !== undefined;
  return [
    ['password', secretIdProblem(secretId)],
    ['password', both ? 'versionId and versionStage exclude each other. Leave one of them out.' : undefined],
    ['password.jsonKey', jsonKeyProblem(jsonKey)],
    ['password.versionId', versionIdProblem(versionId)],
    ['password.versionStage', versionStageProblem(versionStage)],
  ];
}

function timeoutsProblems(timeouts: unknown): [string, Problem][] {
  if (timeouts === undefined) return [];
  if (!isObject(timeouts)) return [['timeouts', 'expected an object with "create", "update" or "delete".']];
  return ['create', 'update', 'delete'].map((name) => [`timeouts.${name}`, durationProblem(timeouts[name])]);
}

function providerProblem(provider: unknown): Problem {
  if (provider === undefined) return undefined;
  const type = TerraformProvider.isTerraformProvider(provider) ? provider.terraformResourceType : undefined;
  if (type === 'iam') return undefined;
  const got = type === undefined ? 'something else' : `the provider "${type}"`;
  return `expected an IamProvider, got ${got}. Leave it out, or pass new IamProvider(…).`;
}

/**
 * @param path of the construct, for the message
 * @throws Error with a line for each literal that cannot be right
 * @throws TypeError where `password` is no `SecretPassword`
 */
export function assertLiterals(path: string, props: object): void {
  const unchecked = props as UncheckedProps;
  assertSecretPassword(path, unchecked.password);
  const problems: [string, Problem][] = [
    ['user', userProblem(unchecked.user)],
    ...passwordProblems(unchecked.password),
    ['passwordResetRequired', booleanProblem(unchecked.passwordResetRequired)],
    ['rotationTriggers', stringMapProblem(unchecked.rotationTriggers)],
    ['existingProfile', choiceProblem(EXISTING_PROFILE)(unchecked.existingProfile)],
    ['onDestroy', choiceProblem(ON_DESTROY)(unchecked.onDestroy)],
    ['driftDetection', choiceProblem(DRIFT_DETECTION)(unchecked.driftDetection)],
    ['onUserChange', choiceProblem(ON_USER_CHANGE)(unchecked.onUserChange)],
    ...timeoutsProblems(unchecked.timeouts),
    ['provider', providerProblem(unchecked.provider)],
  ];
  const lines = problems.flatMap(([prop, problem]) => (problem === undefined ? [] : [`${path}: ${prop}: ${problem}`]));
  if (lines.length > 0) throw new Error(lines.join('\n'));
}
