/** gRPC puts five bytes before each message: whether it is compressed, and its length. */
const PREFIX_BYTES = 5;

/** Of the status codes that gRPC defines, those that are sent here. */
export const STATUS = { ok: 0, resourceExhausted: 8, unimplemented: 12, internal: 13 } as const;

/** State travels in requests, and may be large; as much as Terraform takes of an answer, in which it once came. */
export const MAX_REQUEST_BYTES = 64 * 1024 * 1024;

/** Ends a call without an answer. The message is ours and may be shown to a practitioner. */
export class GrpcError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The one message of a request. @throws GrpcError where the body is anything else */
export function messageOf(body: Buffer): Uint8Array {
  if (body.length < PREFIX_BYTES) throw new GrpcError(STATUS.internal, 'the request holds no message');
  if (body.readUInt8(0) !== 0) throw new GrpcError(STATUS.unimplemented, 'compressed messages are not offered');
  if (body.readUInt32BE(1) !== body.length - PREFIX_BYTES)
    throw new GrpcError(STATUS.internal, 'the request is not one whole message');
  return body.subarray(PREFIX_BYTES);
}

export function withPrefix(message: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(PREFIX_BYTES + message.length);
  framed.writeUInt8(0, 0);
  framed.writeUInt32BE(message.length, 1);
  framed.set(message, PREFIX_BYTES);
  return framed;
}
