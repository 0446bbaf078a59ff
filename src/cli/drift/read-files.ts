import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readDescriptorUpTo, readFileUpTo, TooLarge } from '../read-up-to';
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

/**
 * Finds the plans that a path stands for: a file, `-` for standard input (of the stack in the current folder), or a
 * folder with one stack per file (`DIR/*.json`, and `DIR/*\/plan.json`).
 * @throws UnusablePlan where there is none
 */
export function planFiles(path: string): PlanFile[] {
  if (path === '-')
    return [{ stack: basename(process.cwd()), read: () => planIn(() => readDescriptorUpTo(STDIN, MAX_BYTES)) }];
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
  return { stack, read: () => explained(path, () => planIn(() => readFileUpTo(path, MAX_BYTES))) };
}

function planIn(read: () => Buffer): string {
  try {
    return decoded(read());
  } catch (error) {
    if (error instanceof TooLarge) throw tooLarge();
    throw error;
  }
}

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
