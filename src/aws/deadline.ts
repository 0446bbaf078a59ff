/** A moment at which a group of calls must have ended, whatever state they are in. */
export interface Deadline {
  /** Aborted when the time is up, or when the caller stops. Costs a timer until then; for one call use {@link during}. */
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Why the signal was aborted; `undefined` while it is not. */
  ended(): 'timed-out' | 'stopped' | undefined;
  /** Runs `work` with a signal that is aborted as {@link signal} is, and of which nothing is left afterwards. */
  during<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

/** Ends after `timeoutMs`, or at once when `stop` is aborted. */
export const deadline = (timeoutMs: number, stop: AbortSignal): Deadline => new TimeLimit(timeoutMs, stop);

/** A thousand login profiles have a thousand of these, most of which are never waited for: nothing is made in advance. */
class TimeLimit implements Deadline {
  readonly #endMs: number;
  #timedOut = false;
  #signal: AbortSignal | undefined;

  constructor(
    readonly timeoutMs: number,
    private readonly stop: AbortSignal,
  ) {
    this.#endMs = performance.now() + timeoutMs;
  }

  get signal(): AbortSignal {
    return (this.#signal ??= this.#start().signal);
  }

  ended(): 'timed-out' | 'stopped' | undefined {
    if (this.stop.aborted) return 'stopped';
    return this.#timedOut || performance.now() >= this.#endMs ? 'timed-out' : undefined;
  }

  async during<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { signal, release } = this.#start();
    try {
      return await work(signal);
    } finally {
      release();
    }
  }

  #start(): { readonly signal: AbortSignal; readonly release: () => void } {
    const controller = new AbortController();
    const abort = (): void => {
      release();
      controller.abort();
    };
    // Timers may fire a little early, so that the clock alone would not tell why.
    const timeUp = (): void => {
      this.#timedOut = true;
      abort();
    };
    const timer = setTimeout(timeUp, Math.max(0, this.#endMs - performance.now())).unref();
    const release = (): void => {
      clearTimeout(timer);
      this.stop.removeEventListener('abort', abort);
    };
    this.stop.addEventListener('abort', abort, { once: true });
    if (this.stop.aborted) abort();
    return { signal: controller.signal, release };
  }
}
