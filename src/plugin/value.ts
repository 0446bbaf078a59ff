import { inspect } from 'node:util';

/**
 * A value that Terraform will only know after apply. There is one instance, {@link UNKNOWN}; compare with `===`.
 * Refinements that Terraform may attach (not null, a prefix, bounds) are dropped: it accepts plain unknowns back.
 */
export class Unknown {
  static readonly instance = new Unknown();

  private constructor() {
    // One instance only.
  }

  toString(): string {
    return '(known after apply)';
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

export const UNKNOWN = Unknown.instance;

/**
 * A Terraform number. A JavaScript number where that is exact, a bigint for larger integers, else the decimal
 * text (`0.1` has no exact binary form, and Terraform compares exactly).
 */
export type TerraformNumber = number | bigint | string;

/** Any value of Terraform's type system, as the provider works with it. `null` is Terraform's null: not set. */
export type Value = null | boolean | TerraformNumber | Unknown | readonly Value[] | ValueObject;

/** An object, a map, or the body of a block. */
export interface ValueObject {
  readonly [name: string]: Value;
}

/** A typed attribute that may be unset or not yet known. */
export type Attr<T> = T | null | Unknown;

export const isUnknown = (value: unknown): value is Unknown => value instanceof Unknown;

/** True for a value that is set and known. */
export const isKnown = <T>(value: T | null | undefined | Unknown): value is T =>
  value !== null && value !== undefined && !isUnknown(value);

/** True when the value is unknown or holds an unknown at any depth. */
export function containsUnknown(value: Value): boolean {
  if (isUnknown(value)) return true;
  if (value === null || typeof value !== 'object') return false;
  return Object.values(value as ValueObject).some(containsUnknown);
}
