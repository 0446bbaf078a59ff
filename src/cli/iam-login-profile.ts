import { join } from 'node:path';
import { runCommandLine } from './command-line';

/** Set by the build to the version of the package. */
declare const PACKAGE_VERSION: string;

void runCommandLine(process.argv.slice(2), {
  version: PACKAGE_VERSION,
  providerFolder: join(__dirname, '..', 'provider'),
  stdout: process.stdout,
  stderr: process.stderr,
}).then((exitStatus) => {
  // Not process.exit(): what was written to a pipe would be cut off.
  process.exitCode = exitStatus;
});
