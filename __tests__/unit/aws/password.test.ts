import { inspect } from 'node:util';
import fc from 'fast-check';
import { passwordFrom, type PasswordProblem, SecretString } from '../../../src/aws';

const of = (text: string, jsonKey?: string) => passwordFrom(new SecretString(text), jsonKey);

describe('passwordFrom', () => {
  const accepted: [what: string, secret: string, jsonKey: string | undefined, password: string][] = [
    ['a plain secret, byte for byte', ' pass word\t', undefined, ' pass word\t'],
    ['one character', 'x', undefined, 'x'],
    ['128 characters', 'x'.repeat(128), undefined, 'x'.repeat(128)],
    ['128 characters of two bytes', 'ÿ'.repeat(128), undefined, 'ÿ'.repeat(128)],
    ['a line break inside', 'two\nlines', undefined, 'two\nlines'],
    ['a JSON array: no object, so a password', '[1,2]', undefined, '[1,2]'],
    ['a JSON string with its quotes', '"quoted"', undefined, '"quoted"'],
    ['a brace that opens nothing', '{not json', undefined, '{not json'],
    ['the value of a key', '{"password":"p\\u0061ss","user":"alice"}', 'password', 'pass'],
    ['a key that objects have by nature', '{"__proto__":"pass"}', '__proto__', 'pass'],
  ];

  test.each(accepted)('takes %s', (_what, secret, jsonKey, password) => {
    expect(of(secret, jsonKey).password?.reveal()).toBe(password);
  });

  const refused: [what: string, secret: string, jsonKey: string | undefined, problem: PasswordProblem][] = [
    ['an empty secret', '', undefined, 'empty'],
    ['129 characters', 'x'.repeat(129), undefined, 'too-long'],
    ['U+0100, one past what IAM takes', 'passĀ', undefined, 'forbidden-character'],
    ['a null character', 'pass\u0000', undefined, 'forbidden-character'],
    ['an emoji', 'pass😀', undefined, 'forbidden-character'],
    ['a trailing line feed', 'pass\n', undefined, 'trailing-line-break'],
    ['a trailing carriage return and line feed', 'pass\r\n', undefined, 'trailing-line-break'],
    ['a JSON object without a key', '{"password":"pass"}', undefined, 'json-object-without-key'],
    ['a key of no JSON', 'pass', 'password', 'not-json'],
    ['a key of a JSON array', '["pass"]', 'password', 'not-json'],
    ['a key that is not there', '{"user":"alice"}', 'password', 'json-key-missing'],
    ['a key of the prototype', '{"user":"alice"}', 'toString', 'json-key-missing'],
    ['a number', '{"password":12345678}', 'password', 'json-value-not-a-string'],
    ['null', '{"password":null}', 'password', 'json-value-not-a-string'],
    ['an empty value', '{"password":""}', 'password', 'empty'],
    ['a value with a trailing line break', '{"password":"pass\\n"}', 'password', 'trailing-line-break'],
  ];

  test.each(refused)('refuses %s', (_what, secret, jsonKey, problem) => {
    expect(of(secret, jsonKey)).toEqual({ problem });
  });

  test('refuses bytes', () => {
    expect(passwordFrom('binary')).toEqual({ problem: 'binary-secret' });
  });

  test('answers for any text and any key, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.option(fc.string(), { nil: undefined }), (text, key) => {
        const result = of(text, key);
        expect(result.problem === undefined).toBe(result.password !== undefined);
      }),
    );
  });
});

describe('SecretString', () => {
  const MARKER = 'Tr1cky & "long" <p@ss>';
  const secret = new SecretString(MARKER);

  test.each([
    ['String()', String(secret)],
    ['toString()', secret.toString()],
    ['JSON', JSON.stringify({ secret })],
    ['inspect', inspect({ secret }, { depth: 9, showHidden: true })],
    ['an error message', new Error(String(secret)).message],
  ])('prints as <redacted> in %s', (_way, printed) => {
    expect(printed).toContain('<redacted>');
    expect(printed).not.toContain('cky');
  });

  test.each([
    ['plain', MARKER],
    ['URL-encoded', encodeURIComponent(MARKER)],
    ['form-encoded', encodeURIComponent(MARKER).replaceAll('%20', '+')],
    ['base64', Buffer.from(MARKER).toString('base64')],
    ['JSON', JSON.stringify(MARKER)],
    ['XML', 'Tr1cky &amp; "long" &lt;p@ss&gt;'],
  ])('is taken out of a foreign text: %s', (_form, written) => {
    const clean = secret.scrub(`the value ${written} is bad`);
    expect(clean).toContain('<redacted>');
    expect(clean).not.toContain('cky');
  });
});
