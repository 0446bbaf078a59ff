import type { AttributePath } from '../attribute-path';
import type { Diagnostic } from '../diagnostic';
import type { PrivateState } from '../provider';
import type { Block } from '../schema';
import type { ValueObject } from '../value';
import type { DynamicValue } from '../generated/tfplugin6_pb';
import { decodeDynamicValue, encodeDynamicValue, type EncodedValue } from '../wire/dynamic-value';
import { encodeDiagnostic, type DiagnosticInit } from '../wire/diagnostic';
import { WireError } from '../wire/wire-error';
import { Refusal } from './refusal';
import type { Subject } from './subject';

/*
 * A provider's answers are typed, but a type assertion or plain JavaScript gets past that, and in this protocol a field
 * that is not there means "gone" or "erased". So every answer is looked at once more before it is sent.
 */

/** @throws {@link WireError} where Terraform sends null although the call is about an object */
export function decodeObject(value: DynamicValue | undefined, block: Block, what: string): ValueObject {
  const object = decodeDynamicValue(value, block);
  if (object === null) throw new WireError('', `the ${what} is missing`);
  return object;
}

/** @throws {@link Refusal} when the answer has no list of diagnostics: nobody can tell whether it failed */
export function checkedDiagnostics(diagnostics: unknown, subject: Subject): readonly Diagnostic[] {
  if (Array.isArray(diagnostics) && diagnostics.every(isDiagnostic)) return diagnostics;
  throw new Refusal(subject.answeredBadly('the answer has no list of diagnostics'));
}

function isDiagnostic(entry: unknown): entry is Diagnostic {
  if (typeof entry !== 'object' || entry === null) return false;
  const { severity, summary, detail, attribute = [] } = entry as Partial<Diagnostic>;
  const hasText = typeof summary === 'string' && typeof detail === 'string';
  return (severity === 'error' || severity === 'warning') && hasText && isAttributePath(attribute);
}

export const isAttributePath = (path: unknown): path is AttributePath => Array.isArray(path) && path.every(isStep);

function isStep(step: unknown): boolean {
  if (typeof step !== 'object' || step === null) return false;
  if ('attribute' in step) return typeof step.attribute === 'string';
  if ('key' in step) return typeof step.key === 'string';
  return 'index' in step && Number.isSafeInteger(step.index);
}

export const encodeDiagnostics = (diagnostics: readonly Diagnostic[]): DiagnosticInit[] =>
  diagnostics.map(encodeDiagnostic);

/** The bytes answered, or those that came in. */
export function keptPrivate(answered: PrivateState | undefined, kept: PrivateState, subject: Subject): PrivateState {
  if (answered === undefined) return kept;
  if (answered instanceof Uint8Array) return answered;
  throw new Refusal(subject.answeredBadly('the private state is not made of bytes'));
}

/**
 * A state that is there and fits the schema.
 * @throws {@link Refusal} for null, undefined, and whatever does not fit
 */
export function encodeState(
  state: ValueObject | null | undefined,
  block: Block,
  subject: Subject,
): EncodedValue['value'] {
  return wellFormed(encodeDynamicValue(present(state, subject), block, { mayBeUnknown: false }), subject);
}

/** Like {@link encodeState}, for answers that may leave attributes out: those are null. */
export function encodePartialState(
  state: ValueObject | null | undefined,
  block: Block,
  subject: Subject,
): EncodedValue['value'] {
  const { value, misfits } = encodeDynamicValue(present(state, subject), block, { mayBeUnknown: false });
  return wellFormed({ value, misfits: misfits.filter(({ kind }) => kind !== 'missing') }, subject);
}

export function present(state: ValueObject | null | undefined, subject: Subject): ValueObject {
  if (typeof state === 'object' && state !== null) return state;
  throw new Refusal(subject.answeredBadly('the answer has no state'));
}

export function wellFormed({ value, misfits }: EncodedValue, subject: Subject): EncodedValue['value'] {
  if (misfits.length > 0) throw new Refusal(...misfits.map((misfit) => subject.misfit(misfit)));
  return value;
}
