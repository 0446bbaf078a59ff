/**
 * Looks through a value's bytes before they are decoded: what nests without end, or is made of countless parts, takes
 * a hundred times its size in memory once it is decoded. Bytes that end early or make no sense are the decoder's to refuse.
 */
import { WireError } from './wire-error';

/** A body of Terraform nests as deep as its schema and its values of any type do: a few levels. */
const MAX_LEVELS = 1024;

/** Keys, elements and attributes of one body: far beyond what anybody configures, and a plan of them takes a second. */
const MAX_PARTS = 100_000;

const tooDeep = (): WireError => new WireError('', `the value nests deeper than ${MAX_LEVELS} levels`);
const tooMany = (): WireError => new WireError('', `the value has more than ${MAX_PARTS} parts`);

/** @throws WireError */
export function requireModestMsgpack(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  /** What is still to come, one number for each level. */
  const left = [1];
  let parts = 0;
  for (let at = 0; left.length > 0 && at < bytes.length;) {
    const level = left.length - 1;
    if (left[level] === 0) {
      left.pop();
      continue;
    }
    left[level] -= 1;
    const children = childrenAt(view, at);
    // Those announced are counted, not those that come: the decoder makes room for them.
    if ((parts += children) > MAX_PARTS) throw tooMany();
    at += sizeAt(view, at);
    if (children === 0) continue;
    if (left.length >= MAX_LEVELS) throw tooDeep();
    left.push(children);
  }
}

/** Reads a length that the end of the bytes may cut off; then nothing follows that could be looked at. */
function lengthAt(view: DataView, at: number, width: 1 | 2 | 4): number {
  if (at + width > view.byteLength) return 0;
  return width === 1 ? view.getUint8(at) : width === 2 ? view.getUint16(at) : view.getUint32(at);
}

/** How many values an array or a map holds, keys included; 0 for anything else. */
function childrenAt(view: DataView, at: number): number {
  const head = view.getUint8(at);
  if (head >= 0x80 && head <= 0x8f) return 2 * (head & 0x0f);
  if (head >= 0x90 && head <= 0x9f) return head & 0x0f;
  if (head === 0xdc) return lengthAt(view, at + 1, 2);
  if (head === 0xdd) return lengthAt(view, at + 1, 4);
  if (head === 0xde) return 2 * lengthAt(view, at + 1, 2);
  if (head === 0xdf) return 2 * lengthAt(view, at + 1, 4);
  return 0;
}

/** Bytes behind the head, of those that have a fixed number of them, from 0xc0 on. */
const FIXED: Readonly<Partial<Record<number, number>>> = {
  0xca: 4,
  0xcb: 8,
  0xcc: 1,
  0xcd: 2,
  0xce: 4,
  0xcf: 8,
  0xd0: 1,
  0xd1: 2,
  0xd2: 4,
  0xd3: 8,
  0xd4: 2,
  0xd5: 3,
  0xd6: 5,
  0xd7: 9,
  0xd8: 17,
  0xdc: 2,
  0xdd: 4,
  0xde: 2,
  0xdf: 4,
};

/** Width of the length that stands behind the head, and what stands between it and the bytes that it counts. */
const COUNTED: Readonly<Partial<Record<number, readonly [width: 1 | 2 | 4, between: number]>>> = {
  0xc4: [1, 0],
  0xc5: [2, 0],
  0xc6: [4, 0],
  0xc7: [1, 1],
  0xc8: [2, 1],
  0xc9: [4, 1],
  0xd9: [1, 0],
  0xda: [2, 0],
  0xdb: [4, 0],
};

/** Bytes of one value, without those of its children. */
function sizeAt(view: DataView, at: number): number {
  const head = view.getUint8(at);
  if (head >= 0xa0 && head <= 0xbf) return 1 + (head & 0x1f);
  const counted = COUNTED[head];
  if (counted === undefined) return 1 + (FIXED[head] ?? 0);
  const [width, between] = counted;
  return 1 + width + between + lengthAt(view, at + 1, width);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
/** `[` and `{`, `]` and `}`. */
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** @throws WireError */
export function requireModestJson(bytes: Uint8Array): void {
  let levels = 0;
  let parts = 0;
  let isInText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (isInText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) isInText = false;
    } else if (byte === QUOTE) isInText = true;
    else if (byte === COMMA) parts += 1;
    else if (OPENING.has(byte)) {
      levels += 1;
      parts += 1;
    } else if (CLOSING.has(byte)) levels -= 1;
    if (levels > MAX_LEVELS) throw tooDeep();
    if (parts > MAX_PARTS) throw tooMany();
  }
}
