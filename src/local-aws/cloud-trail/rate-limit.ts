/** Lets so many calls through in any one second. */
export class RateLimit {
  #admitted: number[] = [];

  /** @param perSecond `Infinity` for no limit */
  admits(now: Date, perSecond: number): boolean {
    this.#admitted = this.#admitted.filter((at) => at > now.getTime() - 1000);
    if (this.#admitted.length >= perSecond) return false;
    if (perSecond !== Infinity) this.#admitted.push(now.getTime());
    return true;
  }
}
