import { passwordFrom } from '../../../src/aws/password';
import { SecretString } from '../../../src/aws/secret-string';

export const seeds = [
  '\x00Correct-horse-1',
  '\x01{"password":"Correct-horse-1"}',
  '\x01{"password":5}',
  '\x01[]',
  '\x00line\n',
];
export const words = ['password', '"password":"', '__proto__', 'constructor', '\\u0000', 'ÿ'];

const KEYS = [undefined, 'password', '__proto__', ''];

/** A secret's string, with and without a key: a password by IAM's rules or a problem, whatever it holds. */
export function fuzz(data: Buffer): void {
  const jsonKey = KEYS[data.length === 0 ? 0 : data[0] % KEYS.length];
  const content = data.subarray(1).toString('utf8');
  const { password, problem } = passwordFrom(new SecretString(content), jsonKey);
  if ((password === undefined) === (problem === undefined)) throw new Error('neither a password nor a problem');
  const value = password?.reveal();
  if (value === undefined) return;
  if (!/^[\t\n\r\u0020-\u00FF]{1,128}$/.test(value) || /[\r\n]$/.test(value))
    throw new Error('a password that IAM refuses');
  if (jsonKey === undefined && value !== content) throw new Error('the password is not the secret, byte for byte');
}
