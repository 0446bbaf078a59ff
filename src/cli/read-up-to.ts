/** Reads what a command is given, up to a limit: devices and pipes tell no size, and some have no end. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { CommandError } from './envelope';

const MIB = 1024 * 1024;
const CHUNK_BYTES = MIB;
const RETRY_MS = 20;

/** There is more to read than the limit. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/**
 * The text of a file that an argument names; a pipe, such as `<(...)` is one, and `/dev/stdin` will do.
 * @param called what messages call the file
 * @throws CommandError where it cannot be read, or is larger
 */
export function readGivenText(path: string, maxBytes: number, called: string = path): string {
  try {
    return readFileUpTo(path, maxBytes).toString('utf8');
  } catch (error) {
    const why =
      error instanceof TooLarge
        ? `is larger than ${maxBytes / MIB} MiB`
        : `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`;
    throw new CommandError('VALIDATION_ERROR', `${called} ${why}.`);
  }
}

/** @throws TooLarge, and the errors of node:fs */
export function readFileUpTo(path: string, maxBytes: number): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    return readDescriptorUpTo(descriptor, maxBytes);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads at most one byte more than the limit. @throws TooLarge, and the errors of node:fs */
export function readDescriptorUpTo(descriptor: number, maxBytes: number): Buffer {
  if (fstatSync(descriptor).size > maxBytes) throw new TooLarge();
  const chunks: Buffer[] = [];
  for (let bytes = 0; bytes <= maxBytes;) {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, maxBytes + 1 - bytes));
    const read = readChunk(descriptor, chunk);
    if (read === 0) return Buffer.concat(chunks);
    bytes += read;
    // A pipe gives little at a time: the rest of the chunk would stay in memory with it.
    chunks.push(read === chunk.length ? chunk : Buffer.from(chunk.subarray(0, read)));
  }
  throw new TooLarge();
}

/** A pipe that has nothing to give at the moment is asked again. */
function readChunk(descriptor: number, chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, chunk);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}
