import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

export interface Listener {
  readonly port: number;
  stop(): Promise<void>;
}

/** Joins two connections until either ends. */
function join(left: Socket, right: Socket): void {
  left.pipe(right).pipe(left);
  left.on('error', () => right.destroy());
  right.on('error', () => left.destroy());
}

async function listening(server: Server): Promise<Listener> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export interface Proxy extends Listener {
  /** The targets of CONNECT, in order, such as `iam.example:443`. */
  readonly targets: readonly string[];
  /** The `Proxy-Authorization` headers that came with them. */
  readonly authorizations: readonly (string | undefined)[];
}

/** A proxy that knows CONNECT only, and leads everywhere to the same port of this machine. */
export async function startProxy(port: number): Promise<Proxy> {
  const targets: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const server = createHttpServer((_request, response) => response.writeHead(405).end());
  server.on('connect', (request, socket: Socket) => {
    targets.push(request.url ?? '');
    authorizations.push(request.headers['proxy-authorization']);
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      join(socket, upstream);
    });
  });
  return { ...(await listening(server)), targets, authorizations };
}

/** Takes the TLS off and passes everything on to a port of this machine. */
export const startTlsFront = (port: number, certificate: { cert: string; key: string }): Promise<Listener> =>
  listening(createTlsServer(certificate, (socket) => join(socket, connect(port, '127.0.0.1'))));
