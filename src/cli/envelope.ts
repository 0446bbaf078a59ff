/** The form of every answer: one JSON object for programs, or words for a person at a terminal. */
import { ERROR_CODES, type ErrorCode, OperationError, type Result } from '../operations';

export type { ErrorCode } from '../operations';

/** What a command has to say. */
export interface Outcome {
  /** For programs. Keys in snake case. */
  readonly data: object;
  /** For a person, without the final line break. */
  readonly text: string;
  /**
   * Which of the two is written.
   * @default `text` at a terminal, `data` elsewhere
   */
  readonly form?: Form | undefined;
  /** Set where the command failed and has something to tell all the same: `data` becomes the error's details. */
  readonly failure?: CommandError;
  /** @default what the failure says, 0 without one */
  readonly exitStatus?: number;
  /** True where everything has been written already, and only the exit status is left. */
  readonly isSaid?: boolean;
}

export type Form = 'data' | 'text';

export interface CommandErrorOptions {
  /** @default the one of the code, see ERROR_CODES */
  readonly exitStatus?: number;
  /** For programs: what AWS said itself. */
  readonly details?: object | undefined;
  /** As for an outcome. */
  readonly form?: Form | undefined;
}

/** A refusal or failure that the user can do something about; the message says what. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitStatus: number;
  readonly details: object | undefined;
  readonly form: Form | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    { exitStatus = ERROR_CODES[code].exitStatus, details, form }: CommandErrorOptions = {},
  ) {
    super(message);
    this.exitStatus = exitStatus;
    this.details = details;
    this.form = form;
  }
}

/** The data of an operation. @throws CommandError where it failed */
export function dataOf<T>(result: Result<T>, form?: Form): T {
  if (result.success) return result.data;
  const { code, message, details } = result.error;
  throw new CommandError(code, message, { details, form });
}

/** A stream as far as an answer needs it. */
export interface Output {
  readonly isTTY?: boolean;
  /** Width of the terminal. */
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Streams {
  readonly stdout: Output;
  readonly stderr: Output;
}

const oneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, ' ').trim();

const formAt = ({ isTTY }: Output): Form => (isTTY === true ? 'text' : 'data');

/** The object for programs, without the final line break. */
export function envelope({ data, failure }: Pick<Outcome, 'data' | 'failure'>): string {
  return failure === undefined ? JSON.stringify({ success: true, data }) : errorEnvelope(failure, data);
}

function errorEnvelope({ code, message }: CommandError, details: object | undefined): string {
  const error = { code, message: oneLine(message), ...(details !== undefined && { details }) };
  return JSON.stringify({ success: false, error });
}

/** Writes what a command has to say; answers the exit status. */
export function writeOutcome(outcome: Outcome, { stdout, stderr }: Streams): number {
  const { text, failure, form = formAt(stdout) } = outcome;
  if (outcome.isSaid !== true) stdout.write(`${form === 'text' ? text : envelope(outcome)}\n`);
  if (failure !== undefined) stderr.write(`iam-login-profile: ${oneLine(failure.message)}\n`);
  return outcome.exitStatus ?? failure?.exitStatus ?? 0;
}

/**
 * Writes an error: one line for people on stderr, and for programs the object on stdout. Answers the exit status.
 * @param form what was asked for, unless the error itself says
 */
export function writeError(thrown: unknown, { stdout, stderr }: Streams, form = formAt(stdout)): number {
  const error = asCommandError(thrown);
  if ((error.form ?? form) === 'data') stdout.write(`${errorEnvelope(error, error.details)}\n`);
  stderr.write(`iam-login-profile: ${oneLine(error.message)}\n`);
  return error.exitStatus;
}

/** What an operation refused outside of an answer is a refusal here, too; anything else is a mistake of ours. */
function asCommandError(thrown: unknown): CommandError {
  if (thrown instanceof CommandError) return thrown;
  if (thrown instanceof OperationError) return new CommandError(thrown.error.code, thrown.error.message);
  return new CommandError('INTERNAL', thrown instanceof Error ? thrown.message : String(thrown));
}
