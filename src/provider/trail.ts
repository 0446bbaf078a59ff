import { setTimeout as sleep } from 'node:timers/promises';
import { type Aws, AwsCallError, type Deadline, type TrailEvent, type TrailEventName } from '../aws';

/** AWS allows two look-ups a second; a little less leaves room for rounding on the way. */
const MS_BETWEEN_LOOKUPS = 550;

/** Of 50 events each, for each name: what eleven seconds of look-ups bring. What is older is not looked for. */
const MAX_PAGES = 20;

type CloudTrail = Aws['cloudTrail'];

/** The pages read so far of the events of one name. */
interface Pages {
  events: TrailEvent[];
  nextToken: string | undefined;
  pagesLeft: number;
}

/**
 * CloudTrail for all profiles of a run: every page is read once, newest first, no further than somebody needs, and
 * one at a time at the pace that AWS allows. After a failure nothing more is asked.
 */
export class Trail {
  readonly #pages = new Map<TrailEventName, Pages>();
  #turn: Promise<unknown> = Promise.resolve();
  #notBefore = 0;
  readonly #msBetweenLookups: number;
  #failed: AwsCallError | undefined;

  constructor(msBetweenLookups = MS_BETWEEN_LOOKUPS) {
    this.#msBetweenLookups = msBetweenLookups;
  }

  /** The events of these names back to `since`, newest first; or why there are none to be had. */
  events(
    cloudTrail: CloudTrail,
    names: readonly TrailEventName[],
    since: Date,
    until: Deadline,
  ): Promise<readonly TrailEvent[] | AwsCallError> {
    const run = () => this.#read(cloudTrail, names, since, until);
    const turn = this.#turn.then(run, run);
    this.#turn = turn;
    return turn;
  }

  async #read(cloudTrail: CloudTrail, names: readonly TrailEventName[], since: Date, until: Deadline) {
    try {
      for (const name of names) {
        while (this.#failed === undefined && this.#needsMore(name, since))
          await this.#readPage(cloudTrail, name, until);
      }
    } catch (failed) {
      if (!(failed instanceof AwsCallError)) throw failed;
      this.#failed = failed;
    }
    if (this.#failed !== undefined) return this.#failed;
    return names
      .flatMap((name) => this.#pages.get(name)?.events ?? [])
      .filter(({ at }) => at >= since)
      .sort((one, other) => other.at.getTime() - one.at.getTime());
  }

  #needsMore(name: TrailEventName, since: Date): boolean {
    const pages = this.#pages.get(name);
    if (pages === undefined) return true;
    const oldest = pages.events.at(-1)?.at;
    return pages.nextToken !== undefined && pages.pagesLeft > 0 && (oldest === undefined || oldest >= since);
  }

  async #readPage(cloudTrail: CloudTrail, name: TrailEventName, until: Deadline): Promise<void> {
    const pages = this.#pages.get(name) ?? { events: [], nextToken: undefined, pagesLeft: MAX_PAGES };
    const wait = this.#notBefore - Date.now();
    if (wait > 0) await sleep(wait, undefined, { signal: until.signal }).catch(() => undefined);
    this.#notBefore = Date.now() + this.#msBetweenLookups;
    const { events, nextToken } = await cloudTrail.lookUp(name, pages.nextToken, until);
    pages.events.push(...events);
    this.#pages.set(name, { events: pages.events, nextToken, pagesLeft: pages.pagesLeft - 1 });
  }
}
