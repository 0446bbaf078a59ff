import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { NEXT_STEP, UnusablePlan } from './plan';

/** A file that should hold a plan, by the stack's name. */
export interface PlanFile {
  readonly stack: string;
  /** @throws UnusablePlan where the text cannot be had */
  readonly read: () => string;
}

/** Plans of 10,000 profiles have about 100 MiB; a string of more than 512 MiB cannot be made. */
export const MAX_BYTES = 256 * 1024 * 1024;

const STDIN = 0;
const CHUNK_BYTES = 1024 * 1024;

/**
 * Finds the plans that a path stands for: a file, `-` for standard input (of the stack in the current folder), or a
 * folder with one stack per file (`DIR/*.json`, and `DIR/*\/plan.json`).
 * @throws UnusablePlan where there is none
 */
export function planFiles(path: string): PlanFile[] {
  if (path === '-') return [{ stack: basename(process.cwd()), read: () => readDescriptor(STDIN) }];
  if (!explained(path, () => statSync(path)).isDirectory()) return [planFile(path)];
  const files = explained(path, () => filesIn(path));
  if (files.length === 0) {
    throw new UnusablePlan(`There is no plan in ${path}: neither *.json nor */plan.json. ${NEXT_STEP}`);
  }
  return files.map(planFile);
}

const PLAN = 'plan.json';

/** A configuration in JSON lies beside the plan where CDKTF has synthesized. */
const isPlanName = (name: string): boolean => name.endsWith('.json') && !name.endsWith('.tf.json');

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();

const filesIn = (folder: string): string[] =>
  readdirSync(folder)
    .sort()
    .map((name) => (isPlanName(name) ? join(folder, name) : join(folder, name, PLAN)))
    .filter(isFile);

/** `plan.json` is named after its folder, which is the stack's; another file says itself whose plan it is. */
function planFile(path: string): PlanFile {
  const name = basename(path);
  const stack = name === PLAN ? basename(dirname(resolve(path))) : name.replace(/\.json$/, '');
  return { stack, read: () => explained(path, () => readFile(path)) };
}

function readFile(path: string): string {
  const descriptor = openSync(path, 'r');
  try {
    return readDescriptor(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function readDescriptor(descriptor: number): string {
  if (fstatSync(descriptor).size > MAX_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const read = readChunk(descriptor, chunk);
    if (read === 0) return decoded(Buffer.concat(chunks));
    bytes += read;
    if (bytes > MAX_BYTES) throw tooLarge();
    chunks.push(chunk.subarray(0, read));
  }
}

/** A pipe that has nothing to give at the moment is asked again. */
function readChunk(descriptor: number, chunk: Buffer): number {
  try {
    return readSync(descriptor, chunk);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EOF') return 0;
    if (code !== 'EAGAIN') throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    return readChunk(descriptor, chunk);
  }
}

const RETRY_MS = 20;

/** PowerShell's `>` writes UTF-16. */
const decoded = (bytes: Buffer): string =>
  new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes);

const tooLarge = (): UnusablePlan =>
  new UnusablePlan(`The plan is larger than ${MAX_BYTES / 1024 / 1024} MiB. Split the stack, or plan with -target.`);

const REASONS: Readonly<Partial<Record<string, string>>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'there is no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
};

function explained<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const reason = REASONS[code];
    if (reason === undefined) throw error;
    throw new UnusablePlan(`${path} cannot be read: ${reason} (${code}). ${NEXT_STEP}`);
  }
}
