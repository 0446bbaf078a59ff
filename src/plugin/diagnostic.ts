import type { AttributePath } from './attribute-path';

/** What Terraform prints to the practitioner. An `error` fails the operation, a `warning` does not. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** One line, the same for every diagnostic of its kind: Terraform merges warnings that share a summary. */
  readonly summary: string;
  /** What happened, to whom, and what to do next. Terraform re-wraps it, except lines that begin with a space. */
  readonly detail: string;
  /** The attribute to blame. Left out where the whole resource is meant. */
  readonly attribute?: AttributePath;
}

export const isError = (diagnostic: Diagnostic): boolean => diagnostic.severity === 'error';
