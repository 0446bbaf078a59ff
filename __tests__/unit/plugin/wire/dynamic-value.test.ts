import { decode, encode, ExtData } from '@msgpack/msgpack';
import fc from 'fast-check';
import { UNKNOWN, type Attribute, type Block, type Type, type Value, type ValueObject } from '../../../../src/plugin';
import { decodeDynamicValue, encodeDynamicValue } from '../../../../src/plugin/wire/dynamic-value';
import { pack } from '../../../../src/plugin/wire/msgpack';
import { WireError } from '../../../../src/plugin/wire/wire-error';
import { noteSchema } from '../../../support/plugin/note-schema';

const NONE = new Uint8Array();
const attr = (type: Attribute['type']): Attribute => ({ type, optional: true, description: '' });
const blockOf = (type: Attribute['type']): Block => ({ attributes: { a: attr(type) } });

const fromWire = (msgpack: Uint8Array, block: Block) => decodeDynamicValue({ msgpack, json: NONE }, block);
const decoded = (raw: unknown, type: Attribute['type']): Value | undefined =>
  fromWire(encode({ a: raw }, { useBigInt64: true }), blockOf(type))?.a;
const encoded = (value: unknown, type: Attribute['type'], mayBeUnknown = true) =>
  encodeDynamicValue({ a: value as Value }, blockOf(type), { mayBeUnknown });
const onWire = (value: unknown, type: Attribute['type']): unknown =>
  (decode(encoded(value, type).value.msgpack) as { a: unknown }).a;

const typed = (type: unknown, value: unknown) => [Buffer.from(JSON.stringify(type)), value];
const plainUnknown = new ExtData(0, new Uint8Array(1));

describe('values of every type', () => {
  test.each<{ type: Type; raw: unknown; value: Value }>([
    { type: 'string', raw: 'ü€😀', value: 'ü€😀' },
    { type: 'string', raw: '', value: '' },
    { type: 'string', raw: null, value: null },
    { type: 'bool', raw: false, value: false },
    { type: 'number', raw: '7', value: 7 },
    { type: 'number', raw: '0.1', value: '0.1' },
    { type: { list: 'string' }, raw: ['a', null], value: ['a', null] },
    { type: { list: 'string' }, raw: [], value: [] },
    { type: { set: 'number' }, raw: ['1'], value: [1] },
    { type: { map: 'string' }, raw: { b: '1', a: null }, value: { b: '1', a: null } },
    { type: { tuple: ['string', 'bool'] }, raw: ['a', true], value: ['a', true] },
    { type: { object: { x: 'string', y: 'bool' } }, raw: { x: 'a', y: null }, value: { x: 'a', y: null } },
    { type: 'dynamic', raw: null, value: null },
    { type: 'dynamic', raw: typed('string', 'a'), value: 'a' },
    { type: 'dynamic', raw: typed('number', '0.1'), value: 0.1 },
    { type: 'dynamic', raw: typed(['list', 'string'], ['a']), value: ['a'] },
    { type: 'dynamic', raw: typed(['object', { a: ['tuple', ['bool']] }], { a: [true] }), value: { a: [true] } },
    { type: 'string', raw: plainUnknown, value: UNKNOWN },
    { type: { list: 'string' }, raw: ['a', plainUnknown], value: ['a', UNKNOWN] },
    { type: { map: { list: 'string' } }, raw: { k: plainUnknown }, value: { k: UNKNOWN } },
    { type: 'dynamic', raw: plainUnknown, value: UNKNOWN },
  ])('$type: $raw', ({ type, raw, value }) => {
    const native = decoded(raw, type);
    expect(native).toEqual(value);
    expect(encoded(native, type).misfits).toEqual([]);
    expect(onWire(native, type)).toEqual(raw);
  });

  test('refined unknowns are unknowns, and go back as plain ones', () => {
    const refined = new ExtData(12, Buffer.from('8201c202a26e2d', 'hex'));
    expect(decoded(refined, 'string')).toBe(UNKNOWN);
    expect(Buffer.from(encoded(UNKNOWN, 'string').value.msgpack).toString('hex')).toContain('d40000');
  });

  test('a key named __proto__ is a key like any', () => {
    const msgpack = Buffer.concat([Buffer.from('81a16182a95f5f70726f746f5f5fa178a162a179', 'hex')]);
    const native = fromWire(msgpack, blockOf({ map: 'string' }));
    expect(Object.entries(native?.a as ValueObject)).toEqual([
      ['__proto__', 'x'],
      ['b', 'y'],
    ]);
    const back = encodeDynamicValue(native, blockOf({ map: 'string' }), { mayBeUnknown: false });
    expect(Buffer.from(back.value.msgpack)).toEqual(msgpack);
    expect(({} as Record<string, unknown>).b).toBeUndefined();
  });

  test('a value of any type is sent with the type that its native form has', () => {
    expect(onWire({ n: 1, s: 'x', l: [true], u: UNKNOWN, z: null }, 'dynamic')).toEqual(
      typed(['object', { n: 'number', s: 'string', l: ['tuple', ['bool']], u: 'dynamic', z: 'dynamic' }], {
        n: '1',
        s: 'x',
        l: [true],
        u: plainUnknown,
        z: null,
      }),
    );
  });
});

