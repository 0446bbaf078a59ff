import { AwsCallError, deadline, type LoginProfile } from '../aws';
import type { Connection } from './connection';
import { checkLookup } from './parameters';
import { answered } from './result';
import { rfc3339 } from './time';
import type { CurrentLoginProfile, DeletedLoginProfile, DeleteParameters, LookupParameters, Result } from './types';
import { DEFAULT_TIMEOUT_MS } from './update-login-profile';

/** Looks a login profile up; `NOT_FOUND` where there is none. */
export function getLoginProfile(aws: Connection, parameters: LookupParameters): Promise<Result<CurrentLoginProfile>> {
  return answered(async () => dataOf(await lookUp(aws, parameters)), parameters);
}

/** Removes a login profile, and with it console access. Access keys stay as they are. */
export function deleteLoginProfile(
  aws: Connection,
  parameters: DeleteParameters,
): Promise<Result<DeletedLoginProfile>> {
  return answered(async () => {
    try {
      const profile = await lookUp(aws, parameters);
      await aws.loginProfiles.delete(profile.userName, untilOf(parameters));
      return { id: profile.userName, created_at: rfc3339(profile.createDate), deleted: true };
    } catch (thrown) {
      const isAbsent = thrown instanceof AwsCallError && thrown.failure === 'no-login-profile';
      if (!isAbsent || parameters.ifExists !== true) throw thrown;
      return { id: parameters.userName, created_at: null, deleted: false };
    }
  }, parameters);
}

/** @throws OperationError, AwsCallError */
async function lookUp(aws: Connection, parameters: DeleteParameters): Promise<LoginProfile> {
  checkLookup(parameters);
  await aws.check();
  return aws.loginProfiles.find(parameters.userName, untilOf(parameters));
}

const untilOf = ({ timeoutMs = DEFAULT_TIMEOUT_MS, signal = new AbortController().signal }: LookupParameters) =>
  deadline(timeoutMs, signal);

const dataOf = (profile: LoginProfile): CurrentLoginProfile => ({
  id: profile.userName,
  created_at: rfc3339(profile.createDate),
  password_reset_required: profile.passwordResetRequired,
});
