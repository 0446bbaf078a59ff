import { AwsCallError } from '../../aws';
import { attribute, type Diagnostic } from '../../plugin';
import type { Context } from './context';
import { callFailed, error, Refusal, type Subject } from './diagnostics';
import { sameUser } from './model';

/** The name at the end of an IAM user's ARN, whatever its path; `undefined` for sessions of roles, and for root. */
export const userNameOf = (arn: string): string | undefined =>
  /^arn:[^:]+:iam::\d*:user\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];

/** Pure: why a user is not to be given a password by this caller, or `undefined` where it may. */
export function ownUserRefusal(userName: string, callerArn: string): Diagnostic | undefined {
  const own = userNameOf(callerArn);
  if (own === undefined || !sameUser(own, userName)) return undefined;
  return error(
    "IAM user is the caller's own",
    [
      `The credentials that Terraform works with belong to the IAM user "${userName}" (${callerArn}), whose console password this would set. Nothing was changed.`,
      'Apply with another identity, such as a role; or, if this is meant, set allow_own_user = true in the provider block "iam".',
    ],
    attribute('user_name'),
  );
}

/**
 * Before the first write of a create or an update, and before its time begins to run: the answer is for the whole run.
 * A user who cannot be told from the caller is not given a password.
 * @throws Refusal
 */
export async function requireOtherUser(
  userName: string,
  standing: string,
  { aws, session, call }: Pick<Context, 'aws' | 'session' | 'call'>,
): Promise<void> {
  if (session.allowOwnUser) return;
  try {
    const refused = ownUserRefusal(userName, (await session.caller(aws, call)).arn);
    if (refused !== undefined) throw new Refusal(refused);
  } catch (failed) {
    throw failed instanceof AwsCallError ? new Refusal(cannotTell(failed, { userName, standing })) : failed;
  }
}

/** `timeouts` of one resource does not give more time to a call that all of them share. */
function cannotTell(failed: AwsCallError, subject: Subject): Diagnostic {
  const told = callFailed(failed, subject);
  if (failed.failure !== 'timed-out') return told;
  const paragraphs = told.detail.split('\n\n').slice(0, -1);
  return error(told.summary, [...paragraphs, 'Check the network and the endpoint of STS, then apply again.']);
}
