import type { Type } from '../schema';
import { isUnknown, type Value, type ValueObject } from '../value';
import { WireError } from './wire-error';

/**
 * Terraform tells `["a"]` the list from `["a"]` the tuple, and a map from an object; native values do not. So the type
 * that a dynamic collection came with is kept beside it, for the way back.
 */
const types = new WeakMap<object, Type>();

export function rememberType(value: Value, type: Type): Value {
  if (typeof value === 'object' && value !== null && !isUnknown(value)) types.set(value, type);
  return value;
}

/** The type to send a native value with, in a place where the schema says `dynamic`. */
export function typeOfValue(value: Value): Type {
  if (value === null || isUnknown(value)) return 'dynamic';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value !== 'object') return 'number';
  const known = types.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) return { tuple: (value as readonly Value[]).map(typeOfValue) };
  return {
    object: Object.fromEntries(Object.entries(value as ValueObject).map(([name, item]) => [name, typeOfValue(item)])),
  };
}

/**
 * Decimal text would come back as a string where nothing but the value tells its type. A JavaScript number that prints
 * as the same text goes back as the same number.
 * @throws {@link WireError} for a number of more digits than that
 */
export function decodeNumberForDynamic(value: Value, at: string): Value {
  if (typeof value !== 'string') return value;
  const number = Number(value);
  if (String(number) === value) return number;
  throw new WireError(at, 'a number in a value of any type has more digits than this provider can keep');
}
