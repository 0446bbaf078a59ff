import type { AttributePath, PathStep } from '../attribute-path';
import { isNested, type Attribute, type Block } from '../schema';
import { isUnknown, type Value, type ValueObject } from '../value';

/** Where a configuration sets write-only attributes, at any depth. */
export function writeOnlyValues(body: ValueObject, block: Block, at: AttributePath = []): AttributePath[] {
  const inAttributes = Object.entries(block.attributes).flatMap(([name, attribute]) =>
    inAttribute(body[name], attribute, [...at, { attribute: name }]),
  );
  const inBlocks = Object.entries(block.blocks ?? {}).flatMap(([name, nested]) =>
    bodiesIn(body[name], [...at, { attribute: name }], nested.nesting === 'map').flatMap(([inner, path]) =>
      writeOnlyValues(inner, nested.block, path),
    ),
  );
  return [...inAttributes, ...inBlocks];
}

function inAttribute(value: Value | undefined, { type, writeOnly }: Attribute, at: AttributePath): AttributePath[] {
  if (value === null || value === undefined) return [];
  if (writeOnly) return [at];
  if (!isNested(type)) return [];
  return bodiesIn(value, at, type.nesting === 'map').flatMap(([inner, path]) =>
    writeOnlyValues(inner, { attributes: type.attributes }, path),
  );
}

/** The bodies that a nested attribute or block holds: itself, or each of its elements. */
function bodiesIn(value: Value | undefined, at: AttributePath, isMap = false): [ValueObject, AttributePath][] {
  if (typeof value !== 'object' || value === null || isUnknown(value)) return [];
  if (Array.isArray(value))
    return elements(
      (value as readonly Value[]).map((item, index) => [item, { index }]),
      at,
    );
  if (!isMap) return [[value as ValueObject, at]];
  return elements(
    Object.entries(value as ValueObject).map(([key, item]) => [item, { key }]),
    at,
  );
}

const elements = (items: [Value, PathStep][], at: AttributePath): [ValueObject, AttributePath][] =>
  items.flatMap(([item, step]) => bodiesIn(item, [...at, step]));
