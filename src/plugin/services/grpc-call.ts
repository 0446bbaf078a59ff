import type { OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import {
  create,
  type DescMethod,
  fromBinary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf';
import { GrpcError, MAX_REQUEST_BYTES, messageOf, STATUS, withPrefix } from './grpc-message';
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
  <Method extends DescMethod>({ input, output }: Method, method: Unary<Method>): Answering =>
  (stream) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const caller = new AbortController();
    let isAnswered = false;
    const answer = async (): Promise<void> => {
      const message = messageOf(Buffer.concat(parts));
      requireModestMessage(input, message);
      const request = fromBinary<Method['input']>(input, message, READING);
      const response = await method(request, { signal: caller.signal });
      isAnswered = true;
      if (stream.destroyed) return;
      open(stream);
      stream.end(withPrefix(toBinary(output, create<Method['output']>(output, response))));
    };
    stream.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes <= MAX_REQUEST_BYTES) parts.push(part);
      else if (parts.length > 0) {
        parts.length = 0;
        refuse(stream, new GrpcError(STATUS.resourceExhausted, 'the request is too large'));
      }
    });
    stream.once('end', () => {
      if (bytes > MAX_REQUEST_BYTES) return;
      answer().catch((error: unknown) => refuse(stream, error instanceof GrpcError ? error : unknownFailure()));
    });
    stream.once('close', () => {
      if (!isAnswered) caller.abort();
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
