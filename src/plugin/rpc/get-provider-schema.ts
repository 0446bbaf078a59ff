import type { MessageInitShape } from '@bufbuild/protobuf';
import type {
  GetMetadata_ResponseSchema,
  GetProviderSchema_Request,
  GetProviderSchema_ResponseSchema,
} from '../generated/tfplugin6_pb';
import type { Provider } from '../provider';
import type { Schema } from '../schema';
import { encodeSchema } from '../wire/schema';
import type { Handler } from './handling';

type SchemaResponse = MessageInitShape<typeof GetProviderSchema_ResponseSchema>;
type MetadataResponse = MessageInitShape<typeof GetMetadata_ResponseSchema>;

const SERVER_CAPABILITIES = {
  /** A chance to warn or refuse before something is destroyed. */
  planDestroy: true,
  /** The call has no side effect, so Terraform may remember the answer: one call less a process. */
  getProviderSchemaOptional: true,
  moveResourceState: true,
};

const answers = new WeakMap<Provider, SchemaResponse>();

/** GetProviderSchema: encoded once a process. */
export const getProviderSchema: Handler<GetProviderSchema_Request, SchemaResponse> = async (_request, { provider }) => {
  const known = answers.get(provider);
  if (known !== undefined) return known;
  const answer: SchemaResponse = {
    provider: encodeSchema(provider.schema),
    resourceSchemas: encodeSchemas(provider.resources),
    dataSourceSchemas: encodeSchemas(provider.dataSources),
    serverCapabilities: SERVER_CAPABILITIES,
  };
  answers.set(provider, answer);
  return answer;
};

const encodeSchemas = (types: Readonly<Record<string, { readonly schema: Schema }>>) =>
  Object.fromEntries(Object.entries(types).map(([name, { schema }]) => [name, encodeSchema(schema)]));

/** GetMetadata: the names alone. */
export const getMetadata: Handler<object, MetadataResponse> = async (_request, { provider }) => ({
  serverCapabilities: SERVER_CAPABILITIES,
  resources: Object.keys(provider.resources).map((typeName) => ({ typeName })),
  dataSources: Object.keys(provider.dataSources).map((typeName) => ({ typeName })),
});
