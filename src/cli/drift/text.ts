const MAX_CHARACTERS = 300;

/**
 * Text from a plan, fit to be shown: what a terminal, a page or an XML parser might take for a command becomes a
 * question mark, and nothing is longer than a name or an address may be.
 */
export function clean(text: string): string {
  const shown = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, '?');
  return shown.length > MAX_CHARACTERS ? `${shown.slice(0, MAX_CHARACTERS)}…` : shown;
}

/** @example plural(2, 'login profile') is `2 login profiles` */
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
