/** The permissions of the plan and of the apply role, for one user and one secret. */
import { AwsCallError } from '../../aws';
import { type Check, failed, failedWith, ok, skipped } from './check';
import type { Identity, Patient } from './patient';

export interface PermissionSubject {
  readonly userName: string | undefined;
  readonly secretId: string | undefined;
  /** A plan role needs only what reads. */
  readonly role: 'plan' | 'apply';
}

const FIX = 'Attach what iam-login-profile policy prints.';
const WRITES = ['iam:CreateLoginProfile', 'iam:UpdateLoginProfile', 'iam:DeleteLoginProfile'];
const READS_VALUE = ['secretsmanager:GetSecretValue'];

/** A call that was tried, and what it answered with. */
interface Tried {
  readonly check: Check;
  readonly arn?: string | undefined;
}

export async function checkPermissions(
  patient: Patient,
  identity: Identity,
  { userName, secretId, role }: PermissionSubject,
): Promise<Check[]> {
  const { aws, until } = patient;
  const user =
    userName === undefined
      ? []
      : [
          tried('iam:GetLoginProfile', () => aws.loginProfiles.get(userName, until).then(() => undefined)),
          tried('iam:GetUser', () => aws.users.get(userName, until).then(({ arn }) => arn)),
        ];
  const secret =
    secretId === undefined
      ? []
      : [tried('secretsmanager:DescribeSecret', () => aws.secrets.describe(secretId, until).then(({ arn }) => arn))];
  const [ofUser, ofSecret] = [await Promise.all(user), await Promise.all(secret)];
  const reads = [...ofUser, ...ofSecret].map(({ check }) => check);
  const hints = [
    ...(userName === undefined ? [skipped('permissions on users', 'not looked at', 'Name a user: --user-name.')] : []),
    ...(secretId === undefined
      ? [skipped('permissions on secrets', 'not looked at', 'Name a secret: --secret-id.')]
      : []),
  ];
  if (role === 'plan') return [...reads, ...hints];
  const simulations = [
    ...(userName === undefined ? [] : [simulated(patient, identity, { actions: WRITES, resource: arnOf(ofUser) })]),
    ...(secretId === undefined
      ? []
      : [simulated(patient, identity, { actions: READS_VALUE, resource: arnOf(ofSecret) })]),
  ];
  return [...reads, ...(await Promise.all(simulations)).flat(), ...hints];
}

const arnOf = (all: readonly Tried[]): string | undefined => all.find(({ arn }) => arn !== undefined)?.arn;

/** Reading changes nothing, so it is tried. */
async function tried(action: string, run: () => Promise<string | undefined>): Promise<Tried> {
  try {
    return { check: ok(action, 'allowed (tried)'), arn: await run() };
  } catch (thrown) {
    if (!(thrown instanceof AwsCallError)) throw thrown;
    if (thrown.failure === 'access-denied') return { check: failed(action, 'denied (tried)', FIX, 'ACCESS_DENIED') };
    if (thrown.failure.endsWith('not-found')) {
      return {
        check: failedWith(
          action,
          thrown,
          'Allowed (tried), but there is no such thing: check name, Region and account.',
        ),
      };
    }
    return { check: failedWith(action, thrown, 'Try again; the permission could not be told.') };
  }
}

interface Simulation {
  readonly actions: readonly string[];
  readonly resource: string | undefined;
}

/** What changes something, or reads a password, is never tried. */
async function simulated(
  { account, until }: Patient,
  identity: Identity,
  { actions, resource }: Simulation,
): Promise<Check[]> {
  const principal = principalOf(identity.arn);
  if (principal === undefined || resource === undefined) {
    return actions.map((action) => skipped(action, 'not tried, because it would change something or read a password'));
  }
  try {
    const results = await account.simulate(principal, { actions, resource }, until);
    return results.map(({ action, isAllowed }) =>
      isAllowed ? ok(action, 'allowed (simulated)') : failed(action, 'denied (simulated)', FIX, 'ACCESS_DENIED'),
    );
  } catch (thrown) {
    if (!(thrown instanceof AwsCallError)) throw thrown;
    const fix = 'Allow iam:SimulatePrincipalPolicy on yourself to have it told.';
    return actions.map((action) => skipped(action, `not tried, and not simulated (${thrown.code})`, fix));
  }
}

/** The user or role behind a caller. A session's ARN lacks the path of its role, so roles with a path are not found. */
export function principalOf(arn: string): string | undefined {
  const session = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn);
  if (session !== null) return `arn:${session[1]}:iam::${session[2]}:role/${session[3]}`;
  return /:iam::\d{12}:user\//.test(arn) ? arn : undefined;
}
