import { schemaMarkdown } from '../../../scripts/docs/schema-markdown';
import type { Attribute, Block } from '../../../src/plugin';

const one = (attribute: Partial<Attribute>): string =>
  schemaMarkdown({ attributes: { x: { type: 'string', description: 'What it is.', ...attribute } } });

const MODE: Block = { attributes: { deep: { type: 'bool', required: true, description: 'How deep.' } } };

describe('schemaMarkdown', () => {
  test.each([
    ['Required', { required: true }],
    ['Optional', { optional: true }],
    ['Optional', { optional: true, computed: true }],
    ['Read-Only', { computed: true }],
  ])('puts an attribute under %s where it is %j', (group, flags) => {
    expect(one(flags)).toBe(`## Schema\n\n### ${group}\n\n- \`x\` (String) What it is.`);
  });

  test.each<[Partial<Attribute>, string]>([
    [{ type: 'bool' }, 'Boolean'],
    [{ type: { list: 'number' } }, 'List of Number'],
    [{ type: { map: { set: 'string' } } }, 'Map of Set of String'],
    [{ type: { object: { a: 'string' } } }, 'Object'],
    [{ sensitive: true }, 'String, Sensitive'],
    [{ writeOnly: true }, 'String, Write-only'],
    [{ deprecated: true }, 'String, Deprecated'],
  ])('calls %j %s', (attribute, name) => {
    expect(one({ optional: true, ...attribute })).toContain(`- \`x\` (${name}) What it is.`);
  });

  test('gives blocks and nested attributes sections of their own, to any depth', () => {
    const text = schemaMarkdown({
      attributes: {
        t: { type: { nesting: 'single', attributes: MODE.attributes }, optional: true, description: 'T.' },
      },
      blocks: {
        outer: {
          nesting: 'list',
          maxItems: 1,
          block: {
            description: 'Outer.',
            attributes: {},
            blocks: { inner: { nesting: 'set', minItems: 1, block: MODE } },
          },
        },
      },
    });
    expect(text.split('\n').filter((line) => /^(#|- |<a|Req|Opt)/.test(line))).toEqual([
      '## Schema',
      '### Optional',
      '- `outer` (Block List, Max: 1) Outer. (see [below for nested schema](#nestedatt--outer))',
      '- `t` (Attributes) T. (see [below for nested schema](#nestedatt--t))',
      '<a id="nestedatt--outer"></a>',
      '### Nested Schema for `outer`',
      'Required:',
      '- `inner` (Block Set, Min: 1) (see [below for nested schema](#nestedatt--outer--inner))',
      '<a id="nestedatt--outer--inner"></a>',
      '### Nested Schema for `outer.inner`',
      'Required:',
      '- `deep` (Boolean) How deep.',
      '<a id="nestedatt--t"></a>',
      '### Nested Schema for `t`',
      'Required:',
      '- `deep` (Boolean) How deep.',
    ]);
  });
});
