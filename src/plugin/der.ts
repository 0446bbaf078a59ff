/** The few forms of ASN.1's distinguished encoding (ITU-T X.690) that a certificate is made of. */

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
} as const;

const CONTEXT_SPECIFIC = 0x80;
const CONSTRUCTED = 0x20;

/** Lengths from here on are preceded by the number of their own bytes. */
const LONG_LENGTH = 0x80;

/** One value: its tag, its length, and its content. */
function value(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...lengthBytes(content.length)]), content]);
}

function lengthBytes(length: number): number[] {
  if (length < LONG_LENGTH) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return [LONG_LENGTH | bytes.length, ...bytes];
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => value(TAG.sequence, ...parts);
export const set = (...parts: readonly Uint8Array[]): Buffer => value(TAG.set, ...parts);
export const octetString = (content: Uint8Array): Buffer => value(TAG.octetString, content);
/** Of whole bytes, so that none of the bits is unused. */
export const bitString = (content: Uint8Array): Buffer => value(TAG.bitString, Buffer.of(0), content);
export const boolean = (is: boolean): Buffer => value(TAG.boolean, Buffer.of(is ? 0xff : 0));
export const utf8String = (text: string): Buffer => value(TAG.utf8String, Buffer.from(text));

/** @param bytes of a number above zero: without leading zeros, the first bit clear */
export const integer = (...bytes: readonly number[]): Buffer => value(TAG.integer, Buffer.from(bytes));

/** To the second, for years up to 2049: `YYMMDDhhmmssZ`. */
export const utcTime = (date: Date): Buffer =>
  value(TAG.utcTime, Buffer.from(`${date.toISOString().replace(/\D/g, '').slice(2, 14)}Z`));

/** A constructed value under a number that its place gives a meaning to. */
export const explicit = (number: number, content: Uint8Array): Buffer =>
  value(CONTEXT_SPECIFIC | CONSTRUCTED | number, content);

/** A plain value under such a number. */
export const implicit = (number: number, content: Uint8Array): Buffer => value(CONTEXT_SPECIFIC | number, content);

/** @param dotted such as `2.5.29.17` */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return value(TAG.objectIdentifier, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** Seven bits a byte, the highest first; all but the last byte have the eighth bit set. */
function base128(arc: number): number[] {
  const bytes = [arc & 0x7f];
  for (let rest = arc >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}
