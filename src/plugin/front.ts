import { X509Certificate } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import type { OneTimeCertificate } from './certificate';
import { logFailure } from './error-trace';
import type { Logger } from './log';

/** Both ends of mutual TLS. */
export interface Tls {
  readonly own: OneTimeCertificate;
  /** PEM of the only client that may connect. */
  readonly client: string;
}

/**
 * What listens: every connection that may stay goes to `accept`. Apart from the HTTP/2 server behind it, which takes
 * longer to load than all of the start before it and is not needed until somebody connects.
 * @param tls undefined lets everybody in who reaches the socket
 */
export function createFront(tls: Tls | undefined, log: Logger, accept: (socket: Socket) => void): Server {
  const front = tls === undefined ? createServer(accept) : behindTls(tls, log, accept);
  return front.on('error', (error) => logFailure(log, 'The server failed', error));
}

/**
 * Mutual TLS that lets one client certificate through, byte for byte; that the client has its key, the handshake has
 * proved. Not handed to OpenSSL as the one authority, because Node then reads all public ones first: 20 ms a start.
 */
function behindTls({ own, client }: Tls, log: Logger, accept: (socket: Socket) => void): Server {
  const expected = new X509Certificate(client).raw;
  const isExpected = (socket: TLSSocket): boolean => socket.getPeerX509Certificate()?.raw.equals(expected) ?? false;
  const options = {
    key: own.privateKeyPem,
    cert: own.pem,
    ca: [],
    requestCert: true,
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2' as const,
    ALPNProtocols: ['h2'],
  };
  const front = createTlsServer(options, (socket) => {
    if (isExpected(socket)) {
      accept(socket);
      return;
    }
    socket.destroy();
    logFailure(log, 'A client was refused', new Error('another certificate'));
  });
  return front.on('tlsClientError', (error: Error) => logFailure(log, 'A client was refused', error));
}
