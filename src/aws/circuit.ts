import type { HandlerExecutionContext, Pluggable } from '@smithy/types';
import { AwsCallError, type Failure, sortAwsError } from './errors';

/**
 * How many calls in a row must fail, each after its own retries, before no more are sent. Terraform works on ten
 * resources at a time, so one moment's trouble fails ten calls at once.
 */
const FAILURES_IN_A_ROW = 20;

/** Milliseconds until one call is let through to see whether the service is back. */
const PAUSE_MS = 10_000;

/** Failures of a service that is down, out of reach or has no room for us; anything else is an answer to work with. */
const DOWN: ReadonlySet<Failure> = new Set(['service', 'unreachable', 'throttled']);

interface Options {
  readonly nowMs?: () => number;
  /** Failures in a row. @default 20 */
  readonly limit?: number;
}

/** For calls that all resources share the answer of: one that fails, after its own retries, has failed for all of them. */
export const askedForAll = (permissionPrefix: string): Circuit => new Circuit(permissionPrefix, { limit: 1 });

/**
 * Keeps a run of many resources from calling on at a service that is down: after a row of failures the rest of the
 * calls fail at once, but for one every ten seconds. One for each client, and so for each service and Region.
 */
export class Circuit {
  readonly #permissionPrefix: string;
  readonly #nowMs: () => number;
  readonly #limit: number;
  #failuresInARow = 0;
  #last: AwsCallError | undefined;
  #openUntilMs = 0;

  /**
   * @param permissionPrefix `iam`, as in `iam:GetUser`
   * @param nowMs a clock that never goes back, in milliseconds
   */
  constructor(permissionPrefix: string, { nowMs = () => performance.now(), limit = FAILURES_IN_A_ROW }: Options = {}) {
    this.#permissionPrefix = permissionPrefix;
    this.#nowMs = nowMs;
    this.#limit = limit;
  }

  /** For a client's middleware; around the whole call, retries included. */
  get plugin(): Pluggable<object, object> {
    return {
      applyToStack: (stack) => {
        stack.add((next, context) => (args) => this.run(this.#operation(context), () => next(args)), {
          step: 'initialize',
          name: 'circuit',
          override: true,
        });
      },
    };
  }

  /** @throws AwsCallError with `attempts` 0 where the call was not sent */
  async run<T>(operation: string, send: () => Promise<T>): Promise<T> {
    this.#requireClosed(operation);
    try {
      const result = await send();
      this.#failuresInARow = 0;
      return result;
    } catch (thrown) {
      this.#note(sortAwsError(operation, thrown));
      throw thrown;
    }
  }

  #operation({ commandName = '' }: HandlerExecutionContext): string {
    return `${this.#permissionPrefix}:${commandName.replace(/Command$/, '')}`;
  }

  #note(failed: AwsCallError): void {
    // Our own deadline, or Ctrl-C: it says nothing about the service.
    if (failed.code === 'AbortError') return;
    this.#failuresInARow = DOWN.has(failed.failure) ? this.#failuresInARow + 1 : 0;
    this.#last = failed;
    if (this.#failuresInARow === this.#limit) this.#openUntilMs = this.#nowMs() + PAUSE_MS;
  }

  #requireClosed(operation: string): void {
    if (this.#last === undefined || this.#failuresInARow < this.#limit) return;
    const nowMs = this.#nowMs();
    if (nowMs < this.#openUntilMs) throw notSent(operation, this.#last, this.#failuresInARow);
    // This call finds out; those that come while it is on its way are held back.
    this.#openUntilMs = nowMs + PAUSE_MS;
  }
}

function notSent(operation: string, { failure, code, text }: AwsCallError, failures: number): AwsCallError {
  return new AwsCallError({
    operation,
    failure,
    code: 'NotSent',
    text: `the last ${failures === 1 ? 'call' : `${failures} calls`} failed (${code}: ${text}), so this one was not sent`,
    attempts: 0,
  });
}
