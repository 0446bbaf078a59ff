import type { MessageInitShape } from '@bufbuild/protobuf';
import { isError, type Diagnostic } from '../diagnostic';
import type { ApplyResourceChange_Request, ApplyResourceChange_ResponseSchema } from '../generated/tfplugin6_pb';
import type { ApplyRequest, StateResult } from '../provider';
import type { Block } from '../schema';
import { decodeDynamicValue, encodeDynamicValue, type EncodedValue } from '../wire/dynamic-value';
import type { Handler } from './handling';
import { managedResource } from './lookup';
import { Refusal } from './refusal';
import { checkedDiagnostics, encodeDiagnostics, keptPrivate } from './result';
import type { Subject } from './subject';

type Response = MessageInitShape<typeof ApplyResourceChange_ResponseSchema>;

/**
 * ApplyResourceChange: the only call whose state counts even beside an error.
 *
 * An error without a state leaves what is stored as it was, private bytes included: nothing for a create, the prior
 * state for an update or a delete. So that is the answer where the provider gave none that can be used.
 */
export const applyResourceChange: Handler<ApplyResourceChange_Request, Response> = async (request, handling) => {
  const { subject, call } = handling;
  const resource = managedResource(handling);
  const asked: ApplyRequest = {
    prior: decodeDynamicValue(request.priorState, resource.schema),
    planned: decodeDynamicValue(request.plannedState, resource.schema),
    config: decodeDynamicValue(request.config, resource.schema),
    plannedPrivate: request.plannedPrivate,
  };
  const result = await resource.apply(asked, call);
  const answered = orProblem(() => checkedDiagnostics(result.diagnostics, subject));
  const stored = orProblem(() => keptPrivate(result.private, request.plannedPrivate, subject));
  const said = [...answered.problems, ...stored.problems, ...(answered.value ?? [])];
  const { state, problems } = judge(result.state, said.some(isError), asked, resource.schema, subject);
  return {
    ...(state !== undefined && { newState: state, private: stored.value ?? request.plannedPrivate }),
    diagnostics: encodeDiagnostics([...said, ...problems]),
  };
};

/** Elsewhere a bad answer ends the call; here its state must not be lost with it. */
function orProblem<T>(check: () => T): { readonly value?: T; readonly problems: readonly Diagnostic[] } {
  try {
    return { value: check(), problems: [] };
  } catch (error) {
    if (error instanceof Refusal) return { problems: error.diagnostics };
    throw error;
  }
}

interface Judgement {
  /** Undefined: what is stored stays. */
  readonly state?: EncodedValue['value'];
  readonly problems: readonly Diagnostic[];
}

function judge(
  state: StateResult['state'] | undefined,
  failed: boolean,
  { prior, planned }: ApplyRequest,
  block: Block,
  subject: Subject,
): Judgement {
  if (state === undefined) return { problems: [subject.answeredBadly('the answer has no state')] };
  if (state === null) {
    if (failed || planned === null) return { problems: [] };
    return { problems: [subject.answeredBadly('the object is gone after it was applied, and no error says why')] };
  }
  const { value, misfits } = encodeDynamicValue(state, block, { mayBeUnknown: false });
  // After a failure unknowns are what was never decided; null says so, and the error is there already.
  const problems = misfits
    .filter(({ kind }) => !(failed && kind === 'unknown'))
    .map((misfit) => subject.misfit(misfit));
  if (planned === null && !failed) problems.push(subject.answeredBadly('the object is still there after its delete'));
  // A state with holes replaces a good one only where there is none: something was made, and must not be forgotten.
  const hasHoles = misfits.some(({ kind }) => kind !== 'unknown');
  return hasHoles && prior !== null ? { problems } : { state: value, problems };
}
