import { classify, type Finding, type Kind, KINDS } from './classify';
import { readPlan, UnusablePlan } from './plan';
import type { PlanFile } from './read-files';
import { clean } from './text';
import type { WhichApply } from './words';

/** What the plan of one stack comes to. */
export const RESULTS = ['nothing', 'rotation', 'drift', 'failure'] as const;
export type Result = (typeof RESULTS)[number];

/** Exit statuses of `drift`, as pipelines read them. Unlike elsewhere 2 is no mistake of the caller. */
export const DRIFT_EXIT_STATUS: Readonly<Record<Result, number>> = { nothing: 0, failure: 1, drift: 2, rotation: 3 };

export interface StackReport {
  readonly stack: string;
  readonly result: Result;
  readonly isRefreshOnly: boolean;
  /** All login profiles of the stack. */
  readonly findings: readonly Finding[];
  /** Why the plan could not be judged, or not all of it. */
  readonly failure: string | undefined;
}

export interface Report {
  readonly result: Result;
  readonly stacks: readonly StackReport[];
}

/** Judges the plans of all stacks; the gravest result counts for the whole. */
export function reportOn(files: readonly PlanFile[]): Report {
  const stacks = files.map(reportOnStack);
  return { result: gravest(stacks.map(({ result }) => result)), stacks };
}

/** The report where not even the files could be found. */
export const failedReport = (path: string, failure: string): Report => ({
  result: 'failure',
  stacks: [{ stack: clean(path), result: 'failure', isRefreshOnly: false, findings: [], failure }],
});

function reportOnStack({ stack: name, read }: PlanFile): StackReport {
  const stack = clean(name);
  try {
    const plan = readPlan(read());
    const findings = classify(plan);
    const failure = plan.isErrored ? INCOMPLETE : undefined;
    const result = failure === undefined ? gravest(findings.map(resultOf)) : 'failure';
    return { stack, result, isRefreshOnly: plan.isRefreshOnly, findings, failure };
  } catch (error) {
    if (!(error instanceof UnusablePlan)) throw error;
    return { stack, result: 'failure', isRefreshOnly: false, findings: [], failure: error.message };
  }
}

const INCOMPLETE =
  'Terraform failed on the way to this plan, so the plan is incomplete. The output of terraform plan says why; plan again.';

const resultOf = ({ kind }: Finding): Result => (kind === 'drift' || kind === 'rotation' ? kind : 'nothing');

const gravest = (results: readonly Result[]): Result =>
  RESULTS.findLast((result) => results.includes(result)) ?? 'nothing';

/** How many login profiles there are of each kind. */
export const countKinds = (findings: readonly Finding[]): Readonly<Record<Kind, number>> =>
  Object.fromEntries(KINDS.map((kind) => [kind, findings.filter((finding) => finding.kind === kind).length])) as Record<
    Kind,
    number
  >;

export const whichApply = ({ isRefreshOnly }: StackReport): WhichApply => (isRefreshOnly ? 'The next apply' : 'Apply');

/** What is worth telling: all but the login profiles that are as applied. The gravest first. */
export const toTell = ({ findings }: StackReport): Finding[] =>
  KINDS.filter((kind) => kind !== 'in_sync').flatMap((kind) => findings.filter((finding) => finding.kind === kind));
