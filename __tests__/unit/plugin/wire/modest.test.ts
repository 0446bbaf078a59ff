import { encode, ExtData } from '@msgpack/msgpack';
import fc from 'fast-check';
import { requireModestJson, requireModestMsgpack } from '../../../../src/plugin/wire/modest';
import { unpack } from '../../../../src/plugin/wire/msgpack';

const MANY = 2_000_000;
const DEEP = 'nests deeper than 1024 levels';
const LARGE = 'more than 100000 parts';

const deep = (level: number): Buffer => Buffer.concat([Buffer.alloc(MANY, level), Buffer.from([0xc0])]);
const arrayOf = (elements: Uint8Array[]): Uint8Array =>
  Buffer.concat([Buffer.from([0x90 + elements.length]), ...elements]);

/** Has a length of four bytes; two of them would be too many parts. */
const LONG = new Array(70_000).fill(1);

/** Every kind of value that msgpack has, in its short and its long forms. */
const anyValue = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false),
    fc.double({ noNaN: true }),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
    fc.integer(),
    fc.string({ maxLength: 300 }),
    fc.constantFrom('x'.repeat(40), 'x'.repeat(300), 'x'.repeat(70_000)),
    fc.uint8Array({ maxLength: 300 }),
    fc.constantFrom(new Uint8Array(70_000)),
    fc.constantFrom(1, 2, 4, 8, 16, 17, 300, 70_000).map((size) => new ExtData(0, new Uint8Array(size))),
    fc.array(tie('value'), { maxLength: 20 }),
    fc.constantFrom(new Array(300).fill(1)),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 20 }),
  ),
})).value;

function problemOf(run: () => void): string | undefined {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
}

describe('msgpack', () => {
  test.each([
    ['arrays in arrays', deep(0x91), DEEP],
    ['maps in maps, by their keys', deep(0x81), DEEP],
    ['long arrays in long arrays', Buffer.alloc(MANY * 5, Buffer.from([0xdd, 0, 0, 0, 1])), DEEP],
    [
      'countless empty maps',
      Buffer.concat([Buffer.from([0xdd, 0, 0x1e, 0x84, 0x80]), Buffer.alloc(MANY, 0x80)]),
      LARGE,
    ],
    ['an array that announces four billion elements', Buffer.from([0xdd, 0xff, 0xff, 0xff, 0xff]), LARGE],
    ['a map that announces four billion keys', Buffer.from([0xdf, 0xff, 0xff, 0xff, 0xff]), LARGE],
    [
      'long arrays in arrays, which hold less than they announce',
      Buffer.concat([Buffer.alloc(9 * 5, Buffer.from([0xdd, 0, 0, 0x30, 0])), Buffer.from([0xdb, 0, 1, 0, 0])]),
      LARGE,
    ],
  ])('%s are refused', (_what, bytes, says) => {
    expect(() => unpack(bytes)).toThrow(says);
  });

  test('whatever stands before it, what is too deep is found', () => {
    const bomb = deep(0x91);
    fc.assert(
      fc.property(fc.array(anyValue, { maxLength: 13 }), fc.subarray([LONG]), (values, long) => {
        const before = [...long, ...values].map((value) => encode(value, { useBigInt64: true }));
        expect(() => requireModestMsgpack(arrayOf(before))).not.toThrow();
        expect(() => requireModestMsgpack(arrayOf([...before, bomb]))).toThrow(DEEP);
      }),
      { numRuns: 300 },
    );
  });

  test('any bytes are looked through, and no further than they go', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const problem = problemOf(() => requireModestMsgpack(bytes));
        expect([undefined, `the value has ${LARGE}`]).toContain(problem);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('JSON', () => {
  test.each([
    ['arrays in arrays', '['.repeat(MANY), DEEP],
    ['objects in objects', '{"a":'.repeat(MANY), DEEP],
    ['what closes in between', '[[]'.repeat(MANY / 2), DEEP],
    ['countless numbers', `[${'1,'.repeat(MANY)}1]`, LARGE],
    ['countless empty arrays', `[${'[],'.repeat(MANY)}1]`, LARGE],
  ])('%s are refused', (_what, json, says) => {
    expect(() => requireModestJson(Buffer.from(json))).toThrow(says);
  });

  test.each([
    ['brackets in a text', JSON.stringify({ a: '['.repeat(MANY) })],
    ['quotes and backslashes in a text', JSON.stringify(['\\"[\\'.repeat(MANY / 4)])],
    ['what is deep, but not too deep', `${'['.repeat(1000)}${']'.repeat(1000)}`],
  ])('%s is taken', (_what, json) => {
    expect(() => requireModestJson(Buffer.from(json))).not.toThrow();
  });
});
