import { describeError } from '../error-trace';
import { withFields, type Logger } from '../log';
import type { Call, Provider } from '../provider';
import type { RunningCalls } from '../running-calls';
import { encodeDiagnostic, type DiagnosticInit } from '../wire/diagnostic';
import { WireError } from '../wire/wire-error';
import type { Diagnostic } from '../diagnostic';
import { Refusal } from './refusal';
import { Subject } from './subject';

/** What is the same for every call of a process. */
export interface Served {
  readonly name: string;
  readonly provider: Provider;
  readonly log: Logger;
  readonly calls: RunningCalls;
}

/** What a handler gets besides its request. */
export interface Handling {
  readonly provider: Provider;
  readonly subject: Subject;
  readonly call: Call;
}

export type Handler<Request, Response> = (request: Request, handling: Handling) => Promise<Response>;

interface Answer {
  diagnostics?: DiagnosticInit[];
}

/**
 * The one wrapper around every handler: whatever happens becomes a diagnostic in a normal answer. A gRPC status would
 * name no resource, and in ApplyResourceChange it would cost the private bytes.
 *
 * An answer of nothing but an error keeps what Terraform has: the prior state and the private bytes stored with it.
 */
export const handled =
  <Request extends object, Response extends Answer>(
    { name, provider, log, calls }: Served,
    rpc: string,
    handler: Handler<Request, Response>,
  ) =>
  async (request: Request, { signal: client }: { readonly signal: AbortSignal }): Promise<Response | Answer> => {
    const subject = new Subject(name, rpc, typeNameOf(request));
    const callLog = withFields(log, { rpc, ...(subject.typeName !== '' && { type_name: subject.typeName }) });
    const startedMs = performance.now();
    try {
      return await calls.run(client, (signal) =>
        handler(request, { provider, subject, call: { signal, log: callLog } }),
      );
    } catch (error) {
      return { diagnostics: diagnose(error, subject, callLog).map(encodeDiagnostic) };
    } finally {
      callLog.log('trace', 'Call answered', { duration_ms: Math.round(performance.now() - startedMs) });
    }
  };

function diagnose(error: unknown, subject: Subject, log: Logger): readonly Diagnostic[] {
  if (error instanceof Refusal) return error.diagnostics;
  if (error instanceof WireError) return [subject.couldNotRead(error)];
  const { name, frames } = describeError(error);
  log.log('error', 'The provider threw', { error_class: name, stack: frames.join('\n') });
  return [subject.threw(name)];
}

function typeNameOf(request: object): string {
  if ('typeName' in request && typeof request.typeName === 'string') return request.typeName;
  if ('targetTypeName' in request && typeof request.targetTypeName === 'string') return request.targetTypeName;
  return '';
}
