import type { Command } from 'commander';
import type { Outcome, Streams } from './envelope';

/** What the executable knows of its surroundings. */
export interface Surroundings extends Streams {
  /** Of the package. */
  readonly version: string;
  /** The folder of the built provider, as `npm run build` leaves it. */
  readonly providerFolder: string;
}

/** A command adds itself to the program and reports its outcome; what it throws becomes the answer's error. */
export type AddCommand = (program: Command, surroundings: Surroundings, report: (outcome: Outcome) => void) => void;
