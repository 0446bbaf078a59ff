import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Exchange } from './exchange';
import type { Reply } from './reply';
import { receive } from './request';

/** Only this machine can reach it. */
const LOOPBACK = '127.0.0.1';

/** Longer than clients keep an idle connection, so that it is never closed just as they use it again. */
const KEEP_ALIVE_MS = 75_000;

const send = (response: ServerResponse, reply: Reply, date: Date): void => {
  if (reply.delivery === 'none') return;
  if (reply.delivery === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const body = Buffer.from(reply.response.body);
  response.writeHead(reply.response.status, {
    ...(reply.response.contentType !== '' && { 'Content-Type': reply.response.contentType }),
    ...(reply.requestId !== undefined && { 'x-amzn-RequestId': reply.requestId }),
    'Content-Length': body.length,
    Date: date.toUTCString(),
  });
  if (reply.delivery === 'complete') response.end(body);
  else response.write(body.subarray(0, body.length / 2), () => response.socket?.destroy());
};

const refuse = (response: ServerResponse, error: unknown): void => {
  if (error instanceof RangeError) response.writeHead(413, { Connection: 'close' }).end();
  // Anything else broke off on the way: nobody is left to answer.
  else response.destroy();
};

/** The one port that all services answer on. */
export class LoopbackServer {
  readonly #stopping = new AbortController();
  readonly #server: Server;

  constructor(exchange: Exchange) {
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      try {
        const { reply, date } = await exchange.handle(await receive(request), this.#stopping.signal);
        send(response, reply, date);
      } catch (error) {
        refuse(response, error);
      }
    };
    this.#server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
      void answer(request, response);
    });
  }

  /** @returns the port, which the system chooses where 0 is asked for. */
  start(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, LOOPBACK, () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  /** Closes every connection, the waiting ones included. */
  stop(): Promise<void> {
    this.#stopping.abort();
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}
