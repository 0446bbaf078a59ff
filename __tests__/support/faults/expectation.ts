import { type Cell, type Lasts, type PhaseName, timesOf } from './cells';
import { MAX_RETRIES } from './stage';
import { type FaultClass, WAITED_OUT } from './faults';
import type { PlannedCall } from './step';

/** How a cell has to end: with one of these headlines of an error, or well and, where one is due, with a warning's. */
export type Expectation =
  | { readonly ends: 'well'; readonly warning?: string }
  | { readonly ends: 'in an error'; readonly summaries: readonly string[] };

type Failing = Exclude<FaultClass, 'harmless' | 'absent'>;

/** Classes that a second attempt gets past. */
const PASSES: ReadonlySet<FaultClass> = new Set([
  'throttled',
  'service',
  'unreachable',
  'silent',
  'silent beyond the timeout',
  ...WAITED_OUT,
]);

/**
 * Whether a call succeeds in the end. A user who is not visible is waited for where a password is to be given, not
 * where a refresh asks who it is.
 */
function passes(kind: FaultClass, lasts: Lasts, { weight }: PlannedCall): boolean {
  if (kind === 'not-visible' && weight === 'warns') return false;
  const times = timesOf(lasts);
  return PASSES.has(kind) && (WAITED_OUT.has(kind) ? times < Infinity : times <= MAX_RETRIES);
}

const SUMMARIES: Readonly<Record<Failing, string>> = {
  throttled: 'AWS is throttling the calls',
  service: 'AWS failed to answer',
  aborted: 'AWS failed to answer',
  unreachable: 'AWS endpoint cannot be reached',
  silent: 'AWS endpoint cannot be reached',
  'silent beyond the timeout': 'AWS endpoint cannot be reached',
  busy: 'IAM is still busy with the user',
  'not-visible': 'IAM user not found',
  'report-later': 'Credential report is not ready',
  denied: 'Permission missing',
  credentials: 'AWS does not accept the credentials',
  invalid: 'AWS refused the request',
  quota: 'AWS quota reached',
  policy: "Password rejected by the account's password policy",
  // Adopting it fails, since there is none.
  exists: 'Login profile not found',
  'secret-missing': 'Secret not found',
  kms: 'Secret cannot be decrypted',
  role: 'IAM role cannot be assumed',
  'not-understood': 'Answer of AWS not understood',
};

/** What no apply could get past either, and so is an error at plan already. */
const HOPELESS: ReadonlySet<FaultClass> = new Set([
  'credentials',
  'unreachable',
  'silent',
  'silent beyond the timeout',
  'invalid',
]);

const WELL: Expectation = { ends: 'well' };
const fails = (...summaries: string[]): Expectation => ({ ends: 'in an error', summaries });
const warns = (warning: string): Expectation => ({ ends: 'well', warning });

/** The rules by which a cell is judged: from the fault's class, and the weight of the calls that meet it. */
export function expectationOf({ fault, lasts, met, phase }: Cell): Expectation {
  if (fault.class === 'harmless') return WELL;
  if (lasts === 'until stopped') return fails('Stopped');
  const kind = fault.class;
  const isTooLate = (call: PlannedCall): boolean => kind === 'silent beyond the timeout' && isTimed(call, phase);
  const outcomes = met.map((call) => {
    if (isTooLate(call)) return call.weight === 'former' ? expectationOfCall(call, kind, lasts) : fails('Timed out');
    return passes(kind, lasts, call) ? WELL : expectationOfCall(call, kind, lasts);
  });
  return (
    outcomes.find(({ ends }) => ends === 'in an error') ??
    outcomes.find((outcome) => outcome.ends === 'well' && outcome.warning !== undefined) ??
    WELL
  );
}

/** What an apply does has the time that `timeouts` gives it; a look ahead has two minutes, and signing in one. */
const isTimed = ({ operation, weight }: PlannedCall, phase: PhaseName): boolean =>
  phase === 'apply' && ['must', 'must be first', 'spare', 'former'].includes(weight) && !operation.startsWith('sts:');

function expectationOfCall(call: PlannedCall, kind: Failing | 'absent', lasts: Lasts): Expectation {
  if (kind === 'absent') return expectationOfAbsence(call);
  const summary = SUMMARIES[kind];
  // While something is waited out, the deadline may fall into a call; roles have a minute all in all.
  const isLate = ['busy', 'not-visible'].includes(kind) || (isSilent(kind) && call.operation.startsWith('sts:'));
  const failure = isLate ? fails(summary, 'Timed out') : fails(summary);
  switch (call.weight) {
    case 'must be first':
      return kind === 'exists' ? fails('Login profile already exists') : failure;
    case 'must':
    case 'data':
    case 'refresh':
    case 'import':
      return failure;
    case 'former':
      return fails('Console access of the former user remains');
    case 'warns':
      return warns(summary);
    case 'foretells':
      return kind === 'not-visible' ? WELL : warns(summary);
    case 'early, then must':
      return timesOf(lasts) < Infinity && !HOPELESS.has(kind) ? warns(summary) : failure;
    case 'early':
      return HOPELESS.has(kind) ? failure : warns(summary);
    case 'report':
      return warns('Credential report is not available');
    case 'names':
      return warns('Login profile was recreated outside of Terraform');
    case 'spare':
      return lasts === 'everything' ? failure : WELL;
  }
}

const isSilent = (kind: FaultClass): boolean => kind === 'silent' || kind === 'silent beyond the timeout';

/** "No such user" is an answer like any other where IAM is asked whether there is a login profile. */
function expectationOfAbsence({ operation, weight }: PlannedCall): Expectation {
  if (operation === 'iam:UpdateLoginProfile') return fails('IAM user not found');
  if (weight === 'data') return fails('IAM user not found');
  if (weight === 'refresh') return warns('IAM user does not exist any more');
  if (weight === 'import') return fails('Cannot import non-existent remote object');
  return weight.startsWith('early') ? warns('IAM user does not exist yet') : WELL;
}