describe('blocks and nested attributes', () => {
  const line: Block = { attributes: { text: attr('string') } };
  const body = (nesting: 'single' | 'list' | 'set' | 'map' | 'group', block = line): Block => ({
    attributes: {},
    blocks: { b: { nesting, block } },
  });
  const written = (value: unknown, block: Block) => {
    const { value: bytes, misfits } = encodeDynamicValue({ b: value as Value }, block, { mayBeUnknown: true });
    return { value: (decode(bytes.msgpack) as { b: unknown }).b, misfits };
  };

  test.each([
    { nesting: 'single' as const, empty: null },
    { nesting: 'list' as const, empty: [] },
    { nesting: 'set' as const, empty: [] },
    { nesting: 'map' as const, empty: {} },
    { nesting: 'group' as const, empty: { text: null } },
  ])('an absent $nesting block is written as Terraform wants it', ({ nesting, empty }) => {
    expect(written(null, body(nesting))).toEqual({ value: empty, misfits: [] });
  });

  test.each([
    { nesting: 'list' as const, empty: [], hole: [null], at: 'b[0]' },
    { nesting: 'set' as const, empty: [], hole: [null], at: 'b[0]' },
    { nesting: 'map' as const, empty: {}, hole: { k: null }, at: 'b["k"]' },
  ])('$nesting blocks that are null are none, and one of them cannot be', ({ nesting, empty, hole, at }) => {
    expect(fromWire(encode({ b: null }), body(nesting))).toEqual({ b: empty });
    expect(() => fromWire(encode({ b: hole }), body(nesting))).toThrow(`${at}: a block is required`);
  });

  test('a block list may be one unknown', () => {
    expect(fromWire(encode({ b: plainUnknown }), body('list'))).toEqual({ b: UNKNOWN });
    expect(written(UNKNOWN, body('list')).value).toEqual(plainUnknown);
  });

  test('blocks that hold a value of any type travel as one', () => {
    const block = body('list', { attributes: { any: attr('dynamic') } });
    const raw = { b: typed(['tuple', [['object', { any: 'string' }]]], [{ any: 'x' }]) };
    const native = fromWire(encode(raw), block);
    expect(native).toEqual({ b: [{ any: 'x' }] });
    expect(decode(encodeDynamicValue(native, block, { mayBeUnknown: false }).value.msgpack)).toEqual(raw);
  });

  test.each([
    { nesting: 'single' as const, raw: { text: 'x' } },
    { nesting: 'list' as const, raw: [{ text: 'x' }, { text: null }] },
    { nesting: 'set' as const, raw: [{ text: 'x' }] },
    { nesting: 'map' as const, raw: { k: { text: 'x' } } },
  ])('nested attributes: $nesting', ({ nesting, raw }) => {
    const type = { nesting, attributes: line.attributes };
    expect(decoded(raw, type)).toEqual(raw);
    expect(onWire(raw, type)).toEqual(raw);
    expect(onWire(null, type)).toBeNull();
  });
});

