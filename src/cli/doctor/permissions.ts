/** The permissions of the plan and of the apply role, for one user and one secret. */
import { AwsCallError, deadline, type SimulatedCall } from '../../aws';
import { regionOfKey } from '../../policies';
import { type Check, failed, failedWith, ok, skipped } from './check';
import type { Identity, Patient } from './patient';

export interface PermissionSubject {
  readonly userName?: string | undefined;
  readonly secretId?: string | undefined;
  /** ARN of the key of the secret, where it is the customer's own. */
  readonly kmsKey?: string | undefined;
  readonly driftDetection: 'profile' | 'password' | 'trail';
  /** A plan role needs only what reads. */
  readonly role: 'plan' | 'apply';
}

const FIX = 'Attach what iam-login-profile policy prints.';
const WRITES = ['iam:CreateLoginProfile', 'iam:UpdateLoginProfile', 'iam:DeleteLoginProfile'];
/** Milliseconds to wait for a credential report, which may have to be made. */
const REPORT_TIMEOUT_MS = 10_000;

/** A call that was tried, and what it answered with. */
interface Tried {
  readonly check: Check;
  readonly arn?: string | undefined;
}

export async function checkPermissions(
  patient: Patient,
  identity: Identity | undefined,
  subject: PermissionSubject,
): Promise<Check[]> {
  const [ofUser, ofSecret, ofWitnesses] = await Promise.all([
    readsOfUser(patient, subject),
    readsOfSecret(patient, subject),
    readsOfWitnesses(patient, subject),
  ]);
  const known = { user: arnOf(ofUser), secret: arnOf(ofSecret) };
  const simulations = simulationsOf(subject, known).map((one) => simulated(patient, identity, one));
  return [
    ...[...ofUser, ...ofSecret, ...ofWitnesses].map(({ check }) => check),
    ...(await Promise.all(simulations)).flat(),
    ...hints(subject),
  ];
}

const hints = ({ userName, secretId }: PermissionSubject): Check[] => [
  ...(userName === undefined ? [skipped('permissions on users', 'not looked at', 'Name a user: --user-name.')] : []),
  ...(secretId === undefined
    ? [skipped('permissions on secrets', 'not looked at', 'Name a secret: --secret-id.')]
    : []),
];

async function readsOfUser({ aws, until }: Patient, { userName }: PermissionSubject): Promise<Tried[]> {
  if (userName === undefined) return [];
  return Promise.all([
    tried('iam:GetLoginProfile', () => aws.loginProfiles.get(userName, until).then(() => undefined)),
    tried('iam:GetUser', () => aws.users.get(userName, until).then(({ arn }) => arn)),
  ]);
}

async function readsOfSecret({ aws, until }: Patient, { secretId }: PermissionSubject): Promise<Tried[]> {
  if (secretId === undefined) return [];
  return [
    await tried('secretsmanager:DescribeSecret', () => aws.secrets.describe(secretId, until).then(({ arn }) => arn)),
  ];
}

async function readsOfWitnesses({ aws, until }: Patient, { driftDetection }: PermissionSubject): Promise<Tried[]> {
  if (driftDetection === 'profile') return [];
  const soon = deadline(REPORT_TIMEOUT_MS, new AbortController().signal);
  return Promise.all([
    tried('iam:GetCredentialReport', () => aws.credentialReports.get(soon).then(() => undefined)),
    ...(driftDetection === 'trail'
      ? [
          tried('cloudtrail:LookupEvents', () =>
            aws.cloudTrail.lookUp('ChangePassword', undefined, until).then(() => undefined),
          ),
        ]
      : []),
  ]);
}

const arnOf = (all: readonly Tried[]): string | undefined => all.find(({ arn }) => arn !== undefined)?.arn;

