import { isNested, type Attribute, type Block, type NestedAttributes, type NestedBlock, type Type } from '../schema';

/** What a value looks like on the wire. Attributes and blocks come to the same few forms. */
export type Shape =
  | { readonly kind: 'string' | 'number' | 'bool' | 'dynamic' }
  /** `empty`: where nothing is written as an empty collection, never as null, as blocks want it. */
  | { readonly kind: 'list' | 'set' | 'map'; readonly element: Shape; readonly empty: boolean }
  | { readonly kind: 'object'; readonly members: Readonly<Record<string, Shape>>; readonly always: boolean }
  | { readonly kind: 'tuple'; readonly elements: readonly Shape[] };

export type ObjectShape = Extract<Shape, { kind: 'object' }>;

const mapEntries = <From>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => Shape,
): Record<string, Shape> => Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));

export function shapeOfType(type: Type): Shape {
  if (typeof type === 'string') return { kind: type };
  if ('list' in type) return { kind: 'list', element: shapeOfType(type.list), empty: false };
  if ('set' in type) return { kind: 'set', element: shapeOfType(type.set), empty: false };
  if ('map' in type) return { kind: 'map', element: shapeOfType(type.map), empty: false };
  if ('tuple' in type) return { kind: 'tuple', elements: type.tuple.map(shapeOfType) };
  return { kind: 'object', members: mapEntries(type.object, shapeOfType), always: false };
}

function shapeOfNested({ nesting, attributes }: NestedAttributes): Shape {
  const members: Shape = { kind: 'object', members: mapEntries(attributes, shapeOfAttribute), always: false };
  return nesting === 'single' ? members : { kind: nesting, element: members, empty: false };
}

const shapeOfAttribute = ({ type }: Attribute): Shape => (isNested(type) ? shapeOfNested(type) : shapeOfType(type));

function shapeOfNestedBlock({ nesting, block }: NestedBlock): Shape {
  const body: ObjectShape = { ...shapeOfBody(block), always: nesting === 'group' };
  if (nesting === 'single' || nesting === 'group') return body;
  // Blocks with a dynamic attribute may differ in type from one to the next: Terraform sends the whole as dynamic.
  if (nesting !== 'set' && hasDynamic(body)) return { kind: 'dynamic' };
  return { kind: nesting, element: body, empty: true };
}

const hasDynamic = (shape: Shape): boolean => {
  if (shape.kind === 'dynamic') return true;
  if (shape.kind === 'object') return Object.values(shape.members).some(hasDynamic);
  if (shape.kind === 'tuple') return shape.elements.some(hasDynamic);
  return 'element' in shape && hasDynamic(shape.element);
};

const shapeOfBody = (block: Block): ObjectShape => ({
  kind: 'object',
  members: { ...mapEntries(block.attributes, shapeOfAttribute), ...mapEntries(block.blocks ?? {}, shapeOfNestedBlock) },
  always: false,
});

const shapes = new WeakMap<Block, ObjectShape>();

/** The shape of a schema's body. Worked out once a schema. */
export function shapeOfBlock(block: Block): ObjectShape {
  const known = shapes.get(block);
  if (known !== undefined) return known;
  const shape = shapeOfBody(block);
  shapes.set(block, shape);
  return shape;
}
