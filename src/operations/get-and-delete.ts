import { deadline, type LoginProfile } from '../aws';
import type { Connection } from './connection';
import { checkUserName } from './parameters';
import { answered, refused } from './result';
import { rfc3339 } from './time';
import type {
  CurrentLoginProfile,
  DeletedLoginProfile,
  DeleteParameters,
  LookupParameters,
  Result,
  UserParameters,
} from './types';
import { DEFAULT_TIMEOUT_MS } from './update-login-profile';

/** Looks a login profile up; `NOT_FOUND` where there is none. */
export function getLoginProfile(aws: Connection, parameters: LookupParameters): Promise<Result<CurrentLoginProfile>> {
  return answered(async () => dataOf(await find(aws, parameters)), parameters);
}

/** Removes a login profile, and with it console access. Access keys stay as they are. */
export function deleteLoginProfile(
  aws: Connection,
  parameters: DeleteParameters,
): Promise<Result<DeletedLoginProfile>> {
  return answered(async () => {
    const profile = await lookUp(aws, parameters);
    if (profile === undefined) {
      if (parameters.ifExists !== true) throw noLoginProfile(parameters);
      return { id: parameters.userName, created_at: null, deleted: false };
    }
    await aws.loginProfiles.delete(profile.userName, untilOf(parameters));
    return { id: profile.userName, created_at: rfc3339(profile.createDate), deleted: true };
  }, parameters);
}

async function find(aws: Connection, parameters: LookupParameters): Promise<LoginProfile> {
  const profile = await lookUp(aws, parameters);
  if (profile === undefined) throw noLoginProfile(parameters);
  return profile;
}

async function lookUp(aws: Connection, parameters: LookupParameters): Promise<LoginProfile | undefined> {
  checkUserName(parameters.userName);
  await aws.check();
  const lookup = await aws.loginProfiles.get(parameters.userName, untilOf(parameters));
  if (lookup === 'no-user') {
    throw refused('NOT_FOUND', `IAM has no user "${parameters.userName}". Check the name and the account.`);
  }
  return lookup === 'no-login-profile' ? undefined : lookup;
}

const noLoginProfile = ({ userName }: UserParameters) =>
  refused('NOT_FOUND', `The IAM user "${userName}" has no login profile.`);

const untilOf = ({ timeoutMs = DEFAULT_TIMEOUT_MS, signal = new AbortController().signal }: LookupParameters) =>
  deadline(timeoutMs, signal);

const dataOf = (profile: LoginProfile): CurrentLoginProfile => ({
  id: profile.userName,
  created_at: rfc3339(profile.createDate),
  password_reset_required: profile.passwordResetRequired,
});
