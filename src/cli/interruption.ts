import type { Writable } from 'node:stream';

/** Somebody pressed Ctrl-C or asked the process to end, or nobody reads the answers any more. */
export type Interruption = 'SIGINT' | 'SIGTERM' | 'output-closed';

type Listener = (why: Interruption) => void;

/** What the process does when it is asked to end, and when its output can go nowhere. */
export class Interruptions {
  #listeners: readonly Listener[] = [];
  #isOutputBroken = false;

  /** Whether an answer could not be written, for another reason than that nobody wanted it. */
  get isOutputBroken(): boolean {
    return this.#isOutputBroken;
  }

  /** Calls back once. A second signal ends the process at once, as if nobody had listened. */
  readonly listen = (listener: Listener): void => {
    this.#listeners = [...this.#listeners, listener];
  };

  readonly interrupt: Listener = (why) => {
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener(why);
  };

  /** Without this a pipe that is closed early, or a full disk, would end in a stack trace. */
  watch(stdout: Writable, stderr: Writable): void {
    stdout.on('error', ({ code = 'unknown reason' }: NodeJS.ErrnoException) => {
      if (code !== 'EPIPE' && !this.#isOutputBroken) {
        this.#isOutputBroken = true;
        stderr.write(`iam-login-profile: The answer cannot be written (${code}).\n`);
      }
      this.interrupt('output-closed');
    });
    stderr.on('error', () => undefined);
  }
}
