/** `iam-login-profile set --from FILE`: many users, in parallel, and again where it was interrupted. */
import { type Connection, type Result, type UpdatedLoginProfile, updateLoginProfile } from '../../operations';
import type { Surroundings } from '../command';
import { CommandError, type ErrorCode, type Form, type Outcome } from '../envelope';
import { type AwsOptions, connectWith, formOf, type FormatOptions } from '../options';
import { type Entry, readEntries } from './entries';
import { Journal } from './journal';
import { runPool, type Turn } from './pool';
import { Progress } from './progress';

export interface SetManyOptions extends AwsOptions, FormatOptions {
  readonly from: string;
  readonly journal?: string;
  readonly restart?: boolean;
  readonly parallelism: number;
  readonly timeout: number;
  readonly dryRun?: boolean | undefined;
  readonly wait?: boolean | undefined;
  readonly createOnly?: boolean;
  readonly updateOnly?: boolean;
}

/**
 * Fewer than for one user alone: where they are used up, fewer users at a time help more than waiting does. Not the
 * adaptive mode, which would hold all users back on its own account: here the pool gives way.
 */
const RETRIES = { maxRetries: 4, retryMode: 'standard' } as const;
/** A user who is throttled beyond them comes again this often in all. */
const MAX_TRIES = 5;

interface Failed {
  /** The place of the user in the file. */
  readonly row: number;
  readonly id: string;
  readonly code: ErrorCode;
  readonly message: string;
}

/** What a run has come to. */
interface Tally {
  created: number;
  updated: number;
  skipped: number;
  readonly failed: Failed[];
}

export async function setMany(options: SetManyOptions, surroundings: Surroundings): Promise<Outcome> {
  const entries = readEntries(options.from);
  const isDryRun = options.dryRun === true;
  // Once for all: every user would fail with it.
  const aws = connectWith(options, surroundings, RETRIES);
  await aws.check();
  const journal = new Journal({
    file: options.journal ?? `${options.from}.journal`,
    from: options.from,
    isRestart: options.restart === true,
    isDryRun,
  });
  const waiting = entries.map((entry, row) => ({ entry, row })).filter(({ entry }) => !journal.has(entry));
  const tally: Tally = { created: 0, updated: 0, skipped: entries.length - waiting.length, failed: [] };
  const stop = new AbortController();
  const form = formOf(options) ?? (surroundings.stdout.isTTY === true ? 'text' : 'data');
  const run = new Run(options, {
    aws,
    surroundings,
    journal,
    tally,
    form,
    progress: new Progress(surroundings.stderr, waiting.length),
    stop: () => stop.abort(),
  });
  surroundings.onInterrupt((why) => {
    stop.abort();
    if (why !== 'output-closed') run.sayThatItWaits();
  });
  const { parallelism: max } = options;
  await runPool(waiting, (place, isLastTry) => run.set(place, isLastTry), {
    max,
    maxTries: MAX_TRIES,
    signal: stop.signal,
  });
  run.end();
  tally.failed.sort((one, other) => one.row - other.row);
  const done = tally.created + tally.updated + tally.skipped;
  const isJournalKept = journal.close({ isAllDone: done === entries.length });
  return outcome(tally, {
    total: entries.length,
    journal: isJournalKept ? journal.file : undefined,
    form,
    isDryRun,
    broken: run.broken,
  });
}

/** A user, and where in the file. */
interface Place {
  readonly entry: Entry;
  readonly row: number;
}

interface RunParts {
  readonly aws: Connection;
  readonly surroundings: Surroundings;
  readonly journal: Journal;
  readonly tally: Tally;
  readonly form: Form;
  readonly progress: Progress;
  /** Starts no other user; those that are being set are waited for. */
  readonly stop: () => void;
}

/** Sets users one by one, and takes note of each. */
class Run {
  readonly #aws: Connection;
  readonly #options: SetManyOptions;
  readonly #parts: RunParts;
  #broken: CommandError | undefined;

  constructor(options: SetManyOptions, parts: RunParts) {
    this.#options = options;
    this.#parts = parts;
    this.#aws = parts.aws;
  }

  /** Why the run could not go on, where the journal could not be written any more. */
  get broken(): CommandError | undefined {
    return this.#broken;
  }

