import type { Type } from '../schema';
import { requireModestJson } from './modest';
import { WireError } from './wire-error';

/** Deepest nesting of a type that arrives inside a `dynamic` value; configuration seldom passes ten. */
const MAX_TYPE_DEPTH = 64;

type TypeJson = string | readonly [string, unknown];

const mapValues = <From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));

/** The JSON form of a type constraint: `"string"`, `["list","string"]`, `["object",{"a":"bool"}]`. */
export function typeToJson(type: Type): TypeJson {
  if (typeof type === 'string') return type;
  if ('list' in type) return ['list', typeToJson(type.list)];
  if ('set' in type) return ['set', typeToJson(type.set)];
  if ('map' in type) return ['map', typeToJson(type.map)];
  if ('object' in type) return ['object', mapValues(type.object, typeToJson)];
  return ['tuple', type.tuple.map(typeToJson)];
}

export const encodeType = (type: Type): Uint8Array => Buffer.from(JSON.stringify(typeToJson(type)));

/** @throws {@link WireError} for anything that is no type constraint */
export function decodeType(bytes: Uint8Array, at: string): Type {
  requireModestJson(bytes);
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    throw new WireError(at, 'the type of a dynamic value is not JSON');
  }
  return typeFromJson(json, at, 0);
}

function typeFromJson(json: unknown, at: string, depth: number): Type {
  if (depth > MAX_TYPE_DEPTH) throw new WireError(at, `a type is nested more than ${MAX_TYPE_DEPTH} deep`);
  if (json === 'string' || json === 'number' || json === 'bool' || json === 'dynamic') return json;
  const inner = (part: unknown): Type => typeFromJson(part, at, depth + 1);
  // An object type may have a third element, the names of its optional attributes, which no value depends on.
  const [kind, of] = Array.isArray(json) ? (json as unknown[]) : [];
  if (kind === 'list') return { list: inner(of) };
  if (kind === 'set') return { set: inner(of) };
  if (kind === 'map') return { map: inner(of) };
  if (kind === 'tuple' && Array.isArray(of)) return { tuple: of.map(inner) };
  if (kind === 'object' && typeof of === 'object' && of !== null && !Array.isArray(of)) {
    return { object: mapValues(of as Record<string, unknown>, inner) };
  }
  throw new WireError(at, 'a dynamic value has a type that this provider does not know');
}
