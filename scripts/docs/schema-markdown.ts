/** A schema as the Terraform registry's pages show it. */
import {
  type Attribute,
  type Block,
  isNested,
  type NestedAttributes,
  type NestedBlock,
  type Type,
} from '../../src/plugin';

const SIMPLE: Readonly<Record<string, string>> = {
  string: 'String',
  number: 'Number',
  bool: 'Boolean',
  dynamic: 'Dynamic',
};

function typeName(type: Type): string {
  if (typeof type === 'string') return SIMPLE[type] ?? type;
  if ('list' in type) return `List of ${typeName(type.list)}`;
  if ('set' in type) return `Set of ${typeName(type.set)}`;
  if ('map' in type) return `Map of ${typeName(type.map)}`;
  return 'object' in type ? 'Object' : 'Tuple';
}

const nestedTypeName = ({ nesting }: NestedAttributes): string =>
  nesting === 'single' ? 'Attributes' : `Attributes ${nesting === 'list' ? 'List' : nesting === 'set' ? 'Set' : 'Map'}`;

function blockTypeName({ nesting, minItems = 0, maxItems = 0 }: NestedBlock): string {
  const kind = nesting === 'list' ? 'Block List' : nesting === 'set' ? 'Block Set' : 'Block';
  const limits = [minItems > 0 ? `Min: ${minItems}` : '', maxItems > 0 ? `Max: ${maxItems}` : ''];
  return [kind, ...limits.filter((limit) => limit !== '')].join(', ');
}

/** One line of a page, and the section it leads to where it has parts of its own. */
interface Entry {
  readonly name: string;
  readonly line: string;
  readonly group: 'Required' | 'Optional' | 'Read-Only';
  readonly parts?: Block;
}

function attributeEntry(name: string, attribute: Attribute, anchor: string): Entry {
  const { type, required, optional, sensitive, deprecated, description } = attribute;
  const nested = isNested(type);
  const marks = [
    nested ? nestedTypeName(type) : typeName(type),
    ...(sensitive === true ? ['Sensitive'] : []),
    ...(attribute.writeOnly === true ? ['Write-only'] : []),
    ...(deprecated === true ? ['Deprecated'] : []),
  ];
  const link = nested ? ` (see [below for nested schema](#${anchor}--${name}))` : '';
  return {
    name,
    line: `- \`${name}\` (${marks.join(', ')}) ${description}${link}`,
    group: required === true ? 'Required' : optional === true ? 'Optional' : 'Read-Only',
    ...(nested && { parts: { attributes: type.attributes } }),
  };
}

function blockEntry(name: string, block: NestedBlock, anchor: string): Entry {
  const { description } = block.block;
  const text = description === undefined ? '' : ` ${description}`;
  return {
    name,
    line: `- \`${name}\` (${blockTypeName(block)})${text} (see [below for nested schema](#${anchor}--${name}))`,
    group: (block.minItems ?? 0) > 0 ? 'Required' : 'Optional',
    parts: block.block,
  };
}

const byName = (a: Entry, b: Entry): number => (a.name < b.name ? -1 : 1);

function entriesOf({ attributes, blocks = {} }: Block, anchor: string): Entry[] {
  return [
    ...Object.entries(attributes).map(([name, attribute]) => attributeEntry(name, attribute, anchor)),
    ...Object.entries(blocks).map(([name, block]) => blockEntry(name, block, anchor)),
  ].sort(byName);
}

function groups(entries: readonly Entry[], heading: (group: string) => string): string[] {
  return (['Required', 'Optional', 'Read-Only'] as const).flatMap((group) => {
    const lines = entries.filter((entry) => entry.group === group).map(({ line }) => line);
    return lines.length === 0 ? [] : [heading(group), lines.join('\n')];
  });
}

/** The sections of everything that has parts, each followed by those of its own parts. */
function nestedSections(entries: readonly Entry[], anchor: string, path: string): string[] {
  return entries.flatMap(({ name, parts }) => {
    if (parts === undefined) return [];
    const id = `${anchor}--${name}`;
    const fullName = path === '' ? name : `${path}.${name}`;
    const inner = entriesOf(parts, id);
    return [
      `<a id="${id}"></a>\n\n### Nested Schema for \`${fullName}\``,
      ...groups(inner, (group) => `${group}:`),
      ...nestedSections(inner, id, fullName),
    ];
  });
}

/** The `## Schema` section of a page. */
export function schemaMarkdown(schema: Block): string {
  const anchor = 'nestedatt';
  const entries = entriesOf(schema, anchor);
  return ['## Schema', ...groups(entries, (group) => `### ${group}`), ...nestedSections(entries, anchor, '')].join(
    '\n\n',
  );
}
