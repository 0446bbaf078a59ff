/**
 * What an interrupted run has done, so that the next one goes on where it stopped. One line of JSON per user, without
 * secrets. The file goes when all is done: what it says is true of one run, and wrong after the next rotation.
 */
import { closeSync, ftruncateSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CommandError } from '../envelope';
import { readFileUpTo, TooLarge } from '../read-up-to';
import type { Entry } from './entries';

interface Line {
  /** The row of the file, see keyOf. */
  readonly row: string;
  readonly secret_version_id: string | null;
  readonly at: string | null;
}

/** A line for each user of the largest file, with room to spare. */
const MAX_BYTES = 64 * 1024 * 1024;

/** How every line begins. */
const BEGINNING = '{"row":';

/** The row as a whole: after a change of the file it counts as another one. */
const keyOf = ({
  userName,
  secretId,
  secretJsonKey,
  secretVersionId,
  secretVersionStage,
  passwordResetRequired,
}: Entry): string =>
  JSON.stringify([
    userName.toLowerCase(),
    secretId,
    secretJsonKey ?? null,
    secretVersionId ?? null,
    secretVersionStage ?? null,
    passwordResetRequired ?? null,
  ]);

export interface JournalOptions {
  readonly file: string;
  /** The file of the users, which must not be the journal. */
  readonly from: string;
  /** Forgets what an earlier run has done. */
  readonly isRestart: boolean;
  /** Reads only. */
  readonly isDryRun: boolean;
}

export class Journal {
  readonly file: string;
  readonly #done: Set<string>;
  /** Open for as long as there is something to write; undefined in a dry run. */
  #descriptor: number | undefined;

  /**
   * Reads the file, and opens it for writing before anything is called that would have to be noted in it.
   * @throws CommandError where the file is no journal, or cannot be read or written; then it is as it was
   */
  constructor({ file, from, isRestart, isDryRun }: JournalOptions) {
    this.file = file;
    if (resolve(file) === resolve(from)) {
      throw refusal(`--journal names the file of the users, ${file}. Name another one.`);
    }
    const { rows, bytes } = rowsIn(file, readJournal(file));
    this.#done = new Set(isRestart ? [] : rows);
    if (!isDryRun) this.#descriptor = written(file, () => openAt(file, isRestart ? 0 : bytes));
  }

  has(entry: Entry): boolean {
    return this.#done.has(keyOf(entry));
  }

  /** @throws CommandError where it cannot be written */
  add(entry: Entry, done: Omit<Line, 'row'>): void {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) return;
    const row = keyOf(entry);
    written(this.file, () => writeFileSync(descriptor, `${JSON.stringify({ row, ...done })}\n`));
    this.#done.add(row);
  }

  /** @returns whether there is a journal now: one that has nothing to say, or nothing more, is removed */
  close({ isAllDone }: { readonly isAllDone: boolean }): boolean {
    if (this.#descriptor === undefined) return false;
    closeSync(this.#descriptor);
    this.#descriptor = undefined;
    const isKept = !isAllDone && this.#done.size > 0;
    if (!isKept) rmSync(this.file, { force: true });
    return isKept;
  }
}

const refusal = (message: string): CommandError => new CommandError('VALIDATION_ERROR', message);

/** For appending, with everything behind `bytes` cut off. */
function openAt(file: string, bytes: number): number {
  const descriptor = openSync(file, 'a', 0o600);
  ftruncateSync(descriptor, bytes);
  return descriptor;
}

function written<T>(file: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw refusal(
      `The journal ${file} cannot be written (${codeOf(error)}). Name a file that you may write to: --journal.`,
    );
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown reason';

/**
 * The rows that are done, and how many bytes they take. The last line may be half a line: the run was ended while it
 * was written, and its user is set again.
 * @throws CommandError where it is no journal
 */
export function rowsIn(file: string, data: Buffer): { readonly rows: readonly string[]; readonly bytes: number } {
  const bytes = data.lastIndexOf('\n') + 1;
  const half = data.toString('utf8', bytes);
  if (!half.startsWith(BEGINNING) && !BEGINNING.startsWith(half)) throw noJournal(file);
  const lines = decoded(file, data.subarray(0, bytes)).split('\n').slice(0, -1);
  return { rows: lines.map((line) => rowOf(line, file)), bytes };
}

function decoded(file: string, data: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    throw noJournal(file);
  }
}

function readJournal(file: string): Buffer {
  try {
    const kind = statSync(file);
    // Reading a folder fails by itself; a device or a pipe may have no end.
    if (!kind.isFile() && !kind.isDirectory()) throw noJournal(file);
    return readFileUpTo(file, MAX_BYTES);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    if (error instanceof TooLarge) throw noJournal(file);
    if (codeOf(error) === 'ENOENT') return Buffer.alloc(0);
    throw refusal(`The journal ${file} cannot be read (${codeOf(error)}). Name another one with --journal.`);
  }
}

function rowOf(line: string, file: string): string {
  try {
    const { row } = JSON.parse(line) as Line;
    if (typeof row === 'string') return row;
  } catch {
    // Told below.
  }
  throw noJournal(file);
}

const noJournal = (file: string): CommandError =>
  refusal(`${file} is no journal of this command. Name another one with --journal.`);
