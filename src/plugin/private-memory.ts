import { writeFileSync } from 'node:fs';

/** Options of Node that show the memory, or the keys of its connections, in a file or through a port. */
const REVEALING: ReadonlySet<string> = new Set([
  '--heapsnapshot-near-heap-limit',
  '--heapsnapshot-signal',
  '--inspect',
  '--inspect-brk',
  '--inspect-wait',
  '--tls-keylog',
]);

/**
 * Why a process is not to run with these options: they show what is in its memory and cannot be switched off again.
 * They come from the environment of whoever starts it, which Node honours in every program. It is too late for
 * `--inspect-brk` and `--inspect-wait`, which stop Node before it runs a line of ours.
 */
export function revealingOptionProblem(nodeOptions: string = process.env.NODE_OPTIONS ?? ''): string | undefined {
  const option = optionNames(nodeOptions).find((name) => REVEALING.has(name));
  return (
    option &&
    `NODE_OPTIONS has ${option}, which would show the secrets in the memory or on the wire to others; take it out of the environment`
  );
}

/** As Node reads them: quotes may stand anywhere, a backslash counts within them, `_` is as good as `-`. */
function optionNames(nodeOptions: string): string[] {
  const plain = nodeOptions.replace(/"((?:\\[\s\S]|[^"\\])*)"?|( )/g, (_all, quoted: string | undefined) =>
    quoted === undefined ? '\n' : quoted.replace(/\\([\s\S])/g, '$1'),
  );
  return plain.split('\n').map((option) => (option.split('=')[0] ?? '').replaceAll('_', '-'));
}

const ignore = (): void => undefined;

/** What {@link keepMemoryPrivate} touches; a test stands in for it. */
export interface Machine {
  readonly report: Pick<NodeJS.ProcessReport, 'reportOnFatalError' | 'reportOnSignal' | 'reportOnUncaughtException'>;
  readonly platform: NodeJS.Platform;
  readonly write: (file: string, text: string) => void;
}

const thisMachine = (): Machine => ({ report: process.report, platform: process.platform, write: writeFileSync });

/**
 * Keeps what is in memory out of files and debuggers, as far as Node can: no diagnostic report, which lists the
 * environment and with it AWS keys, and on Linux no memory in core dumps. Core dumps as such are the system's: Node
 * has no `setrlimit`.
 */
export function keepMemoryPrivate({ report, platform, write }: Machine = thisMachine()): void {
  // Node would open a debugger's port, to all accounts of the machine, unless somebody listens to its signal.
  process.on('SIGUSR1', ignore);
  Object.assign(report, { reportOnFatalError: false, reportOnSignal: false, reportOnUncaughtException: false });
  if (platform !== 'linux') return;
  try {
    // No kind of mapping: what is left of a core dump are the registers.
    write('/proc/self/coredump_filter', '0');
  } catch {
    // A kernel without core dumps, or no /proc: nothing to keep.
  }
}
