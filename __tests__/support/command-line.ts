import { Readable } from 'node:stream';
import { runCommandLine } from '../../src/cli/command-line';

export interface CommandLineOptions {
  /** Whether stdout and stderr are a terminal. */
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly stdin?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  readonly providerFolder?: string;
}

export interface CommandLineResult {
  readonly exitStatus: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process, with its output in a pipe or at a terminal. */
export async function commandLine(
  args: readonly string[],
  options: CommandLineOptions = {},
): Promise<CommandLineResult> {
  const { isTTY = false, columns = 100, stdin = '', env = {}, providerFolder = '/nowhere' } = options;
  const written = { stdout: '', stderr: '' };
  const exitStatus = await runCommandLine(args, {
    version: '1.2.3',
    providerFolder,
    stdin: Readable.from([stdin]),
    env,
    onInterrupt: () => undefined,
    stdout: { isTTY, columns, write: (text) => (written.stdout += text) },
    stderr: { isTTY, columns, write: (text) => (written.stderr += text) },
  });
  return { exitStatus, ...written };
}
