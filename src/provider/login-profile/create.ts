import { AwsCallError, type IamUser, type LoginProfile, type LoginProfileLookup, type NewPassword } from '../../aws';
import { isKnown } from '../../plugin';
import { type Context, explained, setLoginProfile, whenModifiable, whenVisible } from './context';
import type { Subject } from './diagnostics';
import { type Arguments, type Config, type Planned, type Results, rfc3339 } from './model';
import { requireOtherUser } from './own-user';
import { type AppliedVersion, describeVersion, readPassword, recorded } from './password';

/** What giving a user console access leaves in state. */
export type Granted = Omit<Results, 'sync_status'> & { readonly secret_version_id: string };

/** What a failed create leaves. */
export const NOTHING_YET = 'The user was given no password by this apply.';

/** Gives a user console access with the secret's password; where a login profile exists, as `existing_profile` says. */
export function grantAccess(planned: Planned, config: Config, context: Context): Promise<Granted> {
  // Apply is only called once everything configured is known.
  const args = planned as unknown as Arguments;
  return context.session.claims.claim(args.user_name, async () => {
    const user = await findUser(args.user_name, context);
    const seen = await lookAgain(context.session.lookups.take(args.user_name), user, args, context);
    return typeof seen === 'object' && args.existing_profile === 'trust'
      ? trust(seen, user, planned, config, context)
      : givePassword(user, seen, planned, context);
  });
}

/** What plan saw, where that will do: "trust" must not overlook a login profile, nor "fail" take one for its own. */
async function lookAgain(
  seen: LoginProfileLookup | undefined,
  user: IamUser,
  { existing_profile: existing }: Arguments,
  { aws, until }: Context,
): Promise<LoginProfileLookup | undefined> {
  const willDo = existing === 'trust' ? typeof seen === 'object' : existing === 'adopt' || seen !== undefined;
  return willDo ? seen : explained(subjectOf(user), () => aws.loginProfiles.get(user.userName, until));
}

async function givePassword(
  user: IamUser,
  seen: LoginProfileLookup | undefined,
  planned: Planned,
  context: Context,
): Promise<Granted> {
  const args = planned as unknown as Arguments;
  const version = await readPassword(planned, args.user_name, NOTHING_YET, context);
  const write =
    typeof seen === 'object' && args.existing_profile === 'adopt' ? adoptSeen(seen) : createUnlessOthers(seen);
  const written = await write(user, args, version, context);
  context.call.log.log('info', 'console password set', { user: user.userName, secret_version_id: version.versionId });
  return {
    ...identity(user),
    ...recorded(planned, version),
    create_date: written.createDate === undefined ? null : rfc3339(written.createDate),
    password_applied_at: rfc3339(written.at),
    password_reset_pending: args.password_reset_required,
  };
}

const identity = (user: IamUser): Pick<Results, 'id' | 'user_id'> => ({ id: user.userName, user_id: user.userId });

/** The user who is to be given a password; asked a second time who it is, since the same apply may have renamed the caller. */
export async function findUser(userName: string, context: Context): Promise<IamUser> {
  const user = await explained({ userName, standing: NOTHING_YET }, () =>
    whenVisible(context, (until) => context.aws.users.get(userName, until)),
  );
  await requireOtherUser(user, NOTHING_YET, context);
  return user;
}

const subjectOf = (user: IamUser): Subject => ({ userName: user.userName, standing: NOTHING_YET });

interface Written {
  /** Undefined where IAM does not show the login profile yet; the next refresh finds it. */
  readonly createDate: Date | undefined;
  readonly at: Date;
}

type Write = (user: IamUser, args: Arguments, version: AppliedVersion, context: Context) => Promise<Written>;

const FIRST_ANSWER_LOST =
  'The user may have the password already: the first answer to its create was lost, and the second one says that a login profile exists.';

/**
 * Where a login profile turns out to exist, it is somebody else's, or our own, whose answer was lost so that the create
 * was sent again. Ours it can only be where there was none before.
 */
const createUnlessOthers =
  (seen: LoginProfileLookup | undefined): Write =>
  async (user, args, version, context) => {
    const change = changeOf(user, args, version);
    const subject = { ...subjectOf(user), secretId: args.secret_id };
    const tries = { areMany: false };
    try {
      return await create(change, context, () => (tries.areMany = true));
    } catch (failed) {
      const exists = failed instanceof AwsCallError && failed.failure === 'already-exists';
      const isOurs = tries.areMany && typeof seen === 'string';
      if (exists && isOurs) return takeOver(change, { ...subject, standing: FIRST_ANSWER_LOST }, context);
      if (exists && args.existing_profile === 'adopt') return takeOver(change, subject, context);
      return explained(subject, () => Promise.reject(failed as Error));
    }
  };

const changeOf = (user: IamUser, args: Arguments, { password }: AppliedVersion): NewPassword => ({
  userName: user.userName,
  password,
  passwordResetRequired: args.password_reset_required,
});

/** CreateLoginProfile, as soon as IAM lets it. `sentAgain` is called where a failed call was sent more than once. */
function create(change: NewPassword, context: Context, sentAgain: () => void): Promise<Written> {
  const { aws, until } = context;
  const send = async () => {
    try {
      return await aws.loginProfiles.create(change, until);
    } catch (failed) {
      if (failed instanceof AwsCallError && failed.attempts > 1) sentAgain();
      throw failed;
    }
  };
  return whenVisible(context, () => whenModifiable(until, send));
}

/** Sets the password of a login profile that exists. */
function takeOver(change: NewPassword, subject: Subject, context: Context): Promise<Written> {
  return explained(subject, async () => {
    // Before the update: once the password is set nothing may fail any more, or state would not know of it.
    const profile = await context.aws.loginProfiles.get(change.userName, context.until);
    const { at } = await setLoginProfile(context, change);
    return { at, createDate: typeof profile === 'string' ? undefined : profile.createDate };
  });
}

/** Plan has seen the profile a moment ago, so its password can be set at once; gone since then, it is created. */
const adoptSeen =
  (seen: LoginProfile): Write =>
  async (user, args, version, context) => {
    const change = changeOf(user, args, version);
    try {
      const { at } = await setLoginProfile(context, change);
      return { at, createDate: seen.createDate };
    } catch (failed) {
      if (failed instanceof AwsCallError && failed.failure === 'no-login-profile')
        return createUnlessOthers(seen)(user, args, version, context);
      return explained({ ...subjectOf(user), secretId: args.secret_id }, () => Promise.reject(failed as Error));
    }
  };

/** Records the secret's version as in force and sends no password; a configured flag is sent where it differs. */
async function trust(
  profile: LoginProfile,
  user: IamUser,
  planned: Planned,
  config: Config,
  context: Context,
): Promise<Granted> {
  const version = await describeVersion(planned, context, NOTHING_YET);
  const wanted = (planned as unknown as Arguments).password_reset_required;
  const sendFlag = isKnown(config.password_reset_required) && wanted !== profile.passwordResetRequired;
  if (sendFlag) {
    const change = { userName: user.userName, passwordResetRequired: wanted };
    await explained(subjectOf(user), () => setLoginProfile(context, change));
  }
  return {
    ...identity(user),
    ...recorded(planned, version),
    create_date: rfc3339(profile.createDate),
    password_applied_at: null,
    password_reset_pending: sendFlag ? wanted : profile.passwordResetRequired,
  };
}
