/** The form of every answer: one JSON object for programs, or words for a person at a terminal. */

/** Every code an answer can carry, and the exit status that goes with it; 0 is success and nothing else. */
export const EXIT_STATUS = {
  VALIDATION_ERROR: 2,
  NOT_FOUND: 3,
  SECRET_NOT_FOUND: 3,
  SECRET_VERSION_NOT_FOUND: 3,
  ALREADY_EXISTS: 4,
  TEMPORARILY_UNMODIFIABLE: 4,
  SECRET_PENDING_DELETION: 4,
  ACCESS_DENIED: 5,
  LIMIT_EXCEEDED: 1,
  THROTTLED: 1,
  SERVICE_FAILURE: 1,
  INTERNAL: 1,
} as const;

export type ErrorCode = keyof typeof EXIT_STATUS;

/** What a command has to say. */
export interface Outcome {
  /** For programs. Keys in snake case. */
  readonly data: Readonly<Record<string, unknown>>;
  /** For a person, without the final line break. */
  readonly text: string;
  /**
   * Which of the two is written.
   * @default `text` at a terminal, `data` elsewhere
   */
  readonly form?: 'data' | 'text';
  /** Set where the command failed and has something to tell all the same: `data` becomes the error's details. */
  readonly failure?: CommandError;
  /** @default what the failure says, 0 without one */
  readonly exitStatus?: number;
}

export interface CommandErrorOptions {
  /** @default the one of the code, see EXIT_STATUS */
  readonly exitStatus?: number;
}

/** A refusal or failure that the user can do something about; the message says what. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitStatus: number;

  constructor(
    readonly code: ErrorCode,
    message: string,
    { exitStatus = EXIT_STATUS[code] }: CommandErrorOptions = {},
  ) {
    super(message);
    this.exitStatus = exitStatus;
  }
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

const isTerminal = ({ isTTY }: Output): boolean => isTTY === true;

/** The object for programs, without the final line break. */
export function envelope({ data, failure }: Pick<Outcome, 'data' | 'failure'>): string {
  if (failure === undefined) return JSON.stringify({ success: true, data });
  const error = { code: failure.code, message: oneLine(failure.message), details: data };
  return JSON.stringify({ success: false, error });
}

/** Writes what a command has to say; answers the exit status. */
export function writeOutcome(outcome: Outcome, { stdout, stderr }: Streams): number {
  const { text, failure, form = isTerminal(stdout) ? 'text' : 'data' } = outcome;
  stdout.write(`${form === 'text' ? text : envelope(outcome)}\n`);
  if (failure !== undefined) stderr.write(`iam-login-profile: ${oneLine(failure.message)}\n`);
  return outcome.exitStatus ?? failure?.exitStatus ?? 0;
}

/** Writes an error: one line for people on stderr, and for programs the object on stdout. Answers the exit status. */
export function writeError(error: unknown, { stdout, stderr }: Streams): number {
  const { code, message, exitStatus } = error instanceof CommandError ? error : internal(error);
  const line = oneLine(message);
  if (!isTerminal(stdout)) stdout.write(`${JSON.stringify({ success: false, error: { code, message: line } })}\n`);
  stderr.write(`iam-login-profile: ${line}\n`);
  return exitStatus;
}

const internal = (error: unknown): CommandError =>
  new CommandError('INTERNAL', error instanceof Error ? error.message : String(error));
