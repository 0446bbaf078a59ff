import type { Block, Schema, Value, ValueObject } from '../../../src/plugin';
import { isUnknown } from '../../../src/plugin';
import { encodeDynamicValue } from '../../../src/plugin/wire/dynamic-value';

const EMPTY_BLOCKS = { single: null, group: {}, list: [], set: [], map: {} } as const;

/** A body with everything that is not named unset, as Terraform sends it. */
export function bodyOf(block: Block, values: ValueObject): ValueObject {
  const blocks = Object.entries(block.blocks ?? {}).map(([name, { nesting, block: inner }]) => {
    const given = values[name];
    const bodies = Array.isArray(given) ? given.map((one) => bodyOf(inner, one as ValueObject)) : EMPTY_BLOCKS[nesting];
    return [name, bodies];
  });
  const attributes = Object.keys(block.attributes).map((name) => [name, values[name] ?? null]);
  return Object.fromEntries([...attributes, ...blocks]) as ValueObject;
}

/** A value as Terraform sends it. */
export function encode(value: ValueObject | null, schema: Schema): { msgpack: Uint8Array } {
  const { value: encoded, misfits } = encodeDynamicValue(value, schema, { mayBeUnknown: true });
  if (misfits.length > 0) throw new Error(`A test's value does not fit the schema: ${JSON.stringify(misfits)}`);
  return encoded;
}

/** Whether two values are the same in content. */
export const same = (one: Value, other: Value): boolean => canonical(one) === canonical(other);

const canonical = (value: Value): string =>
  JSON.stringify(value, (_key, part: unknown) => {
    if (isUnknown(part)) return '(known after apply)';
    return part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part;
  });