  async set(place: Place, isLastTry: boolean): Promise<Turn> {
    const result = await this.#result(place.entry);
    const isThrottled = result.error?.code === 'THROTTLED';
    if (!isThrottled || isLastTry) this.#takeNote(place, result);
    return isThrottled ? 'throttled' : 'done';
  }

  /** A mistake of ours with one user must not take the others' results along. */
  async #result(entry: Entry): Promise<Result<UpdatedLoginProfile>> {
    const { timeout: timeoutMs, dryRun, wait, createOnly, updateOnly } = this.#options;
    const mode = createOnly === true ? 'create-only' : updateOnly === true ? 'update-only' : 'either';
    try {
      return await updateLoginProfile(this.#aws, { ...entry, timeoutMs, dryRun, wait, mode });
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      return { success: false, error: { code: 'INTERNAL', message } };
    }
  }

  /** The journal comes last: whatever becomes of it, the result has been told and counted. */
  #takeNote({ entry, row }: Place, result: Result<UpdatedLoginProfile>): void {
    const { tally, form, progress, surroundings } = this.#parts;
    if (result.success) {
      const isCreated = ['created', 'would_create'].includes(result.data.action);
      tally[isCreated ? 'created' : 'updated'] += 1;
    } else {
      tally.failed.push({ row, id: entry.userName, code: result.error.code, message: result.error.message });
    }
    progress.step(!result.success);
    if (form === 'data') surroundings.stdout.write(`${JSON.stringify(withId(entry, result))}\n`);
    if (result.success) this.#write(entry, result.data);
  }

  #write(entry: Entry, { secret_version_id, updated_at: at }: UpdatedLoginProfile): void {
    try {
      this.#parts.journal.add(entry, { secret_version_id, at });
    } catch (thrown) {
      if (!(thrown instanceof CommandError)) throw thrown;
      this.#broken ??= thrown;
      this.#parts.stop();
    }
  }

  sayThatItWaits(): void {
    this.#parts.progress.say('Interrupted; the users that are being set are waited for. Ctrl-C again ends at once.');
  }

  end(): void {
    this.#parts.progress.end();
  }
}

/** A failed one says whose it was, too: its line stands among those of many users. */
const withId = ({ userName: id }: Entry, result: Result<UpdatedLoginProfile>) =>
  result.success ? result : { success: false, error: { ...result.error, details: { id, ...result.error.details } } };

interface Circumstances {
  readonly total: number;
  /** Where there is one. */
  readonly journal: string | undefined;
  readonly form: Form;
  readonly isDryRun: boolean;
  readonly broken: CommandError | undefined;
}

function outcome(tally: Tally, { total, journal, form, isDryRun, broken }: Circumstances): Outcome {
  const { created, updated, skipped, failed } = tally;
  const not_tried = total - created - updated - skipped - failed.length;
  const data = { total, created, updated, skipped, failed: failed.length, not_tried, dry_run: isDryRun };
  const would = isDryRun ? 'would be ' : '';
  const counts = [
    `${created} ${would}created`,
    `${updated} ${would}updated`,
    ...(skipped > 0 ? [`${skipped} done by an earlier run`] : []),
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
    ...(not_tried > 0 ? [`${not_tried} not tried`] : []),
  ].join(', ');
  const listed = failed.map(({ id, code, message }) => `  ${id}: ${code}: ${message}`);
  const text = [`${total} users: ${counts}.`, ...listed].join('\n');
  const next = journal === undefined ? '' : ` What is done stands in ${journal}; the same command goes on from there.`;
  const failure = broken ?? failureOf(tally, not_tried, next);
  return { data, text, form, ...(failure !== undefined && { failure }) };
}

/** The code and exit status of the first one in the order of the file, whichever failed first. */
function failureOf({ failed }: Tally, notTried: number, next: string): CommandError | undefined {
  const first = failed.at(0);
  if (first !== undefined) {
    const message = `${failed.length} of the users could not be set; the first one: ${first.id}: ${first.message}${next}`;
    return new CommandError(first.code, message);
  }
  return notTried === 0
    ? undefined
    : new CommandError('INTERNAL', `Interrupted: ${notTried} users were not tried.${next}`);
}
