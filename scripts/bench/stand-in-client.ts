import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export type Order =
  | { readonly what: 'seed' | 'rotate'; readonly count: number }
  | { readonly what: 'drift'; readonly count: number; readonly on: boolean }
  | { readonly what: 'latency'; readonly ms: number }
  | { readonly what: 'usage' };

export interface Usage {
  readonly cpuSeconds: number;
  /** Answered calls to AWS about users and secrets. */
  readonly calls: number;
}

export interface Ready {
  /** Variables that lead an AWS client to the stand-in. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stateUrl: string;
}

export type Reply = { readonly ready: Ready } | { readonly done: Usage | undefined } | { readonly failed: string };

/** The stand-in for AWS, in a process of its own. */
export class StandInClient {
  private constructor(
    private readonly child: ChildProcess,
    readonly environment: Ready['environment'],
    readonly stateUrl: string,
  ) {}

  /** @param latencyMs before each answer */
  static async start(latencyMs = 0): Promise<StandInClient> {
    const child = fork(join(__dirname, 'stand-in.ts'));
    const reply = await nextReply(child);
    if (!('ready' in reply)) throw new Error('The stand-in for AWS did not start.');
    const standIn = new StandInClient(child, reply.ready.environment, reply.ready.stateUrl);
    if (latencyMs > 0) await standIn.order({ what: 'latency', ms: latencyMs });
    return standIn;
  }

  async order(order: Exclude<Order, { what: 'usage' }>): Promise<void> {
    await this.#ask(order);
  }

  /** Since this was last asked. */
  async usage(): Promise<Usage> {
    const usage = await this.#ask({ what: 'usage' });
    if (usage === undefined) throw new Error('The stand-in for AWS gave no account of itself.');
    return usage;
  }

  stop(): void {
    this.child.disconnect();
  }

  async #ask(order: Order): Promise<Usage | undefined> {
    this.child.send(order);
    const reply = await nextReply(this.child);
    if ('failed' in reply) throw new Error(`The stand-in for AWS failed: ${reply.failed}`);
    return 'done' in reply ? reply.done : undefined;
  }
}

async function nextReply(child: ChildProcess): Promise<Reply> {
  const ended = new AbortController();
  const gone = () => ended.abort(new Error('The stand-in for AWS has ended.'));
  child.once('exit', gone);
  try {
    const [reply] = (await once(child, 'message', { signal: ended.signal })) as [Reply];
    return reply;
  } finally {
    child.off('exit', gone);
  }
}
