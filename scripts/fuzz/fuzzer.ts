import { getHeapStatistics } from 'node:v8';
import type { InstrumentedTarget } from './build-target';
import { mutate } from './mutate';
import { Random } from './random';

/** Milliseconds of processor time that no input of a few kilobytes may take, twice in a row. */
const HANG_MS = 1000;
/** Bytes by which the heap may grow over one input. */
const HUNGRY_BYTES = 256 * 1024 * 1024;

export interface Finding {
  readonly input: Buffer;
  readonly problem: string;
}

export interface Result {
  readonly executions: number;
  /** Statements and branch arms that were reached, and how many there are. */
  readonly reached: number;
  readonly total: number;
  /** The fewest inputs known to reach all of it. */
  readonly corpus: readonly Buffer[];
  readonly finding?: Finding;
}

export interface Options {
  readonly seed: number;
  readonly durationMs: number;
  readonly corpus: readonly Buffer[];
}

/** How often something was reached, as far as it matters: twice is news after once, 17 times after 16 is not. */
const bucket = (count: number): number => (count < 4 ? count : count < 16 ? 4 : count < 128 ? 5 : 6);

/** Coverage-guided fuzzing: inputs that reach something new, or something more often, are kept and varied. */
export class Fuzzer {
  readonly #target: InstrumentedTarget;
  /** The highest bucket that each counter has come to. */
  readonly #seen: Uint8Array;
  readonly #corpus: Buffer[] = [];
  #executions = 0;

  constructor(target: InstrumentedTarget) {
    this.#target = target;
    this.#seen = new Uint8Array(target.counters.length);
  }

  async run({ seed, durationMs, corpus }: Options): Promise<Result> {
    const random = new Random(seed);
    const words = (this.#target.words ?? []).map((word) => Buffer.from(word));
    const endMs = performance.now() + durationMs;
    for (const input of [...corpus, ...this.#target.seeds.map((one) => Buffer.from(one)), Buffer.alloc(0)]) {
      const finding = await this.#try(input);
      if (finding !== undefined) return this.#result(finding);
    }
    while (performance.now() < endMs) {
      // The newest are the most promising.
      const newest = random.below(2) === 0 ? this.#corpus.slice(-16) : this.#corpus;
      const finding = await this.#try(mutate(random.pick(newest), random, { corpus: this.#corpus, words }));
      if (finding !== undefined) return this.#result(finding);
    }
    return this.#result();
  }

  async #try(input: Buffer, isAgain = false): Promise<Finding | undefined> {
    this.#executions += 1;
    this.#target.counters.fill(0);
    const heapBefore = getHeapStatistics().used_heap_size;
    const started = process.cpuUsage();
    try {
      const running = this.#target.fuzz(input);
      if (running !== undefined) await running;
    } catch (thrown) {
      return { input, problem: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) };
    }
    const { user, system } = process.cpuUsage(started);
    const tookMs = (user + system) / 1000;
    if (tookMs > HANG_MS) return isAgain ? { input, problem: `took ${Math.round(tookMs)} ms` } : this.#try(input, true);
    const grown = getHeapStatistics().used_heap_size - heapBefore;
    if (grown > HUNGRY_BYTES) return { input, problem: `took ${grown} bytes of memory` };
    if (this.#isNews() || this.#corpus.length === 0) this.#corpus.push(input);
    return undefined;
  }

  #isNews(): boolean {
    let isNews = false;
    this.#target.counters.forEach((count, place) => {
      if (count === 0 || bucket(count) <= (this.#seen[place] ?? 0)) return;
      this.#seen[place] = bucket(count);
      isNews = true;
    });
    return isNews;
  }

  #result(finding?: Finding): Result {
    const reached = this.#seen.reduce((sum, most) => sum + (most > 0 ? 1 : 0), 0);
    const result = { executions: this.#executions, reached, total: this.#seen.length, corpus: this.#corpus };
    return finding === undefined ? result : { ...result, finding };
  }
}
