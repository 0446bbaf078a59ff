import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { CellResult } from '../../__tests__/support/faults/run-cells';

/** Which cells: all of them, or every n-th of those that need no long wait. */
export interface Choice {
  /** @default 1, all of them */
  readonly everyNth?: number;
  /** @default 1 */
  readonly processes?: number;
  /** Only cells whose name holds this text. */
  readonly named?: string;
}

/**
 * Runs cells in processes of their own: plain Node, because inside Jest the errors of Node are not instances of the
 * `Error` that the AWS SDK sees.
 * @throws Error where a process ends early
 */
export async function runInProcesses(
  { everyNth = 1, processes = 1, named = '' }: Choice,
  tell: (result: CellResult) => void,
): Promise<void> {
  const shares = Array.from({ length: processes }, (_, index) => [index, processes, everyNth, named].map(String));
  await Promise.all(shares.map((args) => runShare(args, tell)));
}

async function runShare(args: readonly string[], tell: (result: CellResult) => void): Promise<void> {
  const child = fork(join(__dirname, 'share.ts'), args, {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
  child.on('message', tell);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`A process with cells ended with ${code}.`);
}
