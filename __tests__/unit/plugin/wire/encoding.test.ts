import { create, toJson } from '@bufbuild/protobuf';
import { attribute } from '../../../../src/plugin';
import { AttributePathSchema, DiagnosticSchema, SchemaSchema } from '../../../../src/plugin/generated/tfplugin6_pb';
import { encodeAttributePath, formatPath } from '../../../../src/plugin/wire/attribute-path';
import { encodeDiagnostic } from '../../../../src/plugin/wire/diagnostic';
import { encodeSchema } from '../../../../src/plugin/wire/schema';
import { decodeType, encodeType } from '../../../../src/plugin/wire/type-json';
import { noteSchema } from '../../../support/plugin/note-schema';

describe('attribute paths', () => {
  const path = [{ attribute: 'rules' }, { index: 2 }, { attribute: 'tags' }, { key: 'a"b' }];

  test('become steps', () => {
    expect(toJson(AttributePathSchema, create(AttributePathSchema, encodeAttributePath(path)))).toEqual({
      steps: [
        { attributeName: 'rules' },
        { elementKeyInt: '2' },
        { attributeName: 'tags' },
        { elementKeyString: 'a"b' },
      ],
    });
  });

  test('are written as a practitioner would', () => {
    expect(formatPath(path)).toBe('rules[2].tags["a\\"b"]');
    expect(formatPath(attribute('timeouts', 'create'))).toBe('timeouts.create');
    expect(formatPath([])).toBe('');
  });
});

describe('diagnostics', () => {
  const base = { summary: 'S', detail: 'D' };

  test.each([
    { name: 'an error', diagnostic: { ...base, severity: 'error' as const }, json: { ...base, severity: 'ERROR' } },
    {
      name: 'a warning',
      diagnostic: { ...base, severity: 'warning' as const },
      json: { ...base, severity: 'WARNING' },
    },
    {
      name: 'an attribute',
      diagnostic: { ...base, severity: 'error' as const, attribute: attribute('a') },
      json: { ...base, severity: 'ERROR', attribute: { steps: [{ attributeName: 'a' }] } },
    },
    {
      name: 'no step, which would hide the source line',
      diagnostic: { ...base, severity: 'error' as const, attribute: [] },
      json: { ...base, severity: 'ERROR' },
    },
  ])('$name', ({ diagnostic, json }) => {
    expect(toJson(DiagnosticSchema, create(DiagnosticSchema, encodeDiagnostic(diagnostic)))).toEqual(json);
  });
});

describe('types', () => {
  test.each([
    { type: 'string' as const, json: '"string"' },
    { type: 'dynamic' as const, json: '"dynamic"' },
    { type: { list: 'number' as const }, json: '["list","number"]' },
    { type: { set: { map: 'bool' as const } }, json: '["set",["map","bool"]]' },
    { type: { object: { a: 'string' as const } }, json: '["object",{"a":"string"}]' },
    { type: { tuple: ['string', 'bool'] as const }, json: '["tuple",["string","bool"]]' },
  ])('$json', ({ type, json }) => {
    expect(Buffer.from(encodeType(type)).toString()).toBe(json);
    expect(decodeType(Buffer.from(json), '')).toEqual(type);
  });

  test('an object type may name optional attributes', () => {
    expect(decodeType(Buffer.from('["object",{"a":"string"},["a"]]'), '')).toEqual({ object: { a: 'string' } });
  });
});

describe('schemas', () => {
  const { version, block } = create(SchemaSchema, encodeSchema(noteSchema));
  const attributeNamed = (name: string) => block!.attributes.find((each) => each.name === name)!;
  const blockNamed = (name: string) => block!.blockTypes.find((each) => each.typeName === name)!;

  test('carry version, description and flags', () => {
    expect(version).toBe(2n);
    expect(block).toMatchObject({ description: 'A note that lives in state only.', descriptionKind: 1 });
    expect(attributeNamed('text')).toMatchObject({ required: true, optional: false, computed: false });
    expect(attributeNamed('colour')).toMatchObject({ required: false, optional: true, computed: true });
    expect(attributeNamed('secret')).toMatchObject({ sensitive: true });
    expect(attributeNamed('password_wo')).toMatchObject({ writeOnly: true });
  });

  test('set exactly one of type and nested type', () => {
    for (const each of block!.attributes) expect(each.type.length > 0).toBe(each.nestedType === undefined);
    expect(['cover', 'pages', 'stickers', 'chapters'].map((name) => attributeNamed(name).nestedType?.nesting)).toEqual([
      1, 2, 3, 4,
    ]);
  });

  test('number the nesting of blocks', () => {
    expect(['header', 'line', 'mark', 'margin', 'style'].map((name) => blockNamed(name).nesting)).toEqual([
      1, 2, 3, 4, 5,
    ]);
    expect(blockNamed('line').block?.blockTypes).toHaveLength(1);
  });

  test('hold counts for lists and sets only', () => {
    const counted = { block: { attributes: {} }, minItems: 1, maxItems: 2 };
    const encoded = encodeSchema({
      version: 0,
      attributes: {},
      blocks: { l: { nesting: 'list', ...counted }, g: { nesting: 'group', ...counted } },
    });
    expect(encoded.block?.blockTypes).toMatchObject([{ minItems: 1n, maxItems: 2n }, {}]);
    expect(encoded.block?.blockTypes?.[1]).not.toHaveProperty('minItems');
  });

  test('always have a block: Terraform crashes without', () => {
    expect(create(SchemaSchema, encodeSchema({ version: 0, attributes: {} })).block).toBeDefined();
  });
});
