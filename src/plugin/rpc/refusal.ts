import type { Diagnostic } from '../diagnostic';

/** Ends a call early with diagnostics instead of an answer. Written for practitioners, so it may be shown as it is. */
export class Refusal extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(...diagnostics: Diagnostic[]) {
    super(diagnostics.map(({ summary }) => summary).join('; '));
    this.name = 'Refusal';
    this.diagnostics = diagnostics;
  }
}
