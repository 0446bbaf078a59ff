import { KINDS, type Kind } from '../classify';
import { countKinds, type Result, type StackReport } from '../report';

export const RESULT_WORDS: Readonly<Record<Result, string>> = {
  nothing: 'no drift',
  rotation: 'no drift, a rotation waits',
  drift: 'drift',
  failure: 'failed',
};

/** Kinds as people read them. */
export const kindWords = (kind: Kind): string => kind.replaceAll('_', ' ');

/** @example `1 drift, 2 rotation, 97 in sync` */
export function countsOf({ findings }: StackReport): string {
  const counts = countKinds(findings);
  const parts = KINDS.filter((kind) => counts[kind] > 0).map((kind) => `${counts[kind]} ${kindWords(kind)}`);
  return parts.length === 0 ? 'no login profiles' : parts.join(', ');
}
