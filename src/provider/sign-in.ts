import { type Aws, AwsCallError, type CallerIdentity, deadline, type Deadline } from '../aws';
import { attribute, type Call, type Diagnostic } from '../plugin';
import type { Guards } from './configuration';
import { refusal } from './configuration-rules';
import { callFailed } from './login-profile/diagnostics';

/** Milliseconds that roles and the look at the account may take together. */
const SIGN_IN_TIMEOUT_MS = 60_000;

export interface SignedIn {
  /** Who calls, where that was asked. */
  readonly caller?: CallerIdentity;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Before the first resource: assumes the roles of the provider block, so that one that refuses is told once and not
 * by every resource, and compares the account. Calls nothing where neither is configured.
 */
export async function signIn(aws: Aws, guards: Guards, hasRoles: boolean, call: Call): Promise<SignedIn> {
  const looksAtAccount = guards.allowedAccountIds !== undefined || guards.forbiddenAccountIds !== undefined;
  const until = deadline(SIGN_IN_TIMEOUT_MS, call.signal);
  try {
    if (hasRoles) await aws.caller.signIn(until);
    if (!looksAtAccount) return { diagnostics: [] };
    const caller = await aws.caller.identity(until);
    return { caller, diagnostics: checkAccount(caller, guards) };
  } catch (failed) {
    if (!(failed instanceof AwsCallError)) throw failed;
    return { diagnostics: [cannotSignIn(failed, until)] };
  }
}

function cannotSignIn(failed: AwsCallError, { timeoutMs }: Deadline): Diagnostic {
  const { summary, detail } = callFailed(failed, { userName: '', standing: '' });
  const [, ...rest] = detail.split('\n');
  // `timeouts` belongs to resources.
  if (failed.failure === 'timed-out') rest.splice(-1, 1, 'Check the network and the endpoints, then try again.');
  const late = failed.failure === 'timed-out' ? ` within ${timeoutMs / 1000} s` : '';
  const what = `${failed.operation} failed${late} while the provider "iam" was being configured. Nothing was done.`;
  return { severity: 'error', summary, detail: [what, ...rest].join('\n') };
}

/** Pure: what the provider block says about the account that answered. */
export function checkAccount({ account, arn }: CallerIdentity, guards: Guards): Diagnostic[] {
  const { allowedAccountIds, forbiddenAccountIds } = guards;
  const who = `The credentials belong to the AWS account ${account} (${arn})`;
  const next = 'Check profile, keys and roles of the provider block and the environment; or correct the set.';
  if (allowedAccountIds !== undefined && !allowedAccountIds.includes(account)) {
    const allowed = allowedAccountIds.length === 0 ? 'no account at all' : allowedAccountIds.join(', ');
    const detail = `${who}. allowed_account_ids allows ${allowed}.\n\n${next}`;
    return [refusal('AWS account not allowed', detail, attribute('allowed_account_ids'))];
  }
  if (forbiddenAccountIds?.includes(account)) {
    const detail = `${who}, which forbidden_account_ids names.\n\n${next}`;
    return [refusal('AWS account not allowed', detail, attribute('forbidden_account_ids'))];
  }
  return [];
}
