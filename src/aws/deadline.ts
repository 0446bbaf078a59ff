/** A moment at which a group of calls must have ended, whatever state they are in. */
export interface Deadline {
  /** Aborted when the time is up, or when the caller stops. */
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Why the signal was aborted; `undefined` while it is not. */
  ended(): 'timed-out' | 'stopped' | undefined;
}

/** Ends after `timeoutMs`, or at once when `stop` is aborted. */
export function deadline(timeoutMs: number, stop: AbortSignal): Deadline {
  const timer = AbortSignal.timeout(timeoutMs);
  return {
    signal: AbortSignal.any([timer, stop]),
    timeoutMs,
    ended: () => (stop.aborted ? 'stopped' : timer.aborted ? 'timed-out' : undefined),
  };
}
