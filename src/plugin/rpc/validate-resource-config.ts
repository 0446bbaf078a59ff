import type { MessageInitShape } from '@bufbuild/protobuf';
import type { AttributePath } from '../attribute-path';
import type { Diagnostic } from '../diagnostic';
import type {
  ValidateDataResourceConfig_Request,
  ValidateDataResourceConfig_ResponseSchema,
  ValidateResourceConfig_Request,
  ValidateResourceConfig_ResponseSchema,
} from '../generated/tfplugin6_pb';
import type { Handler } from './handling';
import { dataSource, managedResource } from './lookup';
import { checkedDiagnostics, decodeObject, encodeDiagnostics } from './result';
import { writeOnlyValues } from './write-only';

type ResourceResponse = MessageInitShape<typeof ValidateResourceConfig_ResponseSchema>;
type DataSourceResponse = MessageInitShape<typeof ValidateDataResourceConfig_ResponseSchema>;

/** ValidateResourceConfig: asked in validate, and again before each plan with more values known. */
export const validateResourceConfig: Handler<ValidateResourceConfig_Request, ResourceResponse> = async (
  request,
  handling,
) => {
  const resource = managedResource(handling);
  const config = decodeObject(request.config, resource.schema, 'configuration');
  const answered = resource.validate === undefined ? [] : await resource.validate(config, handling.call);
  const allowed = request.clientCapabilities?.writeOnlyAttributesAllowed ?? false;
  const refused = allowed ? [] : writeOnlyValues(config, resource.schema);
  return {
    diagnostics: encodeDiagnostics([...checkedDiagnostics(answered, handling.subject), ...refused.map(tooOld)]),
  };
};

/** An older Terraform would store the value that must never be stored. */
const tooOld = (attribute: AttributePath): Diagnostic => ({
  severity: 'error',
  summary: 'Write-only attribute needs a newer Terraform',
  detail: 'This attribute is never stored, which takes Terraform 1.11, OpenTofu 1.11 or later.',
  attribute,
});

/** ValidateDataResourceConfig. */
export const validateDataResourceConfig: Handler<ValidateDataResourceConfig_Request, DataSourceResponse> = async (
  request,
  handling,
) => {
  const source = dataSource(handling);
  const config = decodeObject(request.config, source.schema, 'configuration');
  const answered = source.validate === undefined ? [] : await source.validate(config, handling.call);
  return { diagnostics: encodeDiagnostics(checkedDiagnostics(answered, handling.subject)) };
};
