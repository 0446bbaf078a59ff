import { setMaxListeners } from 'node:events';
import { createServer, type Http2Server, type ServerHttp2Session } from 'node:http2';
import type { Server as Front, Socket } from 'node:net';
import { logFailure } from './error-trace';
import type { Logger } from './log';

/** Node refuses new calls on a connection that holds more than this; state travels in requests and may be large. */
const MAX_SESSION_MEMORY_MB = 2048;

/** The HTTP/2 server below the gRPC services, and the connections it has. What listens is the front before it. */
export class Server {
  readonly http: Http2Server;
  private readonly sessions = new Set<ServerHttp2Session>();
  private readonly ending = new AbortController();

  constructor(
    private readonly front: Front,
    log: Logger,
  ) {
    // Every running call listens, and Terraform may run any number of them side by side.
    setMaxListeners(0, this.ending.signal);
    this.http = createServer({ maxSessionMemory: MAX_SESSION_MEMORY_MB });
    this.http.on('sessionError', (error: Error) => logFailure(log, 'A connection failed', error));
  }

  /** Serves a connection that the front has let in. */
  accept(socket: Socket): void {
    this.http.emit('connection', socket);
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
}
