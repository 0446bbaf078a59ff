import type { MessageInitShape } from '@bufbuild/protobuf';
import { isError } from '../diagnostic';
import type { ReadDataSource_Request, ReadDataSource_ResponseSchema } from '../generated/tfplugin6_pb';
import type { Handler } from './handling';
import { dataSource } from './lookup';
import { Refusal } from './refusal';
import { checkedDiagnostics, decodeObject, encodeDiagnostics, encodeState } from './result';

type Response = MessageInitShape<typeof ReadDataSource_ResponseSchema>;

/** ReadDataSource: a data source that finds nothing answers with an error, never with null. */
export const readDataSource: Handler<ReadDataSource_Request, Response> = async (request, handling) => {
  const { subject, call } = handling;
  const source = dataSource(handling);
  const result = await source.read(decodeObject(request.config, source.schema, 'configuration'), call);
  const diagnostics = checkedDiagnostics(result.diagnostics, subject);
  if (diagnostics.some(isError)) throw new Refusal(...diagnostics);
  return { state: encodeState(result.state, source.schema, subject), diagnostics: encodeDiagnostics(diagnostics) };
};
