import { searchForPasswords } from '../../../scripts/demo/leaks';
import { type Cell, timesOf } from './cells';
import { expectationOf } from './expectation';
import { type FaultClass, WAITED_OUT } from './faults';
import { MAX_RETRIES, PASSWORDS, type Stage } from './stage';
import {
  dataOf,
  differences,
  stateAfter,
  stateBefore,
  takenOver,
  type Truth,
  truthOf,
  type WantedState,
} from './state';
import type { Step } from './step';
import type { Run } from './terraform-core';
import { configurationOf, type Goal } from './terraform-goal';
import type { Value, ValueObject } from '../../../src/plugin';

export type PasswordsInForce = Readonly<Record<string, string | null>>;

/** What was true when a run began, and when its apply did. */
export interface Outcome {
  readonly run: Run;
  /** Calls that met the fault. */
  readonly met: number;
  readonly startMs: number;
  readonly stored: ValueObject | null;
  /** Of the user in state, when the plan was made. */
  readonly planned: Truth;
  /** Of the user who is configured, when the provider was asked to apply. */
  readonly before: Truth;
  readonly inForceBefore: PasswordsInForce;
}

/** The password with which each user signs in; null for no console access. */
export const passwordsInForce = ({ aws }: Stage, { after }: Step): PasswordsInForce =>
  Object.fromEntries(
    Object.keys({ alice: null, ...after }).map((user) => [
      user,
      PASSWORDS.find((password) => aws.signIn(user, password).outcome !== 'refused') ?? null,
    ]),
  );

export const summaries = (said: Run['errors']): string => said.map(({ summary }) => summary).join(', ');
export const details = (said: Run['errors']): string => said.map(({ detail }) => detail).join('\n');

export function judgeEnd(cell: Cell, run: Run): string[] {
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
  const ended = isHidden(cell) ? 'nothing to do' : (cell.step.ends ?? 'applied');
  if (run.ended !== ended) return [`should end as ${ended}; but ${run.ended}`];
  const { warning } = expected;
  const failed = run.warnings.find((said) => tellsOf(said, cell));
  if (warning === undefined && failed !== undefined) return [`should go well; but warns: ${failed.detail}`];
  if (warning === undefined || run.warnings.some((said) => tells(said, warning, cell))) return [];
  return [`should warn: ${warning}; but ${summaries(run.warnings)}`];
}

/** Whether the fault met the one call that tells that something is due, for good. */
export const isHidden = (cell: Cell): boolean =>
  cell.phase === 'plan' && isWarned(cell) && cell.met.some(({ operation }) => cell.step.foundBy?.includes(operation));

const isWarned = (cell: Cell): boolean => {
  const expected = expectationOf(cell);
  return expected.ends === 'well' && expected.warning !== undefined;
};

/** A warning of its own, or a paragraph of a graver one about the same login profile. */
const tells = (said: Run['warnings'][number], warning: string, cell: Cell): boolean =>
  said.summary === warning || tellsOf(said, cell);

const tellsOf = ({ detail }: Run['warnings'][number], { met }: Cell): boolean =>
  met.some(({ operation }) => detail.includes(`${operation} failed`));

const RETRIED: ReadonlySet<FaultClass> = new Set([
  'harmless',
  'throttled',
  'service',
  'unreachable',
  'silent',
  'silent beyond the timeout',
]);

/** What cannot succeed is sent once; what can is sent no more often than the provider block says. */
export function judgeCalls({ fault, lasts, met: calls }: Cell, met: number): string[] {
  if (met === 0) return ['the fault met no call'];
  if (timesOf(lasts) < Infinity || lasts === 'until stopped' || WAITED_OUT.has(fault.class)) return [];
  const sent = calls.flatMap(({ weight }) => (weight === 'early, then must' || weight === 'spare' ? [1, 2] : [1]));
  const most = sent.length * (RETRIED.has(fault.class) ? MAX_RETRIES + 1 : 1);
  return met <= most ? [] : [`${met} calls met the fault, where ${most} make sense`];
}

const DENIAL = /stays in force|was not changed|was given no password|keeps console access|Nothing was (changed|done)/;

const FORMER_REMAINS = 'Console access of the former user remains';
/** State names the new user by then, so no apply comes back to the former one. */
const LEFT_TO_TERRAFORM = /keeps the previous state|the next apply|Apply again/;

