import { checked } from '../../../src/aws/password';
import type { SecretString } from '../../../src/aws/secret-string';
import { CommandError } from '../../../src/cli/envelope';
import { passwordFromStdin } from '../../../src/cli/login-profile/password-input';
import { unusablePassword } from '../../../src/operations/parameters';

export const seeds = [
  '\x00Correct-horse-1',
  '\x01Correct-horse-1\n',
  '\x02Correct-hörse-1\r\n',
  '\x03\n\n',
  '\x01\ufeffCorrect',
  Buffer.concat([Buffer.from([0x80]), Buffer.alloc(3000, 'x')]),
];
export const words = ['\r\n', '\n', '\r', '\ufeff', 'ÿ', '\u2028', '😀', '\xff'];

/** Of which 64 KiB are 16 of the longest inputs. */
const TIMES = 32;
const MAX_BYTES = 64 * 1024;

/** The first byte says how long the chunks are, and whether all of it comes many times over. */
function chunks(data: Buffer): Buffer[] {
  const choice = data.at(0) ?? 0;
  const content = data.subarray(1);
  const step = (choice & 0x0f) + 1;
  if (choice >= 0x80) return Array.from({ length: TIMES }, () => content);
  return Array.from({ length: Math.ceil(content.length / step) }, (_, index) =>
    content.subarray(index * step, (index + 1) * step),
  );
}

async function* stream(pieces: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* pieces;
}

/** The password, or the message of the refusal. */
async function read(pieces: readonly Buffer[]): Promise<SecretString | string> {
  try {
    return await passwordFromStdin(stream(pieces));
  } catch (thrown) {
    if (thrown instanceof CommandError) return thrown.message;
    throw thrown;
  }
}

/** What comes on standard input, in whatever pieces: the password but for one line break at its end, or a refusal. */
export async function fuzz(data: Buffer): Promise<void> {
  const pieces = chunks(data);
  const whole = Buffer.concat(pieces);
  const text = whole.toString('utf8');
  const isGood = whole.length <= MAX_BYTES && Buffer.from(text).equals(whole);
  const password = await read(pieces);
  if (typeof password === 'string') {
    if (isGood) throw new Error('good text is refused');
    if (text.length > 8 && password.includes(text.trim())) throw new Error('a refusal quotes the password');
    return;
  }
  if (!isGood) throw new Error('a password of too many bytes, or of bytes that are no text');
  const end = text.slice(password.reveal().length);
  if (password.reveal() + end !== text || !['', '\n', '\r\n'].includes(end))
    throw new Error('the password is not the input, byte for byte');
  if (end === '' && text.endsWith('\n')) throw new Error('the line break is still there');
  const { problem } = checked(password);
  if (problem !== undefined && !unusablePassword(problem, undefined).startsWith('The password '))
    throw new Error('a problem without a message');
}
