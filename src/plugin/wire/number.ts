import type { TerraformNumber } from '../value';
import { WireError } from './wire-error';

const DECIMAL = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const INTEGER = /^-?\d+$/;

/** Reading decimal text as a bigint takes time that grows with its square; longer ones stay text. */
const MAX_BIGINT_DIGITS = 1000;

/**
 * A number as it came: an integer, an exact binary fraction, or the decimal text that Terraform sends for the rest.
 * @throws {@link WireError} for anything else, NaN and the infinities included
 */
export function decodeNumber(raw: unknown, at: string): TerraformNumber {
  if (typeof raw === 'bigint') return narrow(raw);
  if (typeof raw === 'number' && Number.isFinite(raw)) {
    return Number.isInteger(raw) ? narrow(BigInt(raw)) : decodeFraction(raw);
  }
  if (typeof raw === 'string' && DECIMAL.test(raw)) {
    return INTEGER.test(raw) && raw.length <= MAX_BIGINT_DIGITS ? narrow(BigInt(raw)) : raw;
  }
  throw new WireError(at, 'a number is required');
}

const narrow = (integer: bigint): number | bigint => {
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer;
};

/** A JavaScript number prints the shortest text that leads back to it; where that is not its exact value, text is kept. */
function decodeFraction(fraction: number): TerraformNumber {
  const exact = exactDecimal(fraction);
  return exact === String(fraction) ? fraction : exact;
}

/** All the decimal digits of a binary fraction: 53 bits over a power of two are as many fives over a power of ten. */
function exactDecimal(fraction: number): string {
  let places = 0;
  let scaled = Math.abs(fraction);
  for (; !Number.isInteger(scaled); scaled *= 2) places += 1;
  const digits = String(BigInt(scaled) * 5n ** BigInt(places)).padStart(places + 1, '0');
  return `${fraction < 0 ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/**
 * Always decimal text, which Terraform reads exactly and in the precision in which it reads its state. An integer sent
 * as one is equal to it but not the same: `plan -refresh-only -detailed-exitcode` of 1.11 then sees a change.
 *
 * A JavaScript fraction stands for the decimal it prints as: 0.1 means one tenth, as in the configuration.
 * @throws {@link WireError} for anything that is no number; NaN would crash Terraform
 */
export function encodeNumber(value: unknown, at: string): string {
  if (typeof value === 'number' && Number.isInteger(value)) return String(BigInt(value));
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value))) return String(value);
  if (typeof value === 'string' && DECIMAL.test(value)) return value;
  throw new WireError(at, 'a number is required');
}
