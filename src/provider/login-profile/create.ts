import { AwsCallError, type IamUser, type LoginProfile, type LoginProfileLookup } from '../../aws';
import { isKnown } from '../../plugin';
import { type Context, explained, setLoginProfile, whenModifiable, whenVisible } from './context';
import type { Subject } from './diagnostics';
import { type Arguments, type Config, type Planned, type Results, rfc3339 } from './model';
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
    const seen = context.session.lookups.take(args.user_name);
    if (args.existing_profile === 'trust') {
      const profile = typeof seen === 'object' ? seen : await currentProfile(user, context);
      if (profile !== undefined) return trust(profile, user, planned, config, context);
    }
    return givePassword(user, seen, planned, context);
  });
}

async function givePassword(
  user: IamUser,
  seen: LoginProfileLookup | undefined,
  planned: Planned,
  context: Context,
): Promise<Granted> {
  const args = planned as unknown as Arguments;
  const version = await readPassword(planned, args.user_name, NOTHING_YET, context);
  const write = typeof seen === 'object' && args.existing_profile === 'adopt' ? adoptSeen(seen) : createProfile;
  const written = await write(user, args, version, context);
  context.call.log.log('info', 'console password set', { user: user.userName, secret_version_id: version.versionId });
  return {
    ...identity(user),
    ...recorded(planned, version),
    create_date: rfc3339(written.createDate),
    password_applied_at: rfc3339(written.at),
    password_reset_pending: args.password_reset_required,
  };
}

const identity = (user: IamUser): Pick<Results, 'id' | 'user_id'> => ({ id: user.userName, user_id: user.userId });

export function findUser(userName: string, context: Context): Promise<IamUser> {
  return explained({ userName, standing: NOTHING_YET }, () =>
    whenVisible(context, (until) => context.aws.users.get(userName, until)),
  );
}

async function currentProfile(user: IamUser, { aws, until }: Context): Promise<LoginProfile | undefined> {
  const lookup = await explained(subjectOf(user), () => aws.loginProfiles.get(user.userName, until));
  return typeof lookup === 'string' ? undefined : lookup;
}

const subjectOf = (user: IamUser): Subject => ({ userName: user.userName, standing: NOTHING_YET });

type Written = Pick<LoginProfile, 'createDate'> & { readonly at: Date };
type Write = (user: IamUser, args: Arguments, version: AppliedVersion, context: Context) => Promise<Written>;

const createProfile: Write = async (user, args, version, context) => {
  const { aws, until } = context;
  const change = {
    userName: user.userName,
    password: version.password,
    passwordResetRequired: args.password_reset_required,
  };
  const subject = { ...subjectOf(user), secretId: args.secret_id };
  try {
    return await whenVisible(context, () => whenModifiable(until, () => aws.loginProfiles.create(change, until)));
  } catch (failed) {
    // Somebody else's, or our own create whose answer was lost.
    const exists = failed instanceof AwsCallError && failed.failure === 'already-exists';
    if (!exists || args.existing_profile !== 'adopt') return explained(subject, () => Promise.reject(failed as Error));
  }
  return explained(subject, async () => {
    // Before the update: once the password is set nothing may fail any more, or state would not know of it.
    const profile = await currentProfile(user, context);
    const { at } = await setLoginProfile(context, change);
    return { at, createDate: profile?.createDate ?? at };
  });
};

/** Plan has seen the profile a moment ago, so its password can be set at once; gone since then, it is created. */
const adoptSeen =
  (seen: LoginProfile): Write =>
  async (user, args, version, context) => {
    const change = {
      userName: user.userName,
      password: version.password,
      passwordResetRequired: args.password_reset_required,
    };
    try {
      const { at } = await setLoginProfile(context, change);
      return { at, createDate: seen.createDate };
    } catch (failed) {
      if (failed instanceof AwsCallError && failed.failure === 'no-login-profile')
        return createProfile(user, args, version, context);
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
