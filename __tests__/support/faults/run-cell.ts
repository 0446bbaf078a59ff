import { searchForPasswords } from '../../../scripts/demo/leaks';
import type { FaultHandle } from '../../../src/local-aws';
import type { Cell, PhaseName } from './cells';
import { expectationOf } from './expectation';
import type { FaultClass } from './faults';
import { MAX_RETRIES, PASSWORDS, SHORT_TIMEOUTS, Stage } from './stage';
import type { Step } from './step';
import type { Run, Seams } from './terraform-core';

/** Faults that last until the resource's timeout; for the others it is out of the way. */
const ENDED_BY_TIMEOUT: ReadonlySet<FaultClass> = new Set(['busy', 'not-visible', 'silent beyond the timeout']);

/** Everything that is wrong with a cell; nothing where it is as the rules have it. */
export async function runCell(cell: Cell): Promise<readonly string[]> {
  const stage = await Stage.open(cell.step.provider);
  if (ENDED_BY_TIMEOUT.has(cell.fault.class)) stage.timeouts = SHORT_TIMEOUTS;
  try {
    await cell.step.prepare?.(stage);
    const outcome = await applyWithFault(stage, cell);
    return [
      ...judgeEnd(cell, outcome.run),
      ...judgeCalls(cell, outcome.met),
      ...judgeTruth(stage, cell, outcome),
      ...judgeState(stage, cell, outcome),
      ...(await judgeRecovery(stage, cell.step, outcome.run)),
      ...judgeSecrecy(stage),
    ];
  } catch (thrown) {
    return [`threw ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`];
  } finally {
    await stage.close();
  }
}

type PasswordsInForce = Readonly<Record<string, string | null>>;

interface Outcome {
  readonly run: Run;
  /** Calls that met the fault. */
  readonly met: number;
  readonly stateBefore: unknown;
  /** As they were when the provider was asked to apply. */
  readonly inForceBefore: PasswordsInForce;
}

async function applyWithFault(stage: Stage, cell: Cell): Promise<Outcome> {
  const { step, phase, operation, after, fault, lasts } = cell;
  const { faults } = stage.aws;
  let handle: FaultHandle | undefined;
  const begin = (now: PhaseName): void => {
    faults.clear();
    const times = lasts === 'once' ? 1 : Infinity;
    if (now === phase) handle = faults.add({ operation, after, times, fault: fault.fault });
  };
  const own = step.seams?.(stage) ?? {};
  let inForceBefore = passwordsInForce(stage, step);
  const seams: Seams = {
    beforePlanPhase: () => begin('plan'),
    beforeApplyPhase: () => {
      own.beforeApplyPhase?.();
      inForceBefore = passwordsInForce(stage, step);
      begin('apply');
    },
    beforeApply: () => {
      own.beforeApply?.();
      inForceBefore = passwordsInForce(stage, step);
    },
  };
  const stateBefore = stage.core.state;
  const run = await stage.core.apply(step.goal(stage), seams);
  faults.clear();
  return { run, met: handle?.met ?? 0, stateBefore, inForceBefore };
}

/** The password with which each user signs in; null for no console access. */
const passwordsInForce = ({ aws }: Stage, { after }: Step): PasswordsInForce =>
  Object.fromEntries(
    Object.keys({ alice: null, ...after }).map((user) => [
      user,
      PASSWORDS.find((password) => aws.signIn(user, password).outcome !== 'refused') ?? null,
    ]),
  );

const summaries = (said: Run['errors']): string => said.map(({ summary }) => summary).join(', ');
const details = (said: Run['errors']): string => said.map(({ detail }) => detail).join('\n');

function judgeEnd(cell: Cell, run: Run): string[] {
  const expected = expectationOf(cell);
  if (expected.ends === 'in an error') {
    const ended = cell.phase === 'plan' ? 'plan failed' : 'apply failed';
    const isSaid = run.errors.some(({ summary }) => expected.summaries.includes(summary));
    if (isSaid && run.ended === ended) return [];
    return [
      `should end as ${ended}: ${expected.summaries.join(' or ')}; but ${run.ended}: ${summaries(run.errors)}\n${details(run.errors)}`,
    ];
  }
  if (run.errors.length > 0) return [`should go well; but ${summaries(run.errors)}\n${details(run.errors)}`];
  const { warning } = expected;
  if (warning === undefined || run.warnings.some((said) => tells(said, warning, cell))) return [];
  return [`should warn: ${warning}; but ${summaries(run.warnings)}`];
}

