const UNIT_MS: Readonly<Partial<Record<string, number>>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** The longest a timeout may be, in milliseconds: a day. */
export const MAX_TIMEOUT_MS = 24 * 3_600_000;
/** @see docs/resources/login_profile.md, `timeouts` */
export const DEFAULT_TIMEOUT_MS = 5 * 60_000;

/** Milliseconds of a duration as Go writes it: `90s`, `1h30m`, `1.5h`. `undefined` where it is none. */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined;
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g);
  return [...parts].reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (UNIT_MS[unit] ?? 0), 0);
}

/** A configured timeout in milliseconds, or the default. Validation has refused what cannot be read. */
export const timeoutMs = (configured: string | null | undefined): number =>
  parseDuration(configured ?? '') ?? DEFAULT_TIMEOUT_MS;
