import type { MessageInitShape } from '@bufbuild/protobuf';
import type {
  ConfigureProvider_Request,
  ConfigureProvider_ResponseSchema,
  ValidateProviderConfig_Request,
  ValidateProviderConfig_ResponseSchema,
} from '../generated/tfplugin6_pb';
import type { Handler } from './handling';
import { checkedDiagnostics, decodeObject, encodeDiagnostics } from './result';

type ValidateResponse = MessageInitShape<typeof ValidateProviderConfig_ResponseSchema>;
type ConfigureResponse = MessageInitShape<typeof ConfigureProvider_ResponseSchema>;

/** ValidateProviderConfig: no network, no credentials, unknowns possible. */
export const validateProviderConfig: Handler<ValidateProviderConfig_Request, ValidateResponse> = async (
  request,
  { provider, subject, call },
) => {
  const config = decodeObject(request.config, provider.schema, 'provider configuration');
  const diagnostics = provider.validateConfig === undefined ? [] : await provider.validateConfig(config, call);
  return { diagnostics: encodeDiagnostics(checkedDiagnostics(diagnostics, subject)) };
};

/** ConfigureProvider: during plan the configuration may hold unknowns. */
export const configureProvider: Handler<ConfigureProvider_Request, ConfigureResponse> = async (
  request,
  { provider, subject, call },
) => {
  const config = decodeObject(request.config, provider.schema, 'provider configuration');
  const diagnostics = await provider.configure(config, { terraformVersion: request.terraformVersion }, call);
  return { diagnostics: encodeDiagnostics(checkedDiagnostics(diagnostics, subject)) };
};
