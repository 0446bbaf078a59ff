import { EVERYWHERE, faultsOf, LASTING, type NamedFault, someFaultsOf, WAITED_OUT } from './faults';
import type { PlannedCall, Step } from './step';
import { STEPS } from './steps';

export const PHASES = ['plan', 'apply'] as const;
export type PhaseName = (typeof PHASES)[number];

/**
 * How long a fault lasts: for one call or a few in a row, for that operation until the phase ends, until somebody
 * interrupts Terraform, or for everything until the end, as when credentials expire in the middle of a run.
 */
export type Lasts = 'once' | 'twice' | 'three times' | 'always' | 'until stopped' | 'everything';

/** Calls that meet a fault; `Infinity` until the phase ends. */
export const timesOf = (lasts: Lasts): number => ({ once: 1, twice: 2, 'three times': 3 })[lasts as string] ?? Infinity;

/** Calls of one step meet one fault. */
export interface Cell {
  readonly name: string;
  readonly step: Step;
  readonly phase: PhaseName;
  /** `*` for everything. */
  readonly operation: string;
  /** Calls of that operation in this phase that go well before. */
  readonly after: number;
  readonly fault: NamedFault;
  readonly lasts: Lasts;
  /** The calls that meet the fault, in order. */
  readonly met: readonly PlannedCall[];
}

const cell = (parts: Omit<Cell, 'name'>): Cell => {
  const { step, phase, operation, after, fault, lasts } = parts;
  const where = operation + (after > 0 ? ` after ${after}` : '');
  return { ...parts, name: [step.name, phase, where, fault.name, lasts].join(' | ') };
};

function cellsOfCall(step: Step, phase: PhaseName, position: number): Cell[] {
  const calls = step.calls[phase];
  const call = calls[position];
  const { operation } = call;
  const ofOperation = (all: readonly PlannedCall[]) => all.filter((one) => one.operation === operation);
  const after = ofOperation(calls.slice(0, position)).length;
  const place = { step, phase, operation, after };
  return (call.faults === 'some' ? someFaultsOf : faultsOf)(operation)
    .filter((fault) => isPossible(step, call, fault))
    .flatMap((fault) => [
      ...[...once(fault), ...(call.isSideBySide ? [] : bursts(fault))].map((lasts) =>
        cell({ ...place, fault, lasts, met: [call] }),
      ),
      ...(['always', ...stops(call, phase, fault)] as const).map((lasts) =>
        cell({ ...place, fault, lasts, met: ofOperation(calls.slice(position)) }),
      ),
    ]);
}

/** Codes that stand for a class which has many are met where they last: what cannot succeed is not tried again. */
const once = ({ name }: NamedFault): readonly Lasts[] => (LASTING.has(name) ? [] : ['once']);

/** As many in a row as are tried again, and one more; where something is waited out, their number does not matter. */
const bursts = ({ name, class: kind }: NamedFault): readonly ('twice' | 'three times')[] =>
  name.startsWith('Throttling') ? ['twice', 'three times'] : WAITED_OUT.has(kind) ? ['three times'] : [];

/** Somebody interrupts Terraform while a call that has to succeed is waited for. */
function stops(
  { weight }: PlannedCall,
  phase: PhaseName,
  { name, class: kind }: NamedFault,
): readonly 'until stopped'[] {
  const isWaitedFor = name.startsWith('Throttling') || kind === 'silent' || WAITED_OUT.has(kind);
  return phase === 'apply' && weight === 'must' && isWaitedFor ? ['until stopped'] : [];
}

/**
 * Left out is what would be a lie of AWS's, and is believed: that somebody whose access is to end has none. And a
 * login profile that is there already, where there is one already.
 */
function isPossible({ name, after }: Step, { operation }: PlannedCall, { class: kind }: NamedFault): boolean {
  const removesAccess = Object.values(after).includes(null);
  if (kind === 'absent') return !removesAccess && operation !== 'iam:DeleteLoginProfile' && name !== 'trust';
  return kind !== 'exists' || name !== 'adopt a profile that appears during the apply';
}

function outages(step: Step, phase: PhaseName, position: number): Cell[] {
  const calls = step.calls[phase];
  // Those two are asked for side by side, so neither comes second.
  const isSecond =
    calls[position]?.operation.endsWith(':DescribeSecret') && calls[position - 1]?.operation.endsWith('Profile');
  if (isSecond) return [];
  const place = {
    step,
    phase,
    operation: '*',
    after: position,
    lasts: 'everything' as const,
    met: calls.slice(position),
  };
  return EVERYWHERE.filter(({ fault }) => fault.kind !== 'clock-skew' || position === 0).map((fault) =>
    cell({ ...place, fault }),
  );
}

const isFaulted = ({ faulted }: Step, { operation }: PlannedCall): boolean => faulted?.includes(operation) ?? true;

/** Every call of every step x every fault that its operation can meet x how long it lasts. */
export const CELLS: readonly Cell[] = STEPS.flatMap((step) =>
  PHASES.flatMap((phase) =>
    step.calls[phase].flatMap((call, position) => [
      ...(isFaulted(step, call) ? cellsOfCall(step, phase, position) : []),
      ...(step.faulted === undefined ? outages(step, phase, position) : []),
    ]),
  ),
);

/** Cells that only wait, for answers which never come: half a minute each and more. */
export const isPatient = ({ fault, lasts }: Cell): boolean =>
  fault.class === 'silent' || (fault.class === 'report-later' && lasts === 'always');

/** Every n-th of the cells that need no long wait; the same ones in every run. */
export const sampleOf = (everyNth: number): readonly Cell[] =>
  CELLS.filter((one) => !isPatient(one) && one.fault.fault.kind !== 'no-answer').filter(
    (_cell, index) => index % everyNth === 0,
  );

/** The cells whose name holds a text. */
export const cellsNamed = (text: string): readonly Cell[] => CELLS.filter(({ name }) => name.includes(text));
