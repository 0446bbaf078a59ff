import { join } from 'node:path';
import { runCommandLine } from './command-line';

/** Set by the build to the version of the package. */
declare const PACKAGE_VERSION: string;

// The SDK that is bundled warns of Node versions that its later releases will not support; nobody here can act on it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

void runCommandLine(process.argv.slice(2), {
  version: PACKAGE_VERSION,
  providerFolder: join(__dirname, '..', 'provider'),
  stdin: process.stdin,
  env: process.env,
  onInterrupt: (listener) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, listener);
  },
  stdout: process.stdout,
  stderr: process.stderr,
}).then((exitStatus) => {
  // Not process.exit(): what was written to a pipe would be cut off.
  process.exitCode = exitStatus;
});
