import { SecretString } from '../../aws';
import type { Input } from '../command';
import { CommandError } from '../envelope';

/** Far more than any password, so that a wrong file is noticed before it is held in memory. */
const MAX_BYTES = 64 * 1024;

/**
 * Reads a password from standard input and drops exactly one final line break, which a shell or an editor has added.
 * @throws CommandError where it is a terminal, too long, or not UTF-8
 */
export async function passwordFromStdin(stdin: Input): Promise<SecretString> {
  if (stdin.isTTY === true) {
    throw refusal(
      '--password-stdin reads a pipe or a file; at a terminal the password would be shown while it is typed.',
    );
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stdin) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > MAX_BYTES) throw refusal('Standard input holds more than 64 KiB, which is no password.');
    chunks.push(buffer);
  }
  return new SecretString(decoded(Buffer.concat(chunks)).replace(/\r?\n$/, ''));
}

function decoded(bytes: Buffer): string {
  try {
    // With the mark of order kept: it is a character that IAM does not take, and worth being told.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refusal('Standard input is not UTF-8. Write the password as UTF-8 text.');
  }
}

const refusal = (message: string): CommandError => new CommandError('VALIDATION_ERROR', message);
