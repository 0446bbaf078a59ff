import type { MessageInitShape } from '@bufbuild/protobuf';
import { isError, type Diagnostic } from '../diagnostic';
import type { MoveResourceState_Request, MoveResourceState_ResponseSchema } from '../generated/tfplugin6_pb';
import { decodeRawState } from '../wire/raw-state';
import type { Handler } from './handling';
import { managedResource } from './lookup';
import { Refusal } from './refusal';
import { checkedDiagnostics, encodeDiagnostics, encodeState, keptPrivate } from './result';

type Response = MessageInitShape<typeof MoveResourceState_ResponseSchema>;

/** MoveResourceState: never an empty answer, with which Terraform would forget the source and create the target. */
export const moveResourceState: Handler<MoveResourceState_Request, Response> = async (request, handling) => {
  const { subject, call } = handling;
  const resource = managedResource(handling);
  if (resource.move === undefined) throw new Refusal(notMovable(request));
  const result = await resource.move(
    {
      sourceProvider: request.sourceProviderAddress,
      sourceType: request.sourceTypeName,
      sourceSchemaVersion: Number(request.sourceSchemaVersion),
      sourceState: decodeRawState(request.sourceState),
    },
    call,
  );
  const diagnostics = checkedDiagnostics(result.diagnostics, subject);
  if (diagnostics.some(isError)) throw new Refusal(...diagnostics);
  return {
    targetState: encodeState(result.state, resource.schema, subject),
    // The source's private bytes are another provider's, in a form that nobody here knows.
    targetPrivate: keptPrivate(result.private, new Uint8Array(), subject),
    diagnostics: encodeDiagnostics(diagnostics),
  };
};

const notMovable = ({ sourceTypeName, targetTypeName }: MoveResourceState_Request): Diagnostic => ({
  severity: 'error',
  summary: 'Resource cannot be moved to this type',
  detail:
    `${targetTypeName} does not take over objects of type ${sourceTypeName}. ` +
    'Remove the moved block; to keep the real object, use a removed block for the source and import the target.',
});