describe('what does not fit the schema', () => {
  test.each<{ type: Type; raw: unknown; message: string }>([
    { type: 'string', raw: 1, message: 'a: a string is required' },
    { type: 'bool', raw: 'true', message: 'a: a bool is required' },
    { type: 'number', raw: NaN, message: 'a: a number is required' },
    { type: 'number', raw: Infinity, message: 'a: a number is required' },
    { type: { list: 'bool' }, raw: {}, message: 'a: a list is required' },
    { type: { list: 'bool' }, raw: [true, 1], message: 'a[1]: a bool is required' },
    { type: { map: 'bool' }, raw: [], message: 'a: a map is required' },
    { type: { map: 'bool' }, raw: { 'x y': 1 }, message: 'a["x y"]: a bool is required' },
    { type: { object: { x: 'bool' } }, raw: {}, message: 'a.x: the value is missing' },
    { type: { object: {} }, raw: { x: 1 }, message: 'a.x: the schema has no such name' },
    { type: { tuple: ['bool'] }, raw: [], message: 'a: a tuple of 1 elements is required' },
    { type: 'dynamic', raw: 'x', message: 'a: a value with its type is required' },
    {
      type: 'dynamic',
      raw: typed('nonsense', 1),
      message: 'a: a dynamic value has a type that this provider does not know',
    },
    { type: 'dynamic', raw: [Buffer.from('{'), 1], message: 'a: the type of a dynamic value is not JSON' },
    {
      type: 'dynamic',
      raw: typed('dynamic', typed('string', 'x')),
      message: 'a: a value of any type does not say its type',
    },
  ])('$message', ({ type, raw, message }) => {
    expect(() => decoded(raw, type)).toThrow(new WireError('', message));
  });

  test.each<{ type: Type; value: unknown; kind: string; problem: string; instead: unknown }>([
    { type: 'string', value: 1, kind: 'wrong', problem: 'a string is required', instead: null },
    { type: 'bool', value: 'x', kind: 'wrong', problem: 'a bool is required', instead: null },
    { type: 'number', value: NaN, kind: 'wrong', problem: 'a number is required', instead: null },
    {
      type: { map: 'bool' },
      value: new Map([['x', true]]),
      kind: 'wrong',
      problem: 'a map is required',
      instead: null,
    },
    { type: { set: 'bool' }, value: new Set([true]), kind: 'wrong', problem: 'a set is required', instead: null },
    { type: { object: {} }, value: new Date(0), kind: 'wrong', problem: 'an object is required', instead: null },
    { type: 'string', value: undefined, kind: 'missing', problem: 'the value is missing', instead: null },
  ])('an answer with $value for $type is named and written as null', ({ type, value, kind, problem, instead }) => {
    expect(encoded(value, type).misfits).toEqual([{ at: [{ attribute: 'a' }], kind, problem }]);
    expect(onWire(value, type)).toEqual(instead);
  });

  test('unknowns are named and nulled where none may stand, at any depth', () => {
    const { value, misfits } = encoded(['x', UNKNOWN], { list: 'string' }, false);
    expect(misfits).toEqual([
      { at: [{ attribute: 'a' }, { index: 1 }], kind: 'unknown', problem: 'the value is still unknown' },
    ]);
    expect(decode(value.msgpack)).toEqual({ a: ['x', null] });
  });

  test('an unknown name is named, and the rest is written', () => {
    const { value, misfits } = encodeDynamicValue({ a: 'x', typo: 1 }, blockOf('string'), { mayBeUnknown: false });
    expect(misfits).toMatchObject([{ at: [{ attribute: 'typo' }], kind: 'wrong' }]);
    expect(decode(value.msgpack)).toEqual({ a: 'x' });
  });
});

describe('the whole value', () => {
  test.each([
    ['absent', undefined],
    ['empty', { msgpack: NONE, json: NONE }],
    ['nil', { msgpack: encode(null), json: NONE }],
  ])('%s is null', (_name, value) => {
    expect(decodeDynamicValue(value, blockOf('string'))).toBeNull();
  });

  test('JSON is read where there is no msgpack', () => {
    const json = Buffer.from('{"a":{"type":["list","string"],"value":["x"]}}');
    expect(decodeDynamicValue({ msgpack: NONE, json }, blockOf('dynamic'))).toEqual({ a: ['x'] });
    expect(decodeDynamicValue({ msgpack: NONE, json: Buffer.from('{}') }, blockOf('string'))).toEqual({ a: null });
    expect(() => decodeDynamicValue({ msgpack: NONE, json: Buffer.from('{') }, blockOf('string'))).toThrow(WireError);
  });
});

