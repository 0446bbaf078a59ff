/**
 * What an interrupted run has done, so that the next one goes on where it stopped. One line of JSON per user, without
 * secrets. The file goes when all is done: what it says is true of one run, and wrong after the next rotation.
 */
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { CommandError } from '../envelope';
import type { Entry } from './entries';

interface Line {
  /** The row of the file, see keyOf. */
  readonly row: string;
  readonly secret_version_id: string | null;
  readonly at: string | null;
}

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

export class Journal {
  readonly #done: ReadonlySet<string>;

  /** @throws CommandError where the file is there and is no journal */
  constructor(
    readonly file: string,
    restart: boolean,
  ) {
    if (restart) rmSync(file, { force: true });
    this.#done = new Set(existsSync(file) ? readRows(file) : []);
  }

  has(entry: Entry): boolean {
    return this.#done.has(keyOf(entry));
  }

  add(entry: Entry, done: Omit<Line, 'row'>): void {
    appendFileSync(this.file, `${JSON.stringify({ row: keyOf(entry), ...done })}\n`, { mode: 0o600 });
  }

  remove(): void {
    rmSync(this.file, { force: true });
  }
}

/** The last line may be half a line: the run was ended while it was written, and its user is set again. */
function readRows(file: string): string[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  const isComplete = (_line: string, index: number) => index < lines.length - 1;
  return lines.filter(isComplete).map((line) => rowOf(line, file));
}

function rowOf(line: string, file: string): string {
  try {
    const { row } = JSON.parse(line) as Line;
    if (typeof row === 'string') return row;
  } catch {
    // Told below.
  }
  throw new CommandError('VALIDATION_ERROR', `${file} is no journal of this command. Name another one with --journal.`);
}
