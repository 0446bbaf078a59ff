import { type StepName, STEPS } from '../../__tests__/support/faults/crash-steps';
import type { Outcome, Strike } from '../../__tests__/support/faults/strikes';

/** Where the strikes of one step and victim fell: before the first of the step's calls, between two, after the last. */
export class StrikeCount {
  /** By how many calls had reached AWS; those before the answer, which alone leave Terraform in the dark. */
  readonly #unanswered: number[];
  #answered = 0;

  constructor(
    private readonly step: StepName,
    private readonly victim: Strike['victim'],
  ) {
    this.#unanswered = Array.from({ length: STEPS[step].calls.length + 1 }, () => 0);
  }

  add(struck: Outcome['struck']): void {
    if (struck === undefined) return;
    if (struck.isAnswered) this.#answered += 1;
    else this.#unanswered[struck.calls] = (this.#unanswered[struck.calls] ?? 0) + 1;
  }

  get summary(): string {
    const total = this.#unanswered.reduce((sum, count) => sum + count, this.#answered);
    const parts = this.#unanswered.map((count, index) => `, ${count} ${this.#side(index)}`);
    const sides = [...parts, `, ${this.#answered} after the answer`].join('');
    return `${this.step}: ${total} points at which ${this.victim} was killed${sides}`;
  }

  /** A series that never struck on one side of a call has shown nothing of that side. */
  get missing(): string[] {
    return this.#unanswered.flatMap((count, index) =>
      count > 0 ? [] : [`${this.step}, ${this.victim}: no strike ${this.#side(index)}`],
    );
  }

  #side(index: number): string {
    const { calls }: { readonly calls: readonly string[] } = STEPS[this.step];
    if (index > 0) return `after call ${index} (${calls[index - 1] ?? 'one too many'})`;
    return calls.length > 0 ? 'before the first call' : 'before the answer';
  }
}
