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

/** What a command that succeeded has to say. */
export interface Outcome {
  /** For programs. Keys in snake case. */
  readonly data: Readonly<Record<string, unknown>>;
  /** For a person, without the final line break. */
  readonly text: string;
}

/** A refusal or failure that the user can do something about; the message says what. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** A stream as far as an answer needs it. */
export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface Streams {
  readonly stdout: Output;
  readonly stderr: Output;
}

const oneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, ' ').trim();

/** Writes what a command has to say; answers the exit status. */
export function writeOutcome({ data, text }: Outcome, { stdout }: Streams): number {
  stdout.write(stdout.isTTY === true ? `${text}\n` : `${JSON.stringify({ success: true, data })}\n`);
  return 0;
}

/** Writes an error: one line for people on stderr, and for programs the object on stdout. Answers the exit status. */
export function writeError(error: unknown, { stdout, stderr }: Streams): number {
  const { code, message } =
    error instanceof CommandError
      ? error
      : { code: 'INTERNAL' as const, message: error instanceof Error ? error.message : String(error) };
  const line = oneLine(message);
  if (stdout.isTTY !== true) {
    stdout.write(`${JSON.stringify({ success: false, error: { code, message: line } })}\n`);
  }
  stderr.write(`iam-login-profile: ${line}\n`);
  return EXIT_STATUS[code];
}
