import { join } from 'node:path';
import { keepMemoryPrivate } from '../plugin';
import { runCommandLine } from './command-line';
import { Interruptions } from './interruption';

/** Set by the build to the version of the package. */
declare const PACKAGE_VERSION: string;

// The SDK that is bundled warns of Node versions that its later releases will not support; nobody here can act on it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

// Commands read passwords and hold them for a moment, as the provider does.
keepMemoryPrivate();

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

const interruptions = new Interruptions();
function onSignal(signal: (typeof SIGNALS)[number]): void {
  for (const name of SIGNALS) process.removeListener(name, onSignal);
  interruptions.interrupt(signal);
}
interruptions.watch(process.stdout, process.stderr);

void runCommandLine(process.argv.slice(2), {
  version: PACKAGE_VERSION,
  providerFolder: join(__dirname, '..', 'provider'),
  stdin: process.stdin,
  env: process.env,
  onInterrupt: (listener) => {
    interruptions.listen(listener);
    for (const signal of SIGNALS) process.on(signal, onSignal);
  },
  stdout: process.stdout,
  stderr: process.stderr,
}).then((exitStatus) => {
  // Not process.exit(): what was written to a pipe would be cut off. What cannot be written may be known only then.
  process.exitCode = exitStatus;
  process.once('exit', () => {
    if (interruptions.isOutputBroken) process.exitCode = 1;
  });
});
