import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const EXECUTABLE = join(__dirname, '..', '..', 'bin', 'iam-login-profile.cjs');

export interface ExecutableResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ExecutableOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly stdin?: string | Buffer;
  /** Which file is run. @default the built executable */
  readonly file?: string;
  /** Called with everything that has come on stdout so far; the process can be sent a signal. */
  readonly onOutput?: (stdout: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** Runs the real executable in a process of its own, without a terminal. */
export function executable(args: readonly string[], options: ExecutableOptions): Promise<ExecutableResult> {
  const { env, cwd, stdin = '', file = EXECUTABLE, onOutput } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], { cwd, env: { PATH: process.env.PATH, ...env } });
    const streams = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        streams[stream] += text;
        onOutput?.(streams.stdout, (signal) => child.kill(signal));
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...streams }));
    // A command that reads nothing may have ended already.
    child.stdin.on('error', () => undefined).end(stdin);
  });
}
