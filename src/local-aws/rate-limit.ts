/** A token bucket, by which AWS throttles: so many calls at once, and so many more a second. */
export class RateLimit {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #nowMs: () => number;
  #tokens: number;
  #filledAtMs: number;

  /** @param nowMs a clock that never goes back, in milliseconds */
  constructor(perSecond: number, burst: number = perSecond, nowMs: () => number = () => performance.now()) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#nowMs = nowMs;
    this.#tokens = burst;
    this.#filledAtMs = nowMs();
  }

  /** Whether one more call is let through now. */
  take(): boolean {
    const nowMs = this.#nowMs();
    const filled = this.#tokens + ((nowMs - this.#filledAtMs) / 1000) * this.#perSecond;
    this.#filledAtMs = nowMs;
    this.#tokens = Math.min(this.#burst, filled);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
