import type { Random } from './random';

const MAX_BYTES = 4096;
const MAX_CHANGES = 6;

/** Bytes at which decoders change their minds: ends of ranges, msgpack's headers, JSON's and CSV's punctuation. */
const TELLING_BYTES = [
  ...[0x00, 0x01, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc4, 0xc6, 0xc7, 0xca, 0xcb, 0xcf, 0xd3],
  ...[0xd4, 0xd8, 0xd9, 0xdb, 0xdc, 0xdd, 0xde, 0xdf, 0xe0, 0xff],
  ...Buffer.from('"{}[],:\\\n\r\t -+.eE019tfnu/'),
];

type Change = (data: Buffer, random: Random, pool: Pool) => Buffer;

/** What mutations draw from. */
export interface Pool {
  readonly corpus: readonly Buffer[];
  readonly words: readonly Buffer[];
}

const place = (data: Buffer, random: Random): number => random.below(data.length + 1);
const insert = (data: Buffer, at: number, part: Uint8Array): Buffer =>
  Buffer.concat([data.subarray(0, at), part, data.subarray(at)]);

/** Part of an input, at most a quarter of it long more often than not. */
function part(data: Buffer, random: Random): Buffer {
  const from = random.below(data.length);
  const longest = Math.max(
    1,
    random.below(3) === 0 ? data.length - from : Math.min(data.length >> 2, data.length - from),
  );
  return data.subarray(from, from + 1 + random.below(longest));
}

const CHANGES: readonly Change[] = [
  (data, random) => {
    const changed = Buffer.from(data);
    if (changed.length > 0) {
      const at = random.below(changed.length);
      changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8));
    }
    return changed;
  },
  (data, random) => {
    const changed = Buffer.from(data);
    if (changed.length > 0) changed[random.below(changed.length)] = random.pick(TELLING_BYTES);
    return changed;
  },
  (data, random) => insert(data, place(data, random), Buffer.from([random.pick(TELLING_BYTES)])),
  (data, random) => insert(data, place(data, random), Buffer.from([random.below(256)])),
  (data, random) => {
    if (data.length === 0) return data;
    const from = random.below(data.length);
    return Buffer.concat([
      data.subarray(0, from),
      data.subarray(from + 1 + random.below(Math.min(32, data.length - from))),
    ]);
  },
  (data, random) => (data.length === 0 ? data : insert(data, place(data, random), part(data, random))),
  (data, random, { words }) => (words.length === 0 ? data : insert(data, place(data, random), random.pick(words))),
  (data, random, { corpus }) => {
    const other = random.pick(corpus);
    return other.length === 0 ? data : insert(data, place(data, random), part(other, random));
  },
  (data, random, { corpus }) => {
    const other = random.pick(corpus);
    return Buffer.concat([data.subarray(0, place(data, random)), other.subarray(place(other, random))]);
  },
];

/** An input that differs a little from one that is known to reach somewhere. */
export function mutate(data: Buffer, random: Random, pool: Pool): Buffer {
  let changed = data;
  for (let changes = 1 + random.below(MAX_CHANGES); changes > 0; changes -= 1)
    changed = random.pick(CHANGES)(changed, random, pool);
  return changed.length > MAX_BYTES ? changed.subarray(0, MAX_BYTES) : changed;
}
