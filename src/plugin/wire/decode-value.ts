import type { AttributePath, PathStep } from '../attribute-path';
import { isUnknown, type Value } from '../value';
import { formatPath } from './attribute-path';
import { decodeNumberForDynamic, rememberType } from './dynamic-type';
import { unmarkKey } from './msgpack';
import { decodeNumber } from './number';
import { shapeOfType, type ObjectShape, type Shape } from './shape';
import { decodeType } from './type-json';
import { WireError } from './wire-error';

/** How msgpack and JSON differ once they are unpacked. */
export interface Form {
  readonly keyOf: (key: string) => string;
  /** Type (as JSON) and value of a `dynamic` value, undefined when it is something else. */
  readonly dynamic: (raw: unknown) => { type: Uint8Array; value: unknown } | undefined;
  /** Whether an object may leave names out, which then are null. */
  readonly mayOmit: boolean;
}

export const MSGPACK_FORM: Form = {
  keyOf: unmarkKey,
  dynamic: (raw) =>
    Array.isArray(raw) && raw.length === 2 && raw[0] instanceof Uint8Array
      ? { type: raw[0], value: raw[1] }
      : undefined,
  mayOmit: false,
};

export const JSON_FORM: Form = {
  keyOf: (key) => key,
  dynamic: (raw) =>
    isRecord(raw) && 'type' in raw && 'value' in raw
      ? { type: Buffer.from(JSON.stringify(raw.type)), value: raw.value }
      : undefined,
  mayOmit: true,
};

/** Dynamic values may hold dynamic values, so the schema alone does not bound the depth. */
const MAX_DEPTH = 200;

const isRecord = (raw: unknown): raw is Record<string, unknown> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw) && !(raw instanceof Uint8Array) && !isUnknown(raw);

/** @throws {@link WireError} when the value does not have the shape */
export function decodeValue(raw: unknown, shape: Shape, form: Form, at: AttributePath = []): Value {
  if (raw === null || raw === undefined) return absent(shape);
  if (isUnknown(raw)) return raw;
  if (at.length > MAX_DEPTH) throw new WireError('', `the value is nested more than ${MAX_DEPTH} deep`);
  switch (shape.kind) {
    case 'string':
      if (typeof raw === 'string') return raw;
      throw wrong(at, 'a string is required');
    case 'bool':
      if (typeof raw === 'boolean') return raw;
      throw wrong(at, 'a bool is required');
    case 'number':
      return decodeNumber(raw, formatPath(at));
    case 'dynamic':
      return decodeDynamic(raw, form, at);
    case 'list':
    case 'set':
      return itemsOf(raw, shape.kind, at).map((item, index) => decodeElement(item, shape, form, [...at, { index }]));
    case 'tuple':
      return decodeTuple(raw, shape.elements, form, at);
    case 'map':
      return Object.fromEntries(
        entriesOf(raw, 'map', form, at).map(([key, item]) => [key, decodeElement(item, shape, form, [...at, { key }])]),
      );
    case 'object':
      return decodeObject(raw, shape, form, at);
  }
}

type CollectionShape = Extract<Shape, { element: Shape }>;

/** Blocks that are not there are none; anything else is null. */
function absent(shape: Shape): Value {
  if (!('empty' in shape) || !shape.empty) return null;
  return shape.kind === 'map' ? {} : [];
}

function decodeElement(
  raw: unknown,
  { element, empty: isBlock }: CollectionShape,
  form: Form,
  at: AttributePath,
): Value {
  if (isBlock && (raw === null || raw === undefined)) throw wrong(at, 'a block is required');
  return decodeValue(raw, element, form, at);
}

const wrong = (at: AttributePath, problem: string): WireError => new WireError(formatPath(at), problem);

function itemsOf(raw: unknown, kind: string, at: AttributePath): readonly unknown[] {
  if (Array.isArray(raw)) return raw as unknown[];
  throw wrong(at, `a ${kind} is required`);
}

function entriesOf(raw: unknown, kind: string, form: Form, at: AttributePath): [string, unknown][] {
  if (isRecord(raw)) return Object.entries(raw).map(([key, item]) => [form.keyOf(key), item]);
  throw wrong(at, `${kind === 'map' ? 'a map' : 'an object'} is required`);
}

function decodeTuple(raw: unknown, elements: readonly Shape[], form: Form, at: AttributePath): Value {
  const items = itemsOf(raw, 'tuple', at);
  if (items.length !== elements.length) throw wrong(at, `a tuple of ${elements.length} elements is required`);
  return elements.map((element, index) => decodeValue(items[index], element, form, [...at, { index }]));
}

function decodeObject(raw: unknown, { members }: ObjectShape, form: Form, at: AttributePath): Value {
  const entries = new Map(entriesOf(raw, 'object', form, at));
  for (const name of entries.keys()) {
    if (!Object.hasOwn(members, name)) throw wrong([...at, { attribute: name }], 'the schema has no such name');
  }
  return Object.fromEntries(
    Object.entries(members).map(([name, member]) => {
      const step: PathStep = { attribute: name };
      if (!entries.has(name) && !form.mayOmit) throw wrong([...at, step], 'the value is missing');
      return [name, decodeValue(entries.get(name), member, form, [...at, step])];
    }),
  );
}

function decodeDynamic(raw: unknown, form: Form, at: AttributePath): Value {
  const dynamic = form.dynamic(raw);
  if (dynamic === undefined) throw wrong(at, 'a value with its type is required');
  const type = decodeType(dynamic.type, formatPath(at));
  // Or a short message could nest for ever without a step of its path.
  if (type === 'dynamic') throw wrong(at, 'a value of any type does not say its type');
  const value = decodeValue(dynamic.value, shapeOfType(type), form, at);
  return type === 'number' ? decodeNumberForDynamic(value, formatPath(at)) : rememberType(value, type);
}
