import type { OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import {
  create,
  type DescMethod,
  fromBinary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf';
import { GrpcError, messageOf, STATUS, withPrefix } from './grpc-message';
import type { Intake } from './intake';
import { requireModestMessage } from './modest-message';

/** What answers the calls of one method. */
export type Answering = (stream: ServerHttp2Stream) => void;

export interface CallContext {
  /** Aborted when the caller goes away before it has its answer. */
  readonly signal: AbortSignal;
}

/** A method with one request and one response. */
export type Unary<Method extends DescMethod = DescMethod> = (
  request: MessageShape<Method['input']>,
  context: CallContext,
) => Promise<MessageInitShape<Method['output']>>;

/** Fields that this version of the protocol does not have are of no use to anybody here, and take memory. */
const READING = { readUnknownFields: false } as const;

const HEADERS = { ':status': 200, 'content-type': 'application/grpc' } as const;

const statusHeaders = (status: number, message = ''): OutgoingHttpHeaders => ({
  'grpc-status': String(status),
  ...(message !== '' && { 'grpc-message': encodeURIComponent(message) }),
});

/** Ends a call with a status and no answer. */
export function refuse(stream: ServerHttp2Stream, { status, message }: GrpcError): void {
  stream.resume();
  if (stream.destroyed || stream.headersSent) return;
  stream.respond({ ...HEADERS, ...statusHeaders(status, message) }, { endStream: true });
}

export const answerUnary =
  <Method extends DescMethod>({ input, output }: Method, method: Unary<Method>, intake: Intake): Answering =>
  (stream) => {
    const incoming = intake.request();
    const caller = new AbortController();
    let isAnswered = false;
    const answer = async (body: Buffer): Promise<void> => {
      const message = messageOf(body);
      requireModestMessage(input, message);
      const request = fromBinary<Method['input']>(input, message, READING);
      const response = await method(request, { signal: caller.signal });
      isAnswered = true;
      if (stream.destroyed) return;
      open(stream);
      stream.end(withPrefix(toBinary(output, create<Method['output']>(output, response))));
    };
    stream.on('data', (part: Buffer) => {
      try {
        incoming.add(part);
      } catch (error) {
        refuse(stream, error as GrpcError);
      }
    });
    stream.once('end', () => {
      const body = incoming.whole();
      if (body === undefined) return;
      answer(body)
        .catch((error: unknown) => refuse(stream, error instanceof GrpcError ? error : unknownFailure()))
        .finally(() => incoming.release());
    });
    stream.once('close', () => {
      if (!isAnswered) caller.abort();
      // A call that goes on without its caller holds its request until it ends.
      if (!stream.readableEnded) incoming.release();
    });
  };

/** Says nothing of the error, whose message may hold anything. */
const unknownFailure = (): GrpcError => new GrpcError(STATUS.internal, 'the call failed');

/**
 * A stream on which nothing is ever sent, until its peer or this server ends it.
 * @param ended called once, when it has ended
 */
export const keepSilent =
  (closing: AbortSignal, ended: () => void = () => undefined): Answering =>
  (stream) => {
    const end = (): void => void stream.end();
    stream.resume();
    open(stream);
    closing.addEventListener('abort', end, { once: true });
    stream.once('close', () => {
      closing.removeEventListener('abort', end);
      ended();
    });
  };

/** Begins an answer. Its status follows as a trailer, as gRPC wants it. */
function open(stream: ServerHttp2Stream): void {
  stream.once('wantTrailers', () => stream.sendTrailers(statusHeaders(STATUS.ok)));
  stream.respond(HEADERS, { waitForTrailers: true });
}
