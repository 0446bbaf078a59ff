/** One step into a value: an attribute's name, a map's key or a list's index. */
export type PathStep = { readonly attribute: string } | { readonly key: string } | { readonly index: number };

/** Where in a resource or provider block a diagnostic points. Never empty. */
export type AttributePath = readonly PathStep[];

/** The path to a (nested) attribute: `attribute('timeouts', 'create')`. */
export const attribute = (...names: readonly [string, ...string[]]): AttributePath =>
  names.map((name) => ({ attribute: name }));
