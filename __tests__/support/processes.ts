import { readdirSync, readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';

/** A process of this machine, as `ps` shows it. */
export interface Process {
  readonly pid: number;
  readonly command: string;
}

/** Processes whose environment or command names the folder: Terraform and providers that run in a workspace. */
export function processesOf(dir: string): Process[] {
  return process.platform === 'linux' ? fromProc(dir) : fromPs(dir);
}

function fromProc(dir: string): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        const environment = readFileSync(`/proc/${name}/environ`, 'utf8');
        return command !== '' && environment.includes(dir) ? [{ pid: Number(name), command }] : [];
      } catch {
        // Ended meanwhile.
        return [];
      }
    });
}

function fromPs(dir: string): Process[] {
  return execFileSync('ps', ['-Ao', 'pid=,command='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, command]) => ({ pid: Number(pid), command }))
    .filter(({ command }) => command.includes(dir));
}

export const isProvider = ({ command }: Process): boolean => command.includes('terraform-provider-iam');

/** Waits until the condition holds; throws where it does not within the time, in milliseconds. */
export async function until(what: string, condition: () => boolean, withinMs = 15_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
