import type { MessageInitShape } from '@bufbuild/protobuf';
import type { AttributePath } from '../attribute-path';
import { isError } from '../diagnostic';
import type { PlanResourceChange_Request, PlanResourceChange_ResponseSchema } from '../generated/tfplugin6_pb';
import type { PlanResult } from '../provider';
import { encodeAttributePath } from '../wire/attribute-path';
import { decodeDynamicValue, encodeDynamicValue } from '../wire/dynamic-value';
import type { Handler } from './handling';
import { managedResource } from './lookup';
import { Refusal } from './refusal';
import { checkedDiagnostics, encodeDiagnostics, isAttributePath, keptPrivate, present, wellFormed } from './result';
import type { Subject } from './subject';

type Response = MessageInitShape<typeof PlanResourceChange_ResponseSchema>;

/** PlanResourceChange: asked twice, at plan and again at apply, and the second call is told nothing of the first. */
export const planResourceChange: Handler<PlanResourceChange_Request, Response> = async (request, handling) => {
  const { subject, call } = handling;
  const resource = managedResource(handling);
  const proposed = decodeDynamicValue(request.proposedNewState, resource.schema);
  const result = await resource.plan(
    {
      prior: decodeDynamicValue(request.priorState, resource.schema),
      proposed,
      config: decodeDynamicValue(request.config, resource.schema),
      priorPrivate: request.priorPrivate,
    },
    call,
  );
  const diagnostics = checkedDiagnostics(result.diagnostics, subject);
  const answer = { diagnostics: encodeDiagnostics(diagnostics) };
  if (diagnostics.some(isError)) return answer;
  const plannedPrivate = keptPrivate(result.plannedPrivate, request.priorPrivate, subject);
  if (proposed === null) return { ...answer, ...planOfDestroy(result, subject), plannedPrivate };
  const encoded = encodeDynamicValue(present(result.planned, subject), resource.schema, { mayBeUnknown: true });
  return {
    ...answer,
    plannedState: wellFormed(encoded, subject),
    requiresReplace: pathsOf(result, subject).map(encodeAttributePath),
    plannedPrivate,
  };
};

function planOfDestroy({ planned }: PlanResult, subject: Subject): Response {
  if (planned === null) return {};
  throw new Refusal(subject.answeredBadly('the plan of a destroy must be null'));
}

function pathsOf({ requiresReplace = [] }: PlanResult, subject: Subject): readonly AttributePath[] {
  const paths: unknown = requiresReplace;
  if (Array.isArray(paths) && paths.every((path) => isAttributePath(path) && path.length > 0)) return requiresReplace;
  throw new Refusal(subject.answeredBadly('requiresReplace is not a list of attribute paths'));
}
