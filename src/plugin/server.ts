import { setMaxListeners } from 'node:events';
import { createSecureServer, createServer, type Http2Server, type ServerHttp2Session } from 'node:http2';
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
  private readonly sessions = new Set<ServerHttp2Session>();
  private readonly ending = new AbortController();

  /** @param tls undefined serves plaintext */
  constructor(
    private readonly log: Logger,
    tls: Tls | undefined,
  ) {
    // Every running call listens, and Terraform may run any number of them side by side.
    setMaxListeners(0, this.ending.signal);
    const options = { maxSessionMemory: MAX_SESSION_MEMORY_MB };
    this.http = tls === undefined ? createServer(options) : createSecureServer({ ...options, ...mutual(tls) });
    this.http.on('error', (error: Error) => this.logFailure('The server failed', error));
    this.http.on('sessionError', (error: Error) => this.logFailure('A connection failed', error));
    this.http.on('tlsClientError', (error: Error) => this.logFailure('A client was refused', error));
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
    this.http.close();
    await Promise.all(closed);
  }

  /** OpenSSL's code says why; Terraform itself only shows that the plugin did not respond. */
  private logFailure(message: string, error: NodeJS.ErrnoException): void {
    this.log.log('error', message, { error_class: describeError(error).name, code: error.code ?? '' });
  }
}

const mutual = ({ own, client }: Tls) => ({
  key: own.privateKeyPem,
  cert: own.pem,
  ca: client,
  requestCert: true,
  rejectUnauthorized: true,
  minVersion: 'TLSv1.2' as const,
});
