import type { MessageInitShape } from '@bufbuild/protobuf';
import {
  Schema_NestedBlock_NestingMode,
  Schema_Object_NestingMode,
  StringKind,
  type Schema_AttributeSchema,
  type Schema_BlockSchema,
  type Schema_NestedBlockSchema,
  type SchemaSchema,
} from '../generated/tfplugin6_pb';
import { isNested, type Attribute, type Block, type NestedAttributes, type NestedBlock, type Schema } from '../schema';
import { encodeType } from './type-json';

type SchemaInit = MessageInitShape<typeof SchemaSchema>;
type BlockInit = MessageInitShape<typeof Schema_BlockSchema>;
type NestedBlockInit = MessageInitShape<typeof Schema_NestedBlockSchema>;
type AttributeInit = MessageInitShape<typeof Schema_AttributeSchema>;

const NESTED_ATTRIBUTES = {
  single: Schema_Object_NestingMode.SINGLE,
  list: Schema_Object_NestingMode.LIST,
  set: Schema_Object_NestingMode.SET,
  map: Schema_Object_NestingMode.MAP,
} as const satisfies Record<NestedAttributes['nesting'], Schema_Object_NestingMode>;

const NESTED_BLOCKS = {
  single: Schema_NestedBlock_NestingMode.SINGLE,
  list: Schema_NestedBlock_NestingMode.LIST,
  set: Schema_NestedBlock_NestingMode.SET,
  map: Schema_NestedBlock_NestingMode.MAP,
  group: Schema_NestedBlock_NestingMode.GROUP,
} as const satisfies Record<NestedBlock['nesting'], Schema_NestedBlock_NestingMode>;

export const encodeSchema = ({ version, ...block }: Schema): SchemaInit => ({
  version: BigInt(version),
  block: encodeBlock(block),
});

function encodeBlock({ attributes, blocks = {}, description = '' }: Block): BlockInit {
  return {
    attributes: encodeAttributes(attributes),
    blockTypes: Object.entries(blocks).map(([name, nested]) => encodeNestedBlock(name, nested)),
    description,
    descriptionKind: StringKind.MARKDOWN,
  };
}

/** Terraform wants counts for lists and sets only, and refuses them elsewhere. */
function encodeNestedBlock(name: string, { nesting, block, minItems = 0, maxItems = 0 }: NestedBlock): NestedBlockInit {
  const counted = nesting === 'list' || nesting === 'set';
  return {
    typeName: name,
    block: encodeBlock(block),
    nesting: NESTED_BLOCKS[nesting],
    ...(counted && { minItems: BigInt(minItems), maxItems: BigInt(maxItems) }),
  };
}

const encodeAttributes = (attributes: Readonly<Record<string, Attribute>>): AttributeInit[] =>
  Object.entries(attributes).map(([name, attribute]) => encodeAttribute(name, attribute));

/** Exactly one of `type` and `nestedType` is set: Terraform crashes on a type that is not JSON. */
function encodeAttribute(name: string, attribute: Attribute): AttributeInit {
  const { type, description, required, optional, computed, sensitive, writeOnly, deprecated } = attribute;
  return {
    name,
    ...(isNested(type)
      ? { nestedType: { attributes: encodeAttributes(type.attributes), nesting: NESTED_ATTRIBUTES[type.nesting] } }
      : { type: encodeType(type) }),
    description,
    descriptionKind: StringKind.MARKDOWN,
    required: required ?? false,
    optional: optional ?? false,
    computed: computed ?? false,
    sensitive: sensitive ?? false,
    writeOnly: writeOnly ?? false,
    deprecated: deprecated ?? false,
  };
}
