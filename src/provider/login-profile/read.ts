import { AwsCallError, type LoginProfile, versionWithStage } from '../../aws';
import { attribute, type Call, type Diagnostic, type StateResult } from '../../plugin';
import type { Session } from '../session';
import { type Context, explained, lookupContext } from './context';
import { callFailed, warning } from './diagnostics';
import { observe } from './drift';
import { asValue, type State } from './model';
import { DEFAULTS } from './schema';
import { labelOnNoVersion, secretPendingDeletion, secretUnknown } from './story';
import { driftStory, goneStory, readReport } from './witnesses';

/** Refreshes one login profile: is it there, is it the one we know, and which version does the secret stand at. */
export async function readLoginProfile(prior: State, session: Session, call: Call): Promise<StateResult> {
  if (session.aws === undefined) return { state: asValue(prior), diagnostics: [notRefreshed(prior)] };
  session.managed.add(prior.id);
  const context = lookupContext(session.aws, session, call);
  const standing = 'Nothing was changed. The state is as before.';
  const [profile, secret, report] = await Promise.all([
    explained({ userName: prior.id, standing }, () => context.aws.loginProfiles.get(prior.id, context.until)),
    readSecret(prior, context),
    readReport(prior, context),
  ]);
  if (typeof profile === 'string') {
    return { state: null, diagnostics: [...report.diagnostics, await goneStory(prior, profile, context)] };
  }
  const observation = observe(prior, profile, report.answer);
  const user = await readUserId(prior, profile, observation.state.create_date, context);
  const refreshed = { ...prior, ...secret.state, ...observation.state, ...user.state, id: profile.userName };
  const drift = await driftStory(prior, refreshed, observation, report.answer, context);
  return {
    state: asValue(refreshed),
    diagnostics: [...report.diagnostics, ...asOne(drift, secret.diagnostics, user.diagnostics)],
  };
}

/** One warning for one login profile, whatever came together. The gravest gives the headline. */
function asOne(drift: Diagnostic | undefined, ...others: (readonly Diagnostic[])[]): Diagnostic[] {
  const told = [drift, ...others.flat()].filter((diagnostic) => diagnostic !== undefined);
  const detail = told.map((diagnostic) => diagnostic.detail).join('\n\n');
  return told.slice(0, 1).map((gravest) => ({ ...gravest, detail }));
}

/** What one look-up found, and what went wrong with it. */
interface Reading<K extends keyof State> {
  readonly state: Partial<Pick<State, K>>;
  readonly diagnostics: readonly Diagnostic[];
}

const UNCHANGED = { state: {}, diagnostics: [] } as const;

/** A profile with another creation date may belong to another user of the same name; only then IAM is asked. */
async function readUserId(
  prior: State,
  profile: LoginProfile,
  createDate: string | null,
  { aws, until }: Context,
): Promise<Reading<'user_id'>> {
  if (prior.user_id !== null && prior.create_date === createDate) return UNCHANGED;
  try {
    return { state: { user_id: (await aws.users.get(profile.userName, until)).userId }, diagnostics: [] };
  } catch (failed) {
    if (!(failed instanceof AwsCallError)) throw failed;
    const standing = 'The user_id in state stays as it is and may be that of a former user of this name.';
    return { state: {}, diagnostics: [callFailed(failed, { userName: prior.id, standing }, 'warning')] };
  }
}

/** Looks up the label. Whatever is wrong with the secret is a warning here: destroy refreshes first. */
async function readSecret(
  prior: State,
  { aws, session, until }: Context,
): Promise<Reading<'secret_arn' | 'secret_current_version_id'>> {
  if (prior.secret_id === null || isPinned(prior)) return UNCHANGED;
  try {
    const secret = await session.describeSecret(aws, prior.secret_id, until);
    if (secret.deletedDate !== undefined) {
      return { state: {}, diagnostics: [secretPendingDeletion(prior.secret_id, prior.id, secret.deletedDate)] };
    }
    const stage = prior.secret_version_stage ?? DEFAULTS.secret_version_stage;
    const current = versionWithStage(secret, stage);
    if (current === undefined) {
      const standing = 'The password in force stays as it is.';
      return { state: {}, diagnostics: [labelOnNoVersion(prior.secret_id, stage, prior.id, standing)] };
    }
    return { state: { secret_arn: secret.arn, secret_current_version_id: current }, diagnostics: [] };
  } catch (failed) {
    if (!(failed instanceof AwsCallError)) throw failed;
    const subject = { userName: prior.id, secretId: prior.secret_id, standing: secretUnknown(prior) };
    return { state: {}, diagnostics: [callFailed(failed, subject, 'warning')] };
  }
}

/** A configured version does not follow a label, so there is none to look up. */
const isPinned = (prior: State): boolean =>
  prior.secret_version_id !== null && prior.secret_current_version_id === null;

const notRefreshed = (prior: State): Diagnostic =>
  warning(
    'Login profile was not refreshed',
    [
      `The provider block has values that are known only after apply, so the login profile of the IAM user "${prior.id}" could not be compared with AWS. The state is as before.`,
    ],
    attribute('user_name'),
  );
