/**
 * Bytes or values that do not follow the protocol or the schema. The message is ours: it names places and types,
 * never a value, so it may be shown to a practitioner.
 */
export class WireError extends Error {
  constructor(
    /** Where in the value, as {@link formatPath} writes it; empty for the whole. */
    readonly at: string,
    readonly problem: string,
  ) {
    super(at === '' ? problem : `${at}: ${problem}`);
    this.name = 'WireError';
  }
}
