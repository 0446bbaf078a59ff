import type { MessageInitShape } from '@bufbuild/protobuf';
import { isError } from '../diagnostic';
import type { ReadResource_Request, ReadResource_ResponseSchema } from '../generated/tfplugin6_pb';
import { decodeDynamicValue } from '../wire/dynamic-value';
import type { Handler } from './handling';
import { managedResource } from './lookup';
import { checkedDiagnostics, encodeDiagnostics, encodeState, keptPrivate } from './result';

type Response = MessageInitShape<typeof ReadResource_ResponseSchema>;

/** ReadResource: what is true now. Only an explicit null means that the object is gone. */
export const readResource: Handler<ReadResource_Request, Response> = async (request, handling) => {
  const resource = managedResource(handling);
  const state = decodeDynamicValue(request.currentState, resource.schema);
  // Terraform asks for nothing after a move that came to nothing.
  if (state === null) return {};
  const { subject, call } = handling;
  const result = await resource.read({ state, private: request.private }, call);
  const diagnostics = checkedDiagnostics(result.diagnostics, subject);
  const answer = {
    private: keptPrivate(result.private, request.private, subject),
    diagnostics: encodeDiagnostics(diagnostics),
  };
  if (diagnostics.some(isError)) return { ...answer, newState: request.currentState };
  if (result.state === null) return answer;
  return { ...answer, newState: encodeState(result.state, resource.schema, subject) };
};
