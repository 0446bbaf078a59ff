import type { Block } from '../schema';
import { isUnknown, type Value, type ValueObject } from '../value';
import { decodeValue, JSON_FORM, MSGPACK_FORM } from './decode-value';
import { ValueEncoder, type Misfit } from './encode-value';
import { requireModestJson } from './modest';
import { pack, unpack } from './msgpack';
import { shapeOfBlock } from './shape';
import { WireError } from './wire-error';

/** What {@link decodeDynamicValue} reads of the protocol's message. */
interface DynamicValueBytes {
  readonly msgpack: Uint8Array;
  readonly json: Uint8Array;
}

/**
 * A resource, data source or provider block as native values. Absent, empty and nil all mean that there is no object.
 * @throws {@link WireError} when the bytes do not follow the schema
 */
export function decodeDynamicValue(value: DynamicValueBytes | undefined, block: Block): ValueObject | null {
  if (value === undefined) return null;
  if (value.msgpack.length > 0) {
    return objectOrNull(decodeValue(unpack(value.msgpack), shapeOfBlock(block), MSGPACK_FORM));
  }
  if (value.json.length > 0) return objectOrNull(decodeValue(parse(value.json), shapeOfBlock(block), JSON_FORM));
  return null;
}

function objectOrNull(value: Value): ValueObject | null {
  if (isUnknown(value)) throw new WireError('', 'a known object is required');
  // A body's shape is an object, so anything else has been refused.
  return value as ValueObject | null;
}

function parse(json: Uint8Array): unknown {
  requireModestJson(json);
  try {
    return JSON.parse(Buffer.from(json).toString('utf8'));
  } catch {
    throw new WireError('', 'the value is not valid JSON');
  }
}

export interface EncodedValue {
  readonly value: { readonly msgpack: Uint8Array };
  /** Empty when the native value fits the schema. */
  readonly misfits: readonly Misfit[];
}

/**
 * Native values as the schema wants them, always as msgpack. Never throws for what a provider answered: what does not
 * fit is null on the wire and named in `misfits`, and the caller decides what that means.
 */
export function encodeDynamicValue(
  value: ValueObject | null,
  block: Block,
  { mayBeUnknown }: { readonly mayBeUnknown: boolean },
): EncodedValue {
  const encoder = new ValueEncoder(mayBeUnknown);
  const packed = encoder.encode(value, shapeOfBlock(block));
  return { value: { msgpack: pack(packed) }, misfits: encoder.misfits };
}
