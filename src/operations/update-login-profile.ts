import {
  AwsCallError,
  checked,
  type Deadline,
  deadline,
  type LoginProfile,
  passwordFrom,
  SecretString,
  type VersionSelector,
  versionWithStage,
  waitOut,
} from '../aws';
import type { Connection } from './connection';
import { checkParameters, unusablePassword } from './parameters';
import { answered, refused } from './result';
import { rfc3339 } from './time';
import type { Result, UpdatedLoginProfile, UpdateLoginProfileParameters } from './types';

/** Milliseconds for one operation, unless the parameters say otherwise. */
export const DEFAULT_TIMEOUT_MS = 5 * 60_000;
/** Milliseconds within which a user that was just made becomes visible everywhere in IAM. */
const USER_VISIBLE_WITHIN_MS = 60_000;
const DEFAULT_STAGE = 'AWSCURRENT';

/** A password, or that only the flag is set; and where it came from. */
interface Wanted {
  readonly password: SecretString | undefined;
  readonly secretArn: string | null;
  readonly versionId: string | null;
}

interface Context {
  readonly aws: Connection;
  readonly parameters: UpdateLoginProfileParameters;
  readonly until: Deadline;
}

/** Sets a login profile, and makes it where there is none. Never throws for what AWS or the parameters say. */
export function updateLoginProfile(
  aws: Connection,
  parameters: UpdateLoginProfileParameters,
): Promise<Result<UpdatedLoginProfile>> {
  return answered(async () => {
    checkParameters(parameters);
    const { timeoutMs = DEFAULT_TIMEOUT_MS, signal = new AbortController().signal } = parameters;
    const context = { aws, parameters, until: deadline(timeoutMs, signal) };
    const given = givenPassword(parameters);
    await aws.check();
    const current = await currentProfile(context);
    checkMode(current, parameters);
    const wanted = given ?? (await passwordOfSecret(context));
    return parameters.dryRun === true ? foreseen(current, wanted, parameters) : write(current, wanted, context);
  }, parameters);
}

/** Checked before anything is called. */
function givenPassword({ password, secretId }: UpdateLoginProfileParameters): Wanted | undefined {
  if (secretId !== undefined) return undefined;
  const nowhere = { secretArn: null, versionId: null };
  if (password === undefined) return { ...nowhere, password: undefined };
  const text: unknown = typeof password === 'string' ? password : password.reveal();
  if (typeof text !== 'string') throw refused('VALIDATION_ERROR', 'The password is no text.');
  const result = checked(new SecretString(text));
  if (result.problem !== undefined) throw refused('VALIDATION_ERROR', unusablePassword(result.problem, undefined));
  return { ...nowhere, password: result.password };
}

async function currentProfile({ aws, parameters, until }: Context): Promise<LoginProfile | undefined> {
  const { userName, wait = false } = parameters;
  const visibleUntil = deadline(Math.min(USER_VISIBLE_WITHIN_MS, until.timeoutMs), until.signal);
  const look = async () => {
    try {
      return await aws.loginProfiles.find(userName, until);
    } catch (failed) {
      const isAbsent = failed instanceof AwsCallError && failed.failure === 'no-login-profile';
      if (isAbsent && mayCreate(parameters)) return undefined;
      throw failed;
    }
  };
  return wait ? waitOut(look, ({ failure }) => failure === 'not-found', visibleUntil) : look();
}

/** Without a password there is nothing to make a login profile with. */
const mayCreate = ({ mode, password, secretId }: UpdateLoginProfileParameters): boolean =>
  mode !== 'update-only' && (password !== undefined || secretId !== undefined);

function checkMode(current: LoginProfile | undefined, { userName, mode }: UpdateLoginProfileParameters): void {
  if (current !== undefined && mode === 'create-only') {
    throw refused('ALREADY_EXISTS', `The IAM user "${userName}" has a login profile already. Nothing was changed.`);
  }
}