/** Reading changes nothing, so it is tried. */
async function tried(action: string, run: () => Promise<string | undefined>): Promise<Tried> {
  const allowed = ok(action, 'allowed (tried)');
  try {
    const arn = await run();
    return { check: allowed, arn };
  } catch (thrown) {
    if (!(thrown instanceof AwsCallError)) throw thrown;
    const { failure, operation } = thrown;
    if (failure === 'access-denied') return { check: failed(operation, 'denied (tried)', FIX, 'ACCESS_DENIED') };
    if (failure.startsWith('report-')) return { check: allowed };
    const isAbsent = failure.endsWith('not-found');
    const fix = isAbsent
      ? 'The call is allowed, but there is no such thing: check name, Region and account.'
      : 'Try again; the permission could not be told.';
    return { check: failedWith(action, thrown, fix) };
  }
}

interface Simulation extends Omit<SimulatedCall, 'resource'> {
  /** Undefined where it was not found. */
  readonly resource: string | undefined;
  /** What it is, in words. */
  readonly what: string;
}

/** What changes something, or reads a password, is never tried. */
function simulationsOf(
  { userName, secretId, kmsKey, driftDetection, role }: PermissionSubject,
  known: { readonly user: string | undefined; readonly secret: string | undefined },
): Simulation[] {
  const isApply = role === 'apply';
  const user = { what: 'the user', resource: known.user };
  const secret = { what: 'the secret', resource: known.secret };
  return [
    ...(isApply && userName !== undefined ? [{ ...user, actions: WRITES }] : []),
    ...(isApply && secretId !== undefined ? [{ ...secret, actions: ['secretsmanager:GetSecretValue'] }] : []),
    ...(isApply && kmsKey !== undefined ? [decryption(kmsKey, known.secret)] : []),
    ...(driftDetection === 'profile'
      ? []
      : [{ what: 'the account', resource: '*', actions: ['iam:GenerateCredentialReport'] }]),
  ];
}

/** Policies allow it to Secrets Manager for that secret alone, so the simulator has to be told of both. */
const decryption = (key: string, secretArn: string | undefined): Simulation => ({
  what: 'the key',
  resource: key,
  actions: ['kms:Decrypt'],
  context: {
    'kms:ViaService': `secretsmanager.${regionOfKey(key) ?? ''}.amazonaws.com`,
    ...(secretArn !== undefined && { 'kms:EncryptionContext:SecretARN': secretArn }),
  },
});

async function simulated(
  { account, until }: Patient,
  identity: Identity | undefined,
  { actions, resource, what, context = {} }: Simulation,
): Promise<Check[]> {
  const none = (found: string, fix?: string) => actions.map((action) => skipped(action, found, fix));
  if (resource === undefined) return none(`not looked at, because ${what} was not found`);
  const principal = identity === undefined ? undefined : principalOf(identity.arn);
  if (principal === undefined) return none('not tried, because it would change something or read a password');
  try {
    const results = await account.simulate(principal, { actions, resource, context }, until);
    return results.map(({ action, isAllowed }) =>
      isAllowed ? ok(action, 'allowed (simulated)') : failed(action, 'denied (simulated)', FIX, 'ACCESS_DENIED'),
    );
  } catch (thrown) {
    if (!(thrown instanceof AwsCallError)) throw thrown;
    return none(`not tried, and not simulated (${thrown.code})`, simulatorFix(thrown));
  }
}

function simulatorFix({ failure }: AwsCallError): string | undefined {
  if (failure === 'access-denied') return 'Allow iam:SimulatePrincipalPolicy on yourself to have it told.';
  if (failure === 'not-found') return 'The simulator does not find the caller: the role of a session may have a path.';
  return failure === 'throttled' ? 'Try again later.' : undefined;
}

/** The user or role behind a caller. A session's ARN lacks the path of its role, so roles with a path are not found. */
export function principalOf(arn: string): string | undefined {
  const session = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn);
  if (session !== null) return `arn:${session[1]}:iam::${session[2]}:role/${session[3]}`;
  return /:iam::\d{12}:user\//.test(arn) ? arn : undefined;
}
