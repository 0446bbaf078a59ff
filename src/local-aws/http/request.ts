import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** A request whose body has arrived; the body is kept as bytes because the signature covers them. */
export interface HttpRequest {
  readonly method: string;
  /** Still percent-encoded, as the client signed it. */
  readonly path: string;
  /** What follows the question mark, still encoded. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Where the request came from. */
  readonly sourceAddress: string;
}

/** Far above the largest legal request (a secret value of 64 KiB, escaped). */
export const MAX_BODY_BYTES = 1024 * 1024;

const readBody = (message: IncomingMessage): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    message.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
      else reject(new RangeError(`A request body may have ${MAX_BODY_BYTES} bytes`));
    });
    message.on('end', () => resolve(Buffer.concat(chunks)));
    message.on('error', reject);
  });

/** @throws RangeError where the body is too long; whatever the socket reports where it breaks off. */
export const receive = async (message: IncomingMessage): Promise<HttpRequest> => {
  const url = message.url ?? '/';
  const mark = url.indexOf('?');
  return {
    method: message.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    headers: message.headers,
    body: await readBody(message),
    sourceAddress: message.socket.remoteAddress ?? '',
  };
};

/** The one value of a header; several of a name count as one list. */
export const headerOf = (request: HttpRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
};
