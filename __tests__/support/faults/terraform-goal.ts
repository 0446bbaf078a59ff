import type { ValueObject } from '../../../src/plugin';

/** What to bring about: a configuration, nothing any more, or the look-up of a data source. */
export type Goal = Configured | { readonly destroy: ValueObject } | { readonly data: ValueObject };
interface Configured {
  readonly config: ValueObject;
  /** The user whose login profile an import block takes over; or a moved block, from the AWS provider's resource. */
  readonly importId?: string;
  readonly movedFrom?: { readonly user: string; readonly password: string };
}

export const configurationOf = (goal: Goal): ValueObject =>
  'config' in goal ? goal.config : 'data' in goal ? goal.data : goal.destroy;
