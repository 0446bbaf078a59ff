import type { MessageInitShape } from '@bufbuild/protobuf';
import type { Diagnostic } from '../diagnostic';
import { Diagnostic_Severity, type DiagnosticSchema } from '../generated/tfplugin6_pb';
import { encodeAttributePath } from './attribute-path';

export type DiagnosticInit = MessageInitShape<typeof DiagnosticSchema>;

/** A path without steps would hide the source line, so it is left out like an absent one. */
export const encodeDiagnostic = ({ severity, summary, detail, attribute = [] }: Diagnostic): DiagnosticInit => ({
  severity: severity === 'warning' ? Diagnostic_Severity.WARNING : Diagnostic_Severity.ERROR,
  summary,
  detail,
  ...(attribute.length > 0 && { attribute: encodeAttributePath(attribute) }),
});