/** A message that says that nothing has happened must be right, and nobody may end up with a password of neither kind. */
export function judgeTruth(stage: Stage, { step }: Cell, { run, inForceBefore }: Outcome): string[] {
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

/** A plan changes nothing, and a failed apply nothing but what its refresh saw; only where the former user is left, it has done its work. */
export function judgeState(stage: Stage, cell: Cell, goal: Goal, outcome: Outcome): string[] {
  const { run, stored, planned } = outcome;
  const { state } = stage.core;
  if ('data' in goal) return judgeData(stage, goal.data, outcome);
  if (run.ended === 'plan failed' || run.ended === 'nothing to do')
    return state === stored ? [] : [`${run.ended}, and state is another`];
  const isDone = run.ended === 'applied' || run.errors.some(({ summary }) => summary === FORMER_REMAINS);
  if (isDone) return differences(state, wantedState(stage, goal, outcome, cell));
  const refreshed = stored ?? taken(goal);
  return differences(state, refreshed && stateBefore(refreshed, planned, cell.step.finds ?? 'in_sync'));
}

/** Nothing is said of a user who could not be looked up, and nothing wrong of any other. */
function judgeData(stage: Stage, config: ValueObject, { run, startMs }: Outcome): string[] {
  const { data } = stage.core;
  if (run.ended === 'plan failed') return data === null ? [] : ['says something, although it failed'];
  const hasReport = !run.warnings.some(({ summary }) => summary === 'Credential report is not available');
  return differences(data, dataOf(stage, config, hasReport ? startMs : undefined));
}

function taken(goal: Goal): ValueObject | null {
  const userName = takenFrom(goal);
  return userName === undefined ? null : takenOver(configurationOf(goal), userName);
}

/** The user whose login profile an import or a move takes over. */
export const takenFrom = (goal: Goal): string | undefined =>
  'config' in goal ? (goal.importId ?? goal.movedFrom?.user) : undefined;

/** What an apply has to leave in state. */
export function wantedState(stage: Stage, goal: Goal, outcome: Outcome, cell?: Cell): WantedState | null {
  if (!('config' in goal)) return null;
  const { stored, planned, before } = outcome;
  const truth = truthOf(stage, goal.config);
  const unchanged: Value = stored?.password_applied_at ?? null;
  const skewMs = cell?.fault.fault.kind === 'clock-skew' && cell.phase === 'apply' ? cell.fault.fault.ms : 0;
  const { passwordSet } = truth;
  const isSent = passwordSet !== undefined && passwordSet !== before.passwordSet;
  // The date of an answer may be of the second before the one in which the call was carried out.
  const sent = isSent
    ? { fromMs: passwordSet.getTime() - 1_000 + skewMs, toMs: stage.now().getTime() + skewMs }
    : { anyOf: [unchanged] };
  // Whether the user has answered a reset, or an apply that heard no answer has taken it back, IAM does not tell.
  const isHandedOver = !isSent && stored?.password_reset_pending === true && planned.resetPending === false;
  // Where the look at the user is forbidden, a warning says that the unique id stays as it was.
  const isUnread =
    cell !== undefined && isWarned(cell) && cell.met.some(({ operation }) => operation === 'iam:GetUser');
  const userId = isUnread ? [truth.userId, stored?.user_id ?? null] : [truth.userId];
  // IAM may say that a login profile exists before it shows it; the next refresh finds the date.
  const isUnseen =
    cell?.phase === 'apply' &&
    cell.fault.name === 'NoSuchEntity' &&
    cell.met.some(({ operation }) => operation === 'iam:GetLoginProfile');
  return stateAfter(goal.config, truth, {
    create_date: { anyOf: isUnseen ? [truth.createDate, null] : [truth.createDate] },
    password_applied_at: sent,
    user_id: { anyOf: userId },
    sync_status: { anyOf: [isHandedOver ? 'handed_over' : 'in_sync'] },
  });
}

export function judgeSecrecy({ core, aws }: Stage): string[] {
  const secrets = [...PASSWORDS, aws.credentials.secretAccessKey];
  const { leaks } = searchForPasswords(secrets, [], { transcript: core.transcript });
  return leaks.map(({ form }) => `leaks ${form}`);
}
