import { type ChildProcess, spawn } from 'node:child_process';
import type { Workspace } from './workspace';

/** An apply that runs, and what it has printed so far. */
export interface ApplyUnderWay {
  readonly terraform: ChildProcess;
  /** The exit status. */
  readonly ended: Promise<number | null>;
  readonly output: () => string;
}

/** Starts an apply in a process group of its own, as a shell does. */
export function startApply(workspace: Workspace): ApplyUnderWay {
  const { stack, env } = workspace;
  const args = ['apply', '-no-color', '-input=false', '-auto-approve'];
  const terraform = spawn('terraform', args, { cwd: stack, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [terraform.stdout, terraform.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      workspace.transcript += text;
    });
  const ended = new Promise<number | null>((resolve) => terraform.on('close', resolve));
  return { terraform, ended, output: () => output };
}
