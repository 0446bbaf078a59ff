import { createOneTimeCertificate } from './certificate';
import { createFront, type Tls } from './front';
import { keepHeapSmall } from './heap';
import { handshakeLine, notStartedByHostHint, startedByHost, startFailureLine } from './handshake';
import { listen } from './listener';
import { createLogger, type Logger } from './log';
import { keepMemoryPrivate, revealingOptionProblem } from './private-memory';
import { watchParent } from './parent-watch';
import { behaveAsPlugin, delay, exit } from './process-end';
import type { Provider } from './provider';
import { RunningCalls } from './running-calls';
import type { Server } from './server';

export interface ServeOptions {
  /** The provider's type, as in `terraform-provider-NAME`. Named in messages and in the log. */
  readonly name: string;
}

/** What Terraform's `TF_REATTACH_PROVIDERS` holds for one provider address. */
export interface ReattachConfig {
  readonly Protocol: 'grpc';
  readonly ProtocolVersion: 6;
  readonly Pid: number;
  /** Always true: with false Terraform would end the process, and 1.11 crashes. */
  readonly Test: true;
  readonly Addr: { readonly Network: 'unix' | 'tcp'; readonly String: string };
}

export interface Reattachable {
  readonly config: ReattachConfig;
  /** Stops listening and removes the socket; resolves when every connection is closed. */
  close(): Promise<void>;
}

/** How long running calls may take to end once Terraform is gone or wants the process to end. */
const GRACE_MS = 3000;
/** How long the last answers may take to leave. */
const CLOSE_MS = 500;

/**
 * Runs the provider as a Terraform plugin: the whole life of this process, which it also ends. Resolves once Terraform
 * can connect.
 *
 * Nothing may be written to stdout before, and nothing should be after.
 * @param load gives the provider; called after the handshake, so that its modules can be loaded while Terraform reads
 */
export async function serve(load: () => Provider, { name }: ServeOptions): Promise<void> {
  if (!startedByHost(process.env)) {
    process.stderr.write(notStartedByHostHint(name));
    return exit(1);
  }
  try {
    const problem = revealingOptionProblem();
    if (problem !== undefined) throw new Error(problem);
    await start(load, name);
  } catch (error) {
    process.stdout.write(startFailureLine(name, error instanceof Error ? error.message : 'unknown reason'));
    return exit(1);
  }
}

/**
 * Serves the provider from a process that lives on, such as a debugger's or a test's: plaintext, no handshake, and
 * Terraform connections come and go. Terraform finds it by the environment variable
 * `TF_REATTACH_PROVIDERS={"registry.example/org/name": CONFIG}`.
 */
export async function serveForReattach(provider: Provider, { name }: ServeOptions): Promise<Reattachable> {
  const log = loggerFor(name);
  const { Server, grpcHandler } = loadServing();
  const front = createFront(undefined, log, (socket) => server.accept(socket));
  const server = new Server(front, log);
  server.watch({ allGone: () => undefined });
  const listening = await listen(front, process.env);
  const events = { shutdown: () => undefined, hostGone: () => undefined };
  server.http.on('stream', grpcHandler({ name, provider, log, calls: new RunningCalls() }, events, server.closing));
  const { network, address } = listening;
  return {
    config: {
      Protocol: 'grpc',
      ProtocolVersion: 6,
      Pid: process.pid,
      Test: true,
      Addr: { Network: network, String: address },
    },
    close: async () => {
      listening.remove();
      await server.close();
    },
  };
}

async function start(load: () => Provider, name: string): Promise<void> {
  let removeSocket = (): void => undefined;
  behaveAsPlugin(() => removeSocket());
  const { env } = process;
  const log = loggerFor(name);
  const calls = new RunningCalls();
  const tls = oneTimeTls(env.PLUGIN_CLIENT_CERT);
  let server: Server | undefined = undefined;

  let ending = false;
  const end = (reason: string): void => {
    if (ending) return;
    ending = true;
    log.log('debug', 'The process ends', { reason });
    // First of all: Terraform kills two seconds after Shutdown, and then nobody would remove it.
    removeSocket();
    calls.abort();
    void Promise.race([calls.idle(), delay(GRACE_MS)])
      .then(() => Promise.race([server?.close(), delay(CLOSE_MS)]))
      .finally(() => exit(0));
  };
  const events = { shutdown: () => end('Shutdown'), hostGone: () => end('Terraform is gone') };
  watchParent(events.hostGone);

  const front = createFront(tls, log, (socket) => server?.accept(socket));
  const listening = await listen(front, env);
  removeSocket = () => listening.remove();
  process.stdout.write(handshakeLine(listening, tls?.own.der, env));

  // Before any call, and so before there is anything to keep.
  keepMemoryPrivate();
  keepHeapSmall();
  // No connection can come in before: whatever has arrived is looked at when this function has returned.
  const serving = loadServing();
  server = new serving.Server(front, log);
  // Terraform connects once and for good, so from its first call on nothing of the socket needs to be left in the file
  // system: even a process that is killed leaves nothing behind.
  server.watch({ connected: () => removeSocket(), allGone: events.hostGone });
  server.http.on('stream', serving.grpcHandler({ name, provider: load(), log, calls }, events, server.closing));
}

/** Takes longer than the whole start, so it is done while Terraform reads the handshake. */
function loadServing() {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() would want a file extension here
  return require('./services/serving') as typeof import('./services/serving');
}

const loggerFor = (name: string): Logger =>
  createLogger({ env: process.env, module: `provider.${name}`, write: (line) => process.stderr.write(line) });

/** Without a client certificate TLS is switched off (`TF_DISABLE_PLUGIN_TLS`). */
const oneTimeTls = (client: string | undefined): Tls | undefined =>
  client === undefined || client === '' ? undefined : { own: createOneTimeCertificate(), client };
