import { writeFileSync } from 'node:fs';

/** Options of Node that write the heap to a file, or let every user of the machine look into it through a port. */
const REVEALING = /(?:^|[\s"])--(heapsnapshot-near-heap-limit|heapsnapshot-signal|inspect(?:-brk|-wait)?)(?=[=\s"]|$)/;

/**
 * Refuses options that show what is in memory and cannot be switched off again. They come from the environment of
 * whoever starts Terraform, which Node honours in every program.
 * @throws Error that names the option
 */
export function refuseRevealingOptions(nodeOptions: string = process.env.NODE_OPTIONS ?? ''): void {
  const option = REVEALING.exec(nodeOptions)?.[1];
  if (option === undefined) return;
  throw new Error(
    `NODE_OPTIONS has --${option}, which would show the secrets in its memory to others; take it out of the environment of Terraform`,
  );
}

/** What {@link keepMemoryOffDisk} touches; a test stands in for it. */
export interface Machine {
  readonly report: Pick<NodeJS.ProcessReport, 'reportOnFatalError' | 'reportOnSignal' | 'reportOnUncaughtException'>;
  readonly platform: NodeJS.Platform;
  readonly write: (file: string, text: string) => void;
}

const thisMachine = (): Machine => ({ report: process.report, platform: process.platform, write: writeFileSync });

/**
 * Keeps what is in memory out of files: no diagnostic report, which lists the environment and with it AWS keys, and on
 * Linux no memory in core dumps. Core dumps as such are the system's: Node has no `setrlimit`.
 */
export function keepMemoryOffDisk({ report, platform, write }: Machine = thisMachine()): void {
  Object.assign(report, { reportOnFatalError: false, reportOnSignal: false, reportOnUncaughtException: false });
  if (platform !== 'linux') return;
  try {
    // No kind of mapping: what is left of a core dump are the registers.
    write('/proc/self/coredump_filter', '0');
  } catch {
    // A kernel without core dumps, or no /proc: nothing to keep.
  }
}
