import fc from 'fast-check';
import { decodeNumber, encodeNumber } from '../../../../src/plugin/wire/number';
import { WireError } from '../../../../src/plugin/wire/wire-error';

describe('decodeNumber', () => {
  test.each([
    { raw: 0, value: 0 },
    { raw: -1, value: -1 },
    { raw: 0.5, value: 0.5 },
    { raw: 7n, value: 7 },
    { raw: 9007199254740993n, value: 9007199254740993n },
    { raw: -(2n ** 63n), value: -(2n ** 63n) },
    { raw: 2 ** 70, value: 2n ** 70n },
    { raw: 1 / 3, value: '0.333333333333333314829616256247390992939472198486328125' },
    { raw: -(2 ** -30), value: '-0.000000000931322574615478515625' },
    { raw: '0.1', value: '0.1' },
    { raw: '12', value: 12 },
    { raw: '1000000000000000000000000000000', value: 10n ** 30n },
    { raw: '1e400', value: '1e400' },
    { raw: '9'.repeat(2000), value: '9'.repeat(2000) },
  ])('$raw is $value', ({ raw, value }) => {
    expect(decodeNumber(raw, 'n')).toBe(value);
  });

  test.each([NaN, Infinity, -Infinity, 'NaN', '', '0x1', '1_000', ' 1', true, {}])('refuses %p', (raw) => {
    expect(() => decodeNumber(raw, 'n')).toThrow(new WireError('n', 'a number is required'));
  });
});

describe('encodeNumber', () => {
  test.each([
    { value: 1, text: '1' },
    { value: -0, text: '0' },
    { value: 0.1, text: '0.1' },
    { value: 2 ** 60, text: '1152921504606846976' },
    { value: 1e21, text: '1000000000000000000000' },
    { value: 10n ** 30n, text: '1000000000000000000000000000000' },
    { value: '0.10', text: '0.10' },
  ])('$value is $text', ({ value, text }) => {
    expect(encodeNumber(value, 'n')).toBe(text);
  });

  test.each([NaN, Infinity, 'one', '', null, undefined, true])(
    'refuses %p, which would crash Terraform or fail in it',
    (value) => {
      expect(() => encodeNumber(value, 'n')).toThrow(WireError);
    },
  );
});

test('integers of any size come back exactly', () => {
  fc.assert(
    fc.property(fc.bigInt(), (integer) => {
      expect(BigInt(decodeNumber(encodeNumber(decodeNumber(integer, ''), ''), ''))).toBe(integer);
    }),
  );
});

test('binary fractions come back exactly', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      expect(Number(encodeNumber(decodeNumber(number, ''), ''))).toBe(number === 0 ? 0 : number);
    }),
  );
});
