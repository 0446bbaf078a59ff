/** The calls that run at the moment, so that they can be asked to end and waited for. */
export class RunningCalls {
  private readonly running = new Map<AbortController, Promise<unknown>>();

  /** Runs `work` with a signal that is aborted by {@link abort} or with `client`, the caller's own going away. */
  async run<T>(client: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const abort = (): void => controller.abort(client.reason);
    if (client.aborted) abort();
    client.addEventListener('abort', abort, { once: true });
    const done = work(controller.signal);
    this.running.set(controller, done);
    try {
      return await done;
    } finally {
      this.running.delete(controller);
      client.removeEventListener('abort', abort);
    }
  }

  /** Asks every running call to end. Calls that start later are not affected. */
  abort(): void {
    for (const controller of this.running.keys()) controller.abort();
  }

  /** Resolves when no call runs any more. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.running.values());
  }
}
