import type { IamUser, LoginProfileChange } from '../../aws';
import { type Diagnostic, isKnown } from '../../plugin';
import { type Context, explained, setLoginProfile } from './context';
import { findUser, grantAccess } from './create';
import { decideSteps, type Steps } from './decide';
import { destroyLoginProfile } from './delete';
import { error, Refusal } from './diagnostics';
import { type Arguments, type Config, type Planned, type Results, rfc3339, type State } from './model';
import type { SyncStatus } from './schema';
import { type AppliedVersion, describeVersion, isInForce, readPassword, recorded } from './password';

/** What an update leaves in state, and what it has to say. */
export interface Updated {
  readonly results: Partial<Results> & { readonly secret_version_id: string | null };
  readonly diagnostics: readonly Diagnostic[];
}

/** Carries an update out: the password of the planned version, the reset flag alone, or nothing but settings. */
export async function updateLoginProfile(
  prior: State,
  planned: Planned,
  config: Config,
  context: Context,
): Promise<Updated> {
  const steps = decideSteps(prior, planned, config);
  if (steps.user === 'same') {
    const run = () => updateSameUser(prior, planned, steps, context);
    return { results: await context.session.claims.claim(prior.id, run), diagnostics: [] };
  }
  const user = await findUser((planned as unknown as Arguments).user_name, context);
  const claimed = <T>(run: () => Promise<T>) => context.session.claims.claim(user.userName, run);
  return user.userId === prior.user_id
    ? { results: await claimed(() => followRename(prior, planned, config, user, context)), diagnostics: [] }
    : moveAccess(prior, planned, config, context);
}

/** What a failure leaves in force. Where drift was found, it is not what this resource sent last. */
export const standing = ({ id, secret_version_id: version, sync_status: status }: State): string =>
  version !== null && (status === 'in_sync' || status === 'reset_flag_changed')
    ? `The password of "${id}" was not changed: that of version ${version} stays in force.`
    : `The password of "${id}" was not changed by this apply.`;

async function updateSameUser(
  prior: State,
  planned: Planned,
  steps: Steps,
  context: Context,
): Promise<Updated['results']> {
  const version = await neededVersion(prior, planned, steps, context);
  if (
    version !== undefined &&
    !(steps.sendPassword === 'maybe' && (await isInForce(version, prior, planned, context)))
  ) {
    return sendPassword(prior, planned, version, context);
  }
  const applied = version === undefined ? await resolveVersion(prior, planned, context) : recorded(planned, version);
  const kept = { ...applied, sync_status: settledStatus(prior, planned) };
  if (steps.sendFlag !== 'yes') return kept;
  const passwordResetRequired = (planned as unknown as Arguments).password_reset_required;
  if (!passwordResetRequired) await requireUnanswered(prior, context);
  await write(prior, { passwordResetRequired }, context);
  return { ...kept, password_reset_pending: passwordResetRequired };
}

/**
 * Before a reset is taken back: where the person has answered it since the plan, the password in force is theirs, and
 * state must learn of it by the next refresh. Recording the flag as lowered by us would hide it for good.
 */
async function requireUnanswered(prior: State, { aws, until }: Context): Promise<void> {
  const profile = await explained({ userName: prior.id, standing: standing(prior) }, () =>
    aws.loginProfiles.get(prior.id, until),
  );
  if (typeof profile !== 'string' && !profile.passwordResetRequired) throw new Refusal(answeredMeanwhile(prior));
}

const answeredMeanwhile = ({ id }: State): Diagnostic =>
  error('Password reset was answered meanwhile', [
    `The login profile of the IAM user "${id}" asked for a new password when the plan was made and does so no more: the user has chosen one since, so there is no reset left to take back.`,
    'Nothing was changed.',
    "Plan again: the password in force will count as the user's own.",
  ]);

/** What plan has promised; left open, the person's own password is still in force where none was sent. */
const settledStatus = (prior: State, planned: Planned): SyncStatus =>
  planned.sync_status !== null && isKnown(planned.sync_status)
    ? planned.sync_status
    : prior.sync_status === 'handed_over'
      ? prior.sync_status
      : 'in_sync';

/** Reads the planned version where its password is, or may have to be, sent. */
async function neededVersion(
  prior: State,
  planned: Planned,
  { sendPassword: will }: Steps,
  context: Context,
): Promise<AppliedVersion | undefined> {
  if (will === 'no') return undefined;
  return readPassword(planned, prior.id, standing(prior), context);
}

async function sendPassword(
  prior: State,
  planned: Planned,
  version: AppliedVersion,
  context: Context,
): Promise<Updated['results']> {
  const passwordResetRequired = (planned as unknown as Arguments).password_reset_required;
  const { at } = await write(prior, { password: version.password, passwordResetRequired }, context);
  const { log } = context.call;
  log.log('info', 'console password set', { user: prior.id, secret_version_id: version.versionId });
  return {
    ...recorded(planned, version),
    password_applied_at: rfc3339(at),
    password_reset_pending: passwordResetRequired,
    sync_status: 'in_sync',
  };
}

function write(prior: State, change: Omit<LoginProfileChange, 'userName'>, context: Context): Promise<{ at: Date }> {
  return explained({ userName: prior.id, secretId: prior.secret_id, standing: standing(prior) }, () =>
    setLoginProfile(context, { userName: prior.id, ...change }),
  );
}

/** The version that state records where no password is read for it. */
async function resolveVersion(prior: State, planned: Planned, context: Context): Promise<Updated['results']> {
  if (isKnown(planned.secret_version_id) && isKnown(planned.secret_arn)) {
    return { secret_version_id: planned.secret_version_id };
  }
  return recorded(planned, await describeVersion(planned, context, standing(prior)));
}

/** The same unique id under another name: the user was renamed, and password and profile went along. */
async function followRename(
  prior: State,
  planned: Planned,
  config: Config,
  user: IamUser,
  context: Context,
): Promise<Updated['results']> {
  const renamed = { ...prior, id: user.userName, user_name: (planned as unknown as Arguments).user_name };
  const steps = decideSteps(renamed, planned, config);
  const results = await updateSameUser(renamed, planned, steps, context);
  return { create_date: prior.create_date, ...results, id: user.userName, user_id: user.userId };
}

/** Another user: the new one gets access first, then the old one's goes as `on_destroy` says. */
async function moveAccess(prior: State, planned: Planned, config: Config, context: Context): Promise<Updated> {
  const granted = await grantAccess(planned, config, context);
  const results = { ...granted, sync_status: 'in_sync' as const };
  const former: State = { ...prior, on_destroy: (planned as unknown as Arguments).on_destroy };
  try {
    return { results, diagnostics: await destroyLoginProfile(former, context) };
  } catch (failed) {
    if (!(failed instanceof Refusal)) throw failed;
    return { results, diagnostics: [accessRemains(prior, granted.id, failed.diagnostic.detail)] };
  }
}

/** Of a refusal only what failed: its advice is for a resource whose state is kept, and this state names the new user. */
const accessRemains = ({ id }: State, newUser: string, refusal: string): Diagnostic =>
  error('Console access of the former user remains', [
    `The password went to the IAM user "${newUser}", but no answer says that the login profile of "${id}" was removed.`,
    refusal.split('\n\n')[0] ?? '',
    `Terraform manages the login profile of "${newUser}" now and will not remove that of "${id}". Do it by hand; NoSuchEntity then means that it was gone already: aws iam delete-login-profile --user-name ${id}`,
  ]);
