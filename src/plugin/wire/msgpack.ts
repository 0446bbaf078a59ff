import { Decoder, Encoder, ExtData, type ExtensionCodecType } from '@msgpack/msgpack';
import { isUnknown, UNKNOWN, type Unknown } from '../value';
import { requireModestMsgpack } from './modest';
import { WireError } from './wire-error';

/** Values as msgpack carries them. Keys of {@link Packed} maps are marked, see {@link unmarkKey}. */
export type Packed =
  null | undefined | boolean | number | bigint | string | Uint8Array | Unknown | Packed[] | PackedMap;
export interface PackedMap {
  [key: string]: Packed;
}

/** A `dynamic` value takes two levels for one of its own. */
const MAX_DEPTH = 512;

/** `d4 00 00`, as Terraform writes it. */
const PLAIN_UNKNOWN = new ExtData(0, new Uint8Array(1));

/** Every extension is an unknown: code 0 plain, code 12 with refinements, which are dropped. */
const extensionCodec: ExtensionCodecType<undefined> = {
  tryToEncode: (value) => (isUnknown(value) ? PLAIN_UNKNOWN : null),
  decode: () => UNKNOWN,
};

/** The library refuses `__proto__`, which is a fair key of a Terraform map; with a mark before it it is a key like any. */
const KEY_MARK = '.';
const utf8 = new TextDecoder('utf-8', { fatal: true });

const keyDecoder = {
  canBeCached: () => true,
  decode: (bytes: Uint8Array, offset: number, length: number) =>
    KEY_MARK + utf8.decode(bytes.subarray(offset, offset + length)),
};

export const unmarkKey = (key: string): string => key.slice(KEY_MARK.length);

/** @throws {@link WireError} for bytes that are not one msgpack value, whatever they are */
export function unpack(bytes: Uint8Array): Packed {
  requireModestMsgpack(bytes);
  const decoder = new Decoder<undefined>({
    extensionCodec,
    keyDecoder,
    mapKeyConverter: stringKey,
    useBigInt64: true,
    // Every element takes a byte at least, so that a short message cannot ask for a large allocation.
    maxArrayLength: bytes.length,
    maxMapLength: bytes.length,
  });
  try {
    return decoder.decode(bytes) as Packed;
  } catch {
    throw new WireError('', 'the value is not valid msgpack');
  }
}

function stringKey(key: unknown): string {
  if (typeof key === 'string') return key;
  throw new WireError('', 'a map has a key that is not a string');
}

export const pack = (value: Packed): Uint8Array =>
  new Encoder<undefined>({ extensionCodec, maxDepth: MAX_DEPTH }).encode(value);
