/** What is asked of AWS about ourselves: who we are, where, what time it is, and what passwords must be like. */
import { type AccountPasswordPolicy, type Aws, AwsCallError } from '../../aws';
import { type Check, failed, failedWith, ok, skipped, warning } from './check';
import type { Identity, Patient } from './patient';

const CREDENTIALS_FIX =
  'Set AWS_PROFILE or the AWS_ACCESS_KEY_ID family of variables, and renew a session that has expired (aws sso login).';

/** Minutes of difference beyond which AWS refuses a signature. */
const MAX_SKEW_MINUTES = 5;

export async function checkCredentials({ account, until }: Patient): Promise<{ checks: Check[]; identity?: Identity }> {
  try {
    const identity = await account.identity(until);
    return { checks: [ok('credentials', identity.arn), clock(identity.at)], identity };
  } catch (thrown) {
    return { checks: [failedWith('credentials', thrown, CREDENTIALS_FIX)] };
  }
}

export function clock(at: Date, now: Date = new Date()): Check {
  const seconds = Math.round((now.getTime() - at.getTime()) / 1000);
  const found = `${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} AWS's`;
  if (Math.abs(seconds) <= 60) return ok('clock', `as AWS's, to the minute`);
  const fix = `Set this machine's clock: AWS refuses signatures that are more than ${MAX_SKEW_MINUTES} minutes off.`;
  return Math.abs(seconds) <= MAX_SKEW_MINUTES * 60 ? warning('clock', found, fix) : failed('clock', found, fix);
}

export async function checkRegion(aws: Aws, identity: Identity | undefined): Promise<Check> {
  const region = await aws.region();
  if (region === undefined) {
    return failed(
      'region',
      'none',
      'Set AWS_REGION, --region, or a region in the profile; it is where secrets are looked up.',
    );
  }
  const partition = identity?.arn.split(':')[1];
  return ok('region', partition === undefined ? region : `${region}, partition ${partition}`);
}

/** IAM and Secrets Manager; STS has answered, or not, before. */
export async function checkEndpoints({ account, aws, until }: Patient): Promise<Check[]> {
  const probe = `iam-login-profile/doctor-${Date.now()}`;
  return Promise.all([
    policyCheck(() => account.passwordPolicy(until)),
    reachable('secrets manager', () => aws.secrets.describe(probe, until)),
  ]).then(([policy, secrets]) => [...policy, secrets]);
}

const REACH_FIX = 'Check network, proxy (HTTPS_PROXY), Region and AWS_ENDPOINT_URL*.';

const isOutOfReach = (thrown: unknown): boolean =>
  !(thrown instanceof AwsCallError) || ['unreachable', 'timed-out', 'service', 'unexpected'].includes(thrown.failure);

/** Any answer of the service will do, a refusal too. */
async function reachable(name: string, ask: () => Promise<unknown>): Promise<Check> {
  try {
    await ask();
  } catch (thrown) {
    if (isOutOfReach(thrown)) return failedWith(name, thrown, REACH_FIX);
  }
  return ok(name, 'answers');
}

async function policyCheck(ask: () => Promise<AccountPasswordPolicy | undefined>): Promise<Check[]> {
  const name = 'password policy';
  try {
    return [ok('iam', 'answers'), policy(await ask())];
  } catch (thrown) {
    if (isOutOfReach(thrown)) return [failedWith('iam', thrown, REACH_FIX)];
    return [ok('iam', 'answers'), skipped(name, 'not known', 'Allow iam:GetAccountPasswordPolicy to have it shown.')];
  }
}

export function policy(found: AccountPasswordPolicy | undefined): Check {
  const name = 'password policy';
  if (found === undefined) {
    return ok(name, "IAM's default: 8 characters, three of upper case, lower case, digit, symbol");
  }
  const rules = [
    `${found.minimumPasswordLength} characters`,
    ...(found.requireUppercaseCharacters ? ['upper case'] : []),
    ...(found.requireLowercaseCharacters ? ['lower case'] : []),
    ...(found.requireNumbers ? ['a digit'] : []),
    ...(found.requireSymbols ? ['a symbol'] : []),
    ...(found.maxPasswordAge === undefined ? [] : [`expires after ${found.maxPasswordAge} days`]),
  ].join(', ');
  return found.allowUsersToChangePassword
    ? ok(name, rules)
    : warning(name, rules, 'Users need iam:ChangePassword of their own where a password reset is required of them.');
}