describe('hostile bytes', () => {
  const valueOrWireError = (msgpack: Uint8Array, block: Block): void => {
    try {
      fromWire(msgpack, block);
    } catch (error) {
      expect(error).toBeInstanceOf(WireError);
    }
  };

  test('random bytes are a value or a WireError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => valueOrWireError(bytes, noteSchema)),
      { numRuns: 2000 },
    );
  });

  test('any msgpack is a value or a WireError', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: false }), (anything) => {
        valueOrWireError(encode({ a: anything }, { maxDepth: 1000 }), blockOf('dynamic'));
        valueOrWireError(encode(anything, { maxDepth: 1000 }), noteSchema);
      }),
    );
  });

  test.each([
    ['nested arrays', Buffer.alloc(200_000, 0x91)],
    ['nested maps', Buffer.from('81a161'.repeat(50_000), 'hex')],
    ['an array of 4 billion', Buffer.from('ddffffffff', 'hex')],
    ['a map of 4 billion', Buffer.from('dfffffffff', 'hex')],
    ['a string of 4 GB', Buffer.from('81a161dbffffffff', 'hex')],
    ['a key that is no string', Buffer.from('8101a161', 'hex')],
    ['broken UTF-8 in a key', Buffer.from('81a1ff01', 'hex')],
    ['more than one value', Buffer.from('c0c0', 'hex')],
    ['a reserved byte', Buffer.from('c1', 'hex')],
  ])('%s end in an error', (_name, bytes) => {
    expect(() => fromWire(bytes, noteSchema)).toThrow(WireError);
  });

  test('a type without end ends in an error', () => {
    const type = Buffer.from('["list",'.repeat(100_000) + '"string"' + ']'.repeat(100_000));
    expect(() => fromWire(encode({ a: [type, null] }), blockOf('dynamic'))).toThrow(WireError);
    const deep = Buffer.from('["list",'.repeat(65) + '"string"' + ']'.repeat(65));
    expect(() => fromWire(encode({ a: [deep, null] }), blockOf('dynamic'))).toThrow(/nested more than 64 deep/);
  });

  test('values of any type inside values of any type end in an error', () => {
    const list = Buffer.from('["list","dynamic"]');
    let value: unknown = null;
    for (let depth = 0; depth < 300; depth++) value = [list, [value]];
    expect(() => fromWire(encode({ a: value }, { maxDepth: 1000 }), blockOf('dynamic'))).toThrow(
      /nested more than 200 deep/,
    );
  });
});

describe('round trips', () => {
  const key = fc.string({ unit: 'grapheme', maxLength: 8 });
  const { type: anyType } = fc.letrec<{ type: Type }>((tie) => ({
    type: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom<Type>('string', 'number', 'bool', 'dynamic'),
      tie('type').map((list): Type => ({ list })),
      tie('type').map((set): Type => ({ set })),
      tie('type').map((map): Type => ({ map })),
      fc.array(tie('type'), { maxLength: 3 }).map((tuple): Type => ({ tuple })),
      fc
        .dictionary(fc.constantFrom('x', 'y', 'z'), tie('type'), { noNullPrototype: true })
        .map((object): Type => ({ object })),
    ),
  }));

  const known = (type: Type): fc.Arbitrary<Value> => {
    if (type === 'string') return fc.string({ unit: 'grapheme' });
    if (type === 'bool') return fc.boolean();
    if (type === 'number')
      return fc.oneof(
        fc.integer(),
        fc.bigInt().filter((n) => !Number.isSafeInteger(Number(n))),
        fc.constant('0.1'),
      );
    if (type === 'dynamic') return fc.oneof(fc.string(), fc.boolean(), fc.integer(), fc.array(fc.integer()));
    if ('list' in type) return fc.array(valueOf(type.list), { maxLength: 3 });
    if ('set' in type) return fc.array(valueOf(type.set), { maxLength: 3 });
    if ('map' in type) return fc.dictionary(key, valueOf(type.map), { maxKeys: 3, noNullPrototype: true });
    if ('tuple' in type) return fc.tuple(...type.tuple.map(valueOf));
    return fc.record(Object.fromEntries(Object.entries(type.object).map(([name, inner]) => [name, valueOf(inner)])), {
      noNullPrototype: true,
    });
  };
  const valueOf = (type: Type): fc.Arbitrary<Value> =>
    fc.oneof(
      { weight: 8, arbitrary: known(type) },
      { weight: 1, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constant(UNKNOWN) },
    );

  test('any value of any type comes back as it was', () => {
    const sample = anyType.chain((type) => fc.tuple(fc.constant(type), valueOf(type)));
    fc.assert(
      fc.property(sample, ([type, value]) => {
        const block = blockOf(type);
        const { value: bytes, misfits } = encodeDynamicValue({ a: value }, block, { mayBeUnknown: true });
        expect(misfits).toEqual([]);
        expect(fromWire(bytes.msgpack, block)).toEqual({ a: value });
      }),
      { numRuns: 500 },
    );
  });
});

test('pack writes nothing for what is undefined', () => {
  expect(pack(undefined)).toEqual(encode(null));
});
