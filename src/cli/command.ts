import type { Command } from 'commander';
import type { Outcome, Streams } from './envelope';
import type { Interruption } from './interruption';

/** What the executable knows of its surroundings. */
export interface Surroundings extends Streams {
  /** Of the package. */
  readonly version: string;
  /** The folder of the built provider, as `npm run build` leaves it. */
  readonly providerFolder: string;
  readonly stdin: Input;
  readonly env: Readonly<Partial<Record<string, string>>>;
  /** Calls back, once, when the process should end. Another Ctrl-C after that ends it at once. */
  readonly onInterrupt: (listener: (why: Interruption) => void) => void;
}

/** A stream as far as a password is read from it. */
export type Input = AsyncIterable<Buffer | string> & { readonly isTTY?: boolean };

/** A command adds itself to the program and reports its outcome; what it throws becomes the answer's error. */
export type AddCommand = (program: Command, surroundings: Surroundings, report: (outcome: Outcome) => void) => void;
