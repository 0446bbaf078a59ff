import type { TrailEvent } from './event';

const RETENTION_MS = 90 * 24 * 60 * 60 * 1000;

/** The events of one account in one Region, for 90 days. */
export class EventHistory {
  /** Oldest first. */
  readonly #events: TrailEvent[] = [];
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  append(event: TrailEvent): void {
    this.#dropExpired();
    // Calls may end in another order than they arrived in, but hardly ever do.
    const before = this.#events.findLastIndex(({ eventTime }) => eventTime <= event.eventTime);
    this.#events.splice(before + 1, 0, event);
  }

  /** What LookupEvents can see now, newest first. */
  visible(): TrailEvent[] {
    this.#dropExpired();
    const now = this.#now().getTime();
    return this.#events.filter(({ visibleFrom }) => visibleFrom <= now).reverse();
  }

  #dropExpired(): void {
    const oldest = this.#now().getTime() - RETENTION_MS;
    const kept = this.#events.findIndex(({ eventTime }) => eventTime >= oldest);
    if (kept !== 0) this.#events.splice(0, kept < 0 ? this.#events.length : kept);
  }
}
