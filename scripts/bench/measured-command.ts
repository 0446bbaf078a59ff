import { run, type RunOptions } from '../demo/run';
import type { Sample } from './statistics';

/** Bash's own clock counts every process that the command waited for, Terraform's providers included. */
const TIMED = 'TIMEFORMAT="%R %U %S"; time "$@" 2>&1';

/** Runs a command to its end. @throws Error where it fails: what a failed command costs is no measurement. */
export async function measure(command: string, args: readonly string[], options: RunOptions): Promise<Sample> {
  const { code, stdout, stderr } = await run('bash', ['-c', TIMED, 'bash', command, ...args], options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed with ${code}.\n${stdout.slice(-2000)}`);
  const [wallSeconds, user, system] = stderr.trim().split(/\s+/).map(Number);
  return { wallSeconds, cpuSeconds: user + system };
}
