/** What is asked of AWS about ourselves: who we are, where, what time it is, and what passwords must be like. */
import { type AccountPasswordPolicy, AwsCallError } from '../../aws';
import { type Check, failed, failedWith, ok, skipped, warning } from './check';
import type { Identity, Patient } from './patient';

const CREDENTIALS_FIX =
  'Set AWS_PROFILE or the AWS_ACCESS_KEY_ID family of variables, and renew a session that has expired (aws sso login).';

/** Minutes of difference beyond which AWS refuses a signature. */
const MAX_SKEW_MINUTES = 5;

/** What is known of the caller once credentials were looked for and STS was asked. */
export interface Caller {
  readonly checks: readonly Check[];
  /** Whether there are credentials that calls can be made with, as far as is known. */
  readonly isKnown: boolean;
  /** Undefined where STS did not say. */
  readonly identity?: Identity;
}

const STS = 'sts';

/** Credentials can be found without AWS; whether they are good only STS tells, and that only with a Region. */
export async function checkCaller(patient: Patient, region: string | undefined): Promise<Caller> {
  try {
    await patient.aws.caller.signIn(patient.until);
  } catch (thrown) {
    const sts = skipped(STS, 'needs credentials and a Region');
    return { checks: [credentialsFailed(thrown), sts], isKnown: false };
  }
  if (region === undefined) {
    return { checks: [ok('credentials', 'found'), skipped(STS, 'needs a Region')], isKnown: true };
  }
  return askSts(patient);
}

async function askSts({ account, until }: Patient): Promise<Caller> {
  try {
    const identity = await account.identity(until);
    return {
      checks: [ok('credentials', identity.arn), ok(STS, 'answers'), clock(identity.at)],
      isKnown: true,
      identity,
    };
  } catch (thrown) {
    if (!isOutOfReach(thrown)) return { checks: [credentialsFailed(thrown), ok(STS, 'answers')], isKnown: false };
    const credentials = skipped('credentials', 'found; whether they are good is not known, as STS does not answer');
    return { checks: [credentials, failedWith(STS, thrown, REACH_FIX)], isKnown: true };
  }
}

/** A role may need STS to be assumed: where that is out of reach, other credentials would not help. */
const credentialsFailed = (thrown: unknown): Check =>
  failedWith('credentials', thrown, isOutOfReach(thrown) ? REACH_FIX : CREDENTIALS_FIX);

export function clock(at: Date, now: Date = new Date()): Check {
  const seconds = Math.round((now.getTime() - at.getTime()) / 1000);
  const found = `${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} AWS's`;
  if (Math.abs(seconds) <= 60) return ok('clock', `as AWS's, to the minute`);
  const fix = `Set this machine's clock: AWS refuses signatures that are more than ${MAX_SKEW_MINUTES} minutes off.`;
  return Math.abs(seconds) <= MAX_SKEW_MINUTES * 60 ? warning('clock', found, fix) : failed('clock', found, fix);
}

export function checkRegion(region: string | undefined, identity: Identity | undefined): Check {
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
  thrown instanceof AwsCallError && ['unreachable', 'timed-out', 'service', 'unexpected'].includes(thrown.failure);

/** Any answer of the service will do, a refusal too. */
async function reachable(name: string, ask: () => Promise<unknown>): Promise<Check> {
  try {
    await ask();
  } catch (thrown) {
    if (isOutOfReach(thrown) || !(thrown instanceof AwsCallError)) return failedWith(name, thrown, REACH_FIX);
  }
  return ok(name, 'answers');
}

async function policyCheck(ask: () => Promise<AccountPasswordPolicy | undefined>): Promise<Check[]> {
  const name = 'password policy';
  try {
    return [ok('iam', 'answers'), policy(await ask())];
  } catch (thrown) {
    if (isOutOfReach(thrown) || !(thrown instanceof AwsCallError)) return [failedWith('iam', thrown, REACH_FIX)];
    const isDenied = thrown.failure === 'access-denied';
    const fix = isDenied ? 'Allow iam:GetAccountPasswordPolicy to have it shown.' : undefined;
    return [ok('iam', 'answers'), skipped(name, `not known (${thrown.code})`, fix)];
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
