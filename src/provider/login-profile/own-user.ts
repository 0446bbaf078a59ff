import { AwsCallError, type CallerIdentity } from '../../aws';
import { attribute, type Diagnostic } from '../../plugin';
import type { Callers } from '../session';
import type { Context } from './context';
import { callFailed, error, Refusal, type Subject } from './diagnostics';
import { sameUser } from './model';

/** The name at the end of an IAM user's ARN, whatever its path; `undefined` for sessions of roles, and for root. */
export const userNameOf = (arn: string): string | undefined =>
  /^arn:[^:]+:iam::\d*:user\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];

/** A user by name and, once IAM has been asked, by the unique id that a rename leaves alone. */
export interface OtherUser {
  readonly userName: string;
  readonly userId?: string;
}

/** Pure: why a user is not to be given a password by these callers, or `undefined` where it may. */
export function ownUserRefusal(user: OtherUser, { caller, beforeRoles }: Callers): Diagnostic | undefined {
  if (isUser(user, caller)) return ownUser(user, caller, WORKS_WITH);
  // Users of other accounts may have the same name.
  if (beforeRoles?.account !== caller.account) return undefined;
  return isUser(user, beforeRoles) ? ownUser(user, beforeRoles, ASSUMES_WITH) : undefined;
}

const isUser = ({ userName, userId }: OtherUser, { arn, uniqueId }: CallerIdentity): boolean => {
  const own = userNameOf(arn) ?? '';
  return own !== '' && (sameUser(own, userName) || uniqueId === userId);
};

const WORKS_WITH = { what: 'The credentials that Terraform works with', other: 'another identity, such as a role' };
const ASSUMES_WITH = {
  what: 'The credentials with which Terraform assumes the role of the provider block',
  other: 'another identity',
};

const ownUser = ({ userName }: OtherUser, { arn }: CallerIdentity, { what, other }: typeof WORKS_WITH): Diagnostic =>
  error(
    "IAM user is the caller's own",
    [
      `${what} belong to the IAM user "${userName}" (${arn}), whose console password this would set. Nothing was changed.`,
      `Apply with ${other}; or, if this is meant, set allow_own_user = true in the provider block "iam".`,
    ],
    attribute('user_name'),
  );

/**
 * Before the first write of a create or an update, and before its time begins to run: the answer is for the whole run.
 * A user who cannot be told from the caller is not given a password.
 * @throws Refusal
 */
export async function requireOtherUser(
  user: OtherUser,
  standing: string,
  { aws, session, call }: Pick<Context, 'aws' | 'session' | 'call'>,
): Promise<void> {
  if (session.allowOwnUser) return;
  try {
    const refused = ownUserRefusal(user, await session.callers(aws, call));
    if (refused !== undefined) throw new Refusal(refused);
  } catch (failed) {
    throw failed instanceof AwsCallError
      ? new Refusal(cannotTell(failed, { userName: user.userName, standing }))
      : failed;
  }
}

/** `timeouts` of one resource does not give more time to a call that all of them share. */
function cannotTell(failed: AwsCallError, subject: Subject): Diagnostic {
  const told = callFailed(failed, subject);
  if (failed.failure !== 'timed-out') return told;
  const paragraphs = told.detail.split('\n\n').slice(0, -1);
  return error(told.summary, [...paragraphs, 'Check the network and the endpoint of STS, then apply again.']);
}