/** Which version is meant, and unless nothing may be read what it holds. */
async function passwordOfSecret({ aws, parameters, until }: Context): Promise<Wanted> {
  const { secretId = '', secretJsonKey, secretVersionId, secretVersionStage = DEFAULT_STAGE } = parameters;
  const version: VersionSelector =
    secretVersionId === undefined ? { versionStage: secretVersionStage } : { versionId: secretVersionId };
  if (parameters.dryRun === true) return describe(secretId, version, aws, until);
  const secret = await aws.secrets.getValue(secretId, version, until);
  const { password, problem } = passwordFrom(secret.content, secretJsonKey);
  if (problem !== undefined) throw refused('VALIDATION_ERROR', unusablePassword(problem, secretId));
  return { password, secretArn: secret.arn, versionId: secret.versionId };
}

/** A version without a label is not listed, so only a missing label can be told without reading. */
async function describe(secretId: string, version: VersionSelector, aws: Connection, until: Deadline): Promise<Wanted> {
  const secret = await aws.secrets.describe(secretId, until);
  if (secret.deletedDate !== undefined) {
    throw refused(
      'SECRET_PENDING_DELETION',
      `The secret "${secretId}" is scheduled for deletion. Restore it, or name another one.`,
    );
  }
  const versionId = 'versionId' in version ? version.versionId : versionWithStage(secret, version.versionStage);
  if (versionId === undefined) {
    throw refused('SECRET_VERSION_NOT_FOUND', `No version of the secret "${secretId}" carries the label.`);
  }
  return { password: undefined, secretArn: secret.arn, versionId };
}

const flagOf = (current: LoginProfile | undefined, { passwordResetRequired }: UpdateLoginProfileParameters): boolean =>
  passwordResetRequired ?? current?.passwordResetRequired ?? false;

const foreseen = (
  current: LoginProfile | undefined,
  wanted: Wanted,
  parameters: UpdateLoginProfileParameters,
): UpdatedLoginProfile => ({
  id: current?.userName ?? parameters.userName,
  created_at: current === undefined ? null : rfc3339(current.createDate),
  action: current === undefined ? 'would_create' : 'would_update',
  password_reset_required: flagOf(current, parameters),
  updated_at: null,
  secret_arn: wanted.secretArn,
  secret_version_id: wanted.versionId,
});

/** Somebody may make or remove the login profile in the moment between look and write; then the other call is right. */
async function write(
  current: LoginProfile | undefined,
  wanted: Wanted,
  context: Context,
): Promise<UpdatedLoginProfile> {
  const { mode = 'either' } = context.parameters;
  try {
    return await writeOnce(current, wanted, context);
  } catch (failed) {
    if (mode !== 'either' || !(failed instanceof AwsCallError)) throw failed;
    if (failed.failure === 'already-exists') return writeOnce(await currentProfile(context), wanted, context);
    if (failed.failure === 'no-login-profile' && wanted.password !== undefined)
      return writeOnce(undefined, wanted, context);
    throw failed;
  }
}

async function writeOnce(
  current: LoginProfile | undefined,
  wanted: Wanted,
  { aws, parameters, until }: Context,
): Promise<UpdatedLoginProfile> {
  const { password } = wanted;
  const passwordResetRequired = flagOf(current, parameters);
  const from = { secret_arn: wanted.secretArn, secret_version_id: wanted.versionId };
  const modifiable = <T>(run: () => Promise<T>): Promise<T> => waitOut(run, isBusy, until);
  if (current === undefined && password !== undefined) {
    const made = { userName: parameters.userName, password, passwordResetRequired };
    const profile = await modifiable(() => aws.loginProfiles.create(made, until));
    return {
      id: profile.userName,
      created_at: rfc3339(profile.createDate),
      action: 'created',
      password_reset_required: passwordResetRequired,
      updated_at: rfc3339(profile.at),
      ...from,
    };
  }
  if (current === undefined) throw refused('NOT_FOUND', `The IAM user "${parameters.userName}" has no login profile.`);
  const change = { userName: current.userName, passwordResetRequired, ...(password !== undefined && { password }) };
  const { at } = await modifiable(() => aws.loginProfiles.update(change, until));
  return {
    id: current.userName,
    created_at: rfc3339(current.createDate),
    action: 'updated',
    password_reset_required: passwordResetRequired,
    updated_at: rfc3339(at),
    ...from,
  };
}

const isBusy = ({ failure }: AwsCallError): boolean => failure === 'temporarily-unmodifiable';
