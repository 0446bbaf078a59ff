import type { Output } from '../envelope';

const BAR_CHARACTERS = 30;

/** A bar on the terminal of stderr; nothing where it is none. */
export class Progress {
  readonly #stderr: Output;
  readonly #total: number;
  #finished = 0;
  #failed = 0;

  constructor(stderr: Output, total: number) {
    this.#stderr = stderr;
    this.#total = total;
    this.#draw();
  }

  step(isFailure: boolean): void {
    this.#finished += 1;
    if (isFailure) this.#failed += 1;
    this.#draw();
  }

  /** A line above the bar. */
  say(text: string): void {
    this.end();
    this.#stderr.write(`iam-login-profile: ${text}\n`);
    this.#draw();
  }

  /** Takes the bar away, so that what follows starts on a clean line. */
  end(): void {
    if (this.#stderr.isTTY === true) this.#stderr.write('\r\u001b[K');
  }

  #draw(): void {
    if (this.#stderr.isTTY !== true) return;
    const filled = Math.round((BAR_CHARACTERS * this.#finished) / Math.max(this.#total, 1));
    const bar = '#'.repeat(filled).padEnd(BAR_CHARACTERS, '.');
    const failed = this.#failed === 0 ? '' : `, ${this.#failed} failed`;
    this.#stderr.write(`\r\u001b[K[${bar}] ${this.#finished}/${this.#total}${failed}`);
  }
}
