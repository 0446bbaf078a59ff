import type { MessageInitShape } from '@bufbuild/protobuf';
import { isError, type Diagnostic } from '../diagnostic';
import type { ImportResourceState_Request, ImportResourceState_ResponseSchema } from '../generated/tfplugin6_pb';
import type { Handler } from './handling';
import { managedResource } from './lookup';
import { Refusal } from './refusal';
import { checkedDiagnostics, encodeDiagnostics, encodePartialState, keptPrivate } from './result';

type Response = MessageInitShape<typeof ImportResourceState_ResponseSchema>;

/** ImportResourceState: as much state as ReadResource needs, which follows at once. */
export const importResourceState: Handler<ImportResourceState_Request, Response> = async (request, handling) => {
  const { subject, call } = handling;
  const resource = managedResource(handling);
  if (resource.import === undefined) throw new Refusal(notImportable(subject.typeName));
  // An import block may name an identity instead, which only resources with an identity schema have.
  if (request.id === '') throw new Refusal(noId(subject.typeName));
  const result = await resource.import(request.id, call);
  const diagnostics = checkedDiagnostics(result.diagnostics, subject);
  if (diagnostics.some(isError)) throw new Refusal(...diagnostics);
  return {
    importedResources: [
      {
        typeName: subject.typeName,
        state: encodePartialState(result.imported?.state, resource.schema, subject),
        private: keptPrivate(result.imported?.private, new Uint8Array(), subject),
      },
    ],
    diagnostics: encodeDiagnostics(diagnostics),
  };
};

const notImportable = (typeName: string): Diagnostic => ({
  severity: 'error',
  summary: 'Resource cannot be imported',
  detail: `${typeName} does not support import. Create it with terraform apply instead.`,
});

const noId = (typeName: string): Diagnostic => ({
  severity: 'error',
  summary: 'Import needs an id',
  detail: `${typeName} is imported by its id: set "id" in the import block, or give it after the address.`,
});
