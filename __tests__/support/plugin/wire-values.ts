import { decode, encode, ExtData } from '@msgpack/msgpack';
import type { Schema } from '../../../src/plugin';
import { noteSchema, plainSchema } from './note-schema';

/** Values as Terraform writes them, made without the code under test. */
export const UNKNOWN_ON_WIRE = new ExtData(0, new Uint8Array([0]));

/** `"n-${x.id}"`: not null, beginning with `n-`. */
export const REFINED_UNKNOWN_ON_WIRE = new ExtData(12, Buffer.from('8201c202a26e2d', 'hex'));

const EMPTY = { list: [], set: [], map: {}, single: null, group: { text: null, width: null } };

const body = ({ attributes, blocks = {} }: Schema, values: object) => ({
  ...Object.fromEntries(Object.keys(attributes).map((name) => [name, null])),
  ...Object.fromEntries(Object.entries(blocks).map(([name, { nesting }]) => [name, EMPTY[nesting]])),
  ...values,
});

/** A body with everything that is not named unset, as Terraform sends it. */
export const valueOf = (schema: Schema, values: object): { msgpack: Uint8Array } => ({
  msgpack: encode(body(schema, values)),
});
export const noteValue = (values: object): { msgpack: Uint8Array } => valueOf(noteSchema, values);
export const plainValue = (values: object): { msgpack: Uint8Array } => valueOf(plainSchema, values);
export const shelfValue = (shelf: string | null = null): { msgpack: Uint8Array } => ({ msgpack: encode({ shelf }) });
export const NULL_VALUE = { msgpack: encode(null) };

/** What Terraform would read from an answer. */
export function readValue(value: { msgpack: Uint8Array } | undefined): Record<string, unknown> | null {
  return value === undefined || value.msgpack.length === 0 ? null : (decode(value.msgpack) as Record<string, unknown>);
}
