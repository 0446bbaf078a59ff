/** What became of one try. `throttled` asks for another one, later and with less going on. */
export type Turn = 'done' | 'throttled';

export interface PoolOptions {
  /** Tries at a time, at most. */
  readonly max: number;
  /** Nothing more is started once it is aborted; what runs is waited for. */
  readonly signal: AbortSignal;
  /** How often an item that is throttled is tried. */
  readonly maxTries: number;
}

/** This many successes in a row allow one more at a time. */
const SUCCESSES_PER_STEP = 10;

/**
 * Works on items with bounded parallelism that adapts: halved when an item is throttled, and raised by one after ten
 * that were not (additive increase, multiplicative decrease). A throttled item goes to the end of the queue.
 * @param work is told whether this is the last try
 */
export async function runPool<T>(
  items: readonly T[],
  work: (item: T, isLastTry: boolean) => Promise<Turn>,
  { max, signal, maxTries }: PoolOptions,
): Promise<void> {
  const queue = items.map((item) => ({ item, tries: 0 }));
  let limit = max;
  let successes = 0;
  const running = new Set<Promise<void>>();
  const next = async (place: (typeof queue)[number]): Promise<void> => {
    place.tries += 1;
    const turn = await work(place.item, place.tries >= maxTries);
    if (turn === 'done') {
      successes += 1;
      if (successes % SUCCESSES_PER_STEP === 0) limit = Math.min(max, limit + 1);
      return;
    }
    successes = 0;
    limit = Math.max(1, Math.floor(limit / 2));
    if (place.tries < maxTries) queue.push(place);
  };
  for (;;) {
    while (!signal.aborted && running.size < limit && queue.length > 0) {
      const place = queue.shift();
      if (place === undefined) break;
      const turn = next(place).finally(() => running.delete(turn));
      running.add(turn);
    }
    if (running.size === 0) return;
    await Promise.race(running);
  }
}
