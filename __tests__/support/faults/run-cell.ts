import type { FaultHandle } from '../../../src/local-aws';
import { type Cell, type PhaseName, timesOf } from './cells';
import type { FaultClass } from './faults';
import {
  details,
  judgeCalls,
  judgeEnd,
  judgeSecrecy,
  judgeState,
  judgeTruth,
  type Outcome,
  passwordsInForce,
  summaries,
  takenFrom,
  wantedState,
} from './judge';
import type { InMemoryProvider } from './in-memory-provider';
import { SHORT_TIMEOUTS, Stage } from './stage';
import { differences, truthOf } from './state';
import type { Step } from './step';
import { oneEach, type Processes, type Seams } from './terraform-core';
import { configurationOf, type Goal } from './terraform-goal';

/** Faults that last until the resource's timeout; for the others it is out of the way. */
const ENDED_BY_TIMEOUT: ReadonlySet<FaultClass> = new Set(['busy', 'not-visible', 'silent beyond the timeout']);

/** Everything that is wrong with a cell; nothing where it is as the rules have it. */
export async function runCell(cell: Cell): Promise<readonly string[]> {
  // Nobody judges the time of a signature where the clock leaps.
  const clock = cell.fault.fault.kind === 'clock-skew' ? 'true' : 'leaping';
  const stage = await Stage.open(cell.step.provider, clock);
  if (ENDED_BY_TIMEOUT.has(cell.fault.class)) stage.timeouts = SHORT_TIMEOUTS;
  try {
    await cell.step.prepare?.(stage);
    const goal = cell.step.goal(stage);
    const outcome = await applyWithFault(stage, cell, goal);
    return [
      ...judgeEnd(cell, outcome.run),
      ...judgeCalls(cell, outcome.met),
      ...judgeTruth(stage, cell, outcome),
      ...judgeState(stage, cell, goal, outcome),
      ...(await judgeRecovery(stage, cell.step, outcome)),
      ...judgeSecrecy(stage),
    ];
  } catch (thrown) {
    return [`threw ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`];
  } finally {
    await stage.close();
  }
}

async function applyWithFault(stage: Stage, cell: Cell, goal: Goal): Promise<Outcome> {
  const { phase, operation, after, fault, lasts } = cell;
  const { faults } = stage.aws;
  let handle: FaultHandle | undefined;
  const begin = (now: PhaseName): void => {
    faults.clear();
    if (now === phase) handle = faults.add({ operation, after, times: timesOf(lasts), fault: fault.fault });
  };
  const processes = oneEach();
  const stopping = lasts === 'until stopped' ? stopWaiting(processes.apply, () => handle?.met ?? 0) : undefined;
  const outcome = await applyWatched(stage, cell.step, goal, begin, processes);
  clearInterval(stopping);
  faults.clear();
  return { ...outcome, met: handle?.met ?? 0 };
}

/** Interrupts Terraform as soon as a call has met the fault and is waited for. */
function stopWaiting({ client }: InMemoryProvider, met: () => number): NodeJS.Timeout {
  const timer = setInterval(() => {
    if (met() === 0) return;
    clearInterval(timer);
    setTimeout(() => void client.stopProvider({}), SEND_MS);
  }, SEND_MS);
  return timer;
}

/** Milliseconds within which an answer on loopback has come. */
const SEND_MS = 50;

/** One apply, and what was true at its seams. */
async function applyWatched(
  stage: Stage,
  step: Step,
  goal: Goal,
  begin: (phase: PhaseName) => void = () => undefined,
  processes: Processes = oneEach(),
): Promise<Outcome> {
  const config = configurationOf(goal);
  const stored = stage.core.state;
  const startMs = stage.now().getTime();
  const inState = stored ?? { ...config, user_name: takenFrom(goal) ?? config.user_name! };
  let planned = truthOf(stage, inState);
  const look = () => ({ before: truthOf(stage, config), inForceBefore: passwordsInForce(stage, step) });
  let seen = look();
  const own = step.seams?.(stage) ?? {};
  const seams: Seams = {
    beforePlanPhase: () => begin('plan'),
    beforeApplyPhase: () => {
      planned = truthOf(stage, inState);
      own.beforeApplyPhase?.();
      seen = look();
      begin('apply');
    },
    beforeApply: () => {
      own.beforeApply?.();
      seen = look();
    },
  };
  const run = await stage.core.apply(goal, seams, processes);
  return { run, met: 0, startMs, stored, planned, ...seen };
}

/**
 * After an apply nothing is left to do; after a failed one the next clean one brings about exactly what was wanted,
 * and then nothing is left to do.
 */
async function judgeRecovery(stage: Stage, step: Step, { run }: Outcome): Promise<string[]> {
  const hasLetGo = removeFormer(stage, run.errors);
  const goal = (step.recovery ?? step.goal)(stage);
  const isDone = run.ended === 'applied' || hasLetGo || isGone(stage, goal) || 'data' in goal;
  const { core } = stage;
  const recovery = await applyWatched(stage, { ...step, seams: recoverySeams(step) }, goal);
  const { errors, ended } = recovery.run;
  if (errors.length > 0) return [`does not recover: ${summaries(errors)}\n${details(errors)}`];
  const due = isDone ? 'nothing to do' : 'applied';
  const state = isDone ? [] : differences(core.state, wantedState(stage, goal, recovery));
  const again = isDone ? ended : (await core.apply(goal)).ended;
  const inForce = passwordsInForce(stage, step);
  return [
    ...(ended === due ? [] : [`the next apply should end as ${due}; but ${ended}`]),
    ...state.map((difference) => `after the recovery: ${difference}`),
    ...(again === 'nothing to do' ? [] : [`does not come to rest: ${again}`]),
    ...Object.entries(step.after)
      .filter(([user, wanted]) => inForce[user] !== wanted)
      .map(([user]) => `${user} does not have the wanted password in the end`),
  ];
}

/** What another resource does; what somebody has done meanwhile is not done once more. */
const recoverySeams = (step: Step) => (stage: Stage) => {
  const { beforeApplyPhase = () => undefined } = step.seams?.(stage) ?? {};
  return { beforeApplyPhase };
};

/** Nothing is left of what was to be destroyed: its answer was lost. */
const isGone = ({ aws }: Stage, goal: Goal): boolean =>
  'destroy' in goal && aws.loginProfiles.get(goal.destroy.user_name as string) === undefined;

/** Terraform has let go of the former user, and the message says how to remove the access. */
function removeFormer({ aws }: Stage, errors: Outcome['run']['errors']): boolean {
  const former = errors
    .map(({ detail }) => /aws iam delete-login-profile --user-name (\S+)$/.exec(detail)?.[1])
    .find((userName) => userName !== undefined);
  if (former !== undefined && aws.loginProfiles.get(former)) aws.loginProfiles.delete(former);
  return former !== undefined;
}
