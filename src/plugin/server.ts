import { X509Certificate } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { createServer, type Http2Server, type ServerHttp2Session } from 'node:http2';
import type { Server as ListeningServer } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import type { OneTimeCertificate } from './certificate';
import { describeError } from './error-trace';
import type { Logger } from './log';

/** Both ends of mutual TLS. */
export interface Tls {
  readonly own: OneTimeCertificate;
  /** PEM of the only client that may connect. */
  readonly client: string;
}

/** Node refuses new calls on a connection that holds more than this; state travels in requests and may be large. */
const MAX_SESSION_MEMORY_MB = 2048;

/** The HTTP/2 server below the gRPC services, and the connections it has. It does not listen by itself. */
export class Server {
  readonly http: Http2Server;
  /** What has to listen: the HTTP/2 server, or the TLS before it. */
  readonly front: ListeningServer;
  private readonly sessions = new Set<ServerHttp2Session>();
  private readonly ending = new AbortController();

  /** @param tls undefined serves plaintext */
  constructor(
    private readonly log: Logger,
    tls: Tls | undefined,
  ) {
    // Every running call listens, and Terraform may run any number of them side by side.
    setMaxListeners(0, this.ending.signal);
    this.http = createServer({ maxSessionMemory: MAX_SESSION_MEMORY_MB });
    this.front = tls === undefined ? this.http : this.behindTls(tls);
    this.front.on('error', (error: Error) => this.logFailure('The server failed', error));
    this.http.on('sessionError', (error: Error) => this.logFailure('A connection failed', error));
  }

  /** Aborted when the server closes: whoever holds a stream open then ends it. */
  get closing(): AbortSignal {
    return this.ending.signal;
  }

  /** Calls back when a connection makes its first call, and whenever the last one that did is gone. */
  watch({ connected = () => undefined, allGone }: { connected?: () => void; allGone: () => void }): void {
    this.http.on('session', (session) => {
      let used = false;
      this.sessions.add(session);
      session.once('stream', () => {
        used = true;
        connected();
      });
      session.once('close', () => {
        this.sessions.delete(session);
        // A connection that never called anything was a probe, not Terraform.
        if (used && this.sessions.size === 0) allGone();
      });
    });
  }

  /** Ends open streams, lets answers that are being written go out, and closes. */
  async close(): Promise<void> {
    this.ending.abort();
    const closed = [...this.sessions].map((session) => new Promise<void>((resolve) => session.close(resolve)));
    this.front.close();
    await Promise.all(closed);
  }

  /**
   * Mutual TLS that lets one client certificate through, byte for byte; that the client has its key, the handshake has
   * proved. Not handed to OpenSSL as the one authority, because Node then reads all public ones first: 20 ms a start.
   */
  private behindTls({ own, client }: Tls): ListeningServer {
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
        this.http.emit('connection', socket);
        return;
      }
      socket.destroy();
      this.logFailure('A client was refused', new Error('another certificate'));
    });
    return front.on('tlsClientError', (error: Error) => this.logFailure('A client was refused', error));
  }

  /** OpenSSL's code says why; Terraform itself only shows that the plugin did not respond. */
  private logFailure(message: string, error: NodeJS.ErrnoException): void {
    this.log.log('error', message, { error_class: describeError(error).name, code: error.code ?? '' });
  }
}