/** A warning of its own, or a paragraph of a graver one about the same login profile. */
const tells = ({ summary, detail }: Run['warnings'][number], warning: string, { met }: Cell): boolean =>
  summary === warning || met.some(({ operation }) => detail.includes(`${operation} failed`));

const WAITED_OUT: ReadonlySet<FaultClass> = new Set(['busy', 'not-visible']);
const RETRIED: ReadonlySet<FaultClass> = new Set([
  'harmless',
  'throttled',
  'service',
  'unreachable',
  'silent',
  'silent beyond the timeout',
]);

/** What cannot succeed is sent once; what can is sent no more often than the provider block says. */
function judgeCalls({ fault, lasts, met: calls }: Cell, met: number): string[] {
  if (met === 0) return ['the fault met no call'];
  if (lasts === 'once' || WAITED_OUT.has(fault.class)) return [];
  const sent = calls.flatMap(({ weight }) => (weight === 'early, then must' || weight === 'spare' ? [1, 2] : [1]));
  const most = sent.length * (RETRIED.has(fault.class) ? MAX_RETRIES + 1 : 1);
  return met <= most ? [] : [`${met} calls met the fault, where ${most} make sense`];
}

const DENIAL = /stays in force|was not changed|was given no password|keeps console access|Nothing was (changed|done)/;

const FORMER_REMAINS = 'Console access of the former user remains';
/** State names the new user by then, so no apply comes back to the former one. */
const LEFT_TO_TERRAFORM = /keeps the previous state|the next apply|Apply again/;

/** A message that says that nothing has happened must be right, and nobody may end up with a password of neither kind. */
function judgeTruth(stage: Stage, { step }: Cell, { run, inForceBefore }: Outcome): string[] {
  if (run.errors.length === 0) return [];
  const now = passwordsInForce(stage, step);
  const said = details(run.errors);
  const former = run.errors.find(({ summary }) => summary === FORMER_REMAINS);
  if (former !== undefined && LEFT_TO_TERRAFORM.test(former.detail))
    return [`promises that Terraform sees to the former user:\n${former.detail}`];
  return Object.entries(now).flatMap(([user, password]) => {
    const before = inForceBefore[user] ?? null;
    const wanted = step.after[user] ?? null;
    if (DENIAL.test(said) && password !== before && former === undefined)
      return [`denies that ${user} has another password:\n${said}`];
    return [before, wanted].includes(password) ? [] : [`${user} has a password that nobody wanted`];
  });
}

/** A plan changes nothing, a failed create leaves nothing in state, and a failed update or delete what was there. */
function judgeState({ core }: Stage, { met }: Cell, { run, stateBefore }: Outcome): string[] {
  if (run.ended === 'plan failed' && core.state !== stateBefore) return ['a failed plan has changed the state'];
  if (run.ended !== 'apply failed' || met.some(({ weight }) => weight === 'former')) return [];
  const version = (state: unknown): unknown =>
    (state as { secret_version_id?: unknown } | null)?.secret_version_id ?? null;
  return version(core.state) === version(stateBefore) ? [] : ['a failed apply has changed the version in state'];
}

/** The next clean apply brings exactly the wanted passwords about, and after it nothing is left to do. */
async function judgeRecovery(stage: Stage, step: Step, { errors }: Run): Promise<string[]> {
  const former = errors
    .map(({ detail }) => /aws iam delete-login-profile --user-name (\S+)$/.exec(detail)?.[1])
    .find(Boolean);
  // Terraform has let go of this one, and the message says how to remove it.
  if (former !== undefined && stage.aws.loginProfiles.get(former)) stage.aws.loginProfiles.delete(former);
  const goal = step.goal(stage);
  const { beforeApplyPhase = () => undefined } = step.seams?.(stage) ?? {};
  const recovery = await stage.core.apply(goal, { beforeApplyPhase });
  if (recovery.errors.length > 0)
    return [`does not recover: ${summaries(recovery.errors)}\n${details(recovery.errors)}`];
  const again = await stage.core.apply(goal);
  const inForce = passwordsInForce(stage, step);
  return [
    ...(again.ended === 'nothing to do' ? [] : [`does not come to rest: ${again.ended}`]),
    ...Object.entries(step.after)
      .filter(([user, wanted]) => inForce[user] !== wanted)
      .map(([user]) => `${user} does not have the wanted password in the end`),
  ];
}

function judgeSecrecy({ core, aws }: Stage): string[] {
  const secrets = [...PASSWORDS, aws.credentials.secretAccessKey];
  const { leaks } = searchForPasswords(secrets, [], { transcript: core.transcript });
  return leaks.map(({ form }) => `leaks ${form}`);
}
