/**
 * `npm test`: every kind of test. A missing Terraform fails at once, in one line. moto, a Python program, adds a
 * second AWS to the acceptance tests where it is installed; in CI it must be.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { requireTerraform } from './demo/terraform';

const MOTO = 'moto_server';
const hasMoto = spawnSync(MOTO, ['--help'], { stdio: 'ignore' }).error === undefined;

function main(): number {
  process.stdout.write(`Terraform ${requireTerraform()}, Node ${process.versions.node}\n`);
  if (!hasMoto && process.env.CI === undefined) {
    process.stdout.write(
      `${MOTO} was not found, so the tests against moto are left out (pip install "moto[server]").\n`,
    );
  }
  const leftOut = hasMoto || process.env.CI !== undefined ? [] : ['--testPathIgnorePatterns', 'moto'];
  const jest = join(__dirname, '..', 'node_modules', 'jest', 'bin', 'jest.js');
  const args = [jest, '--silent', ...leftOut, ...process.argv.slice(2)];
  // The SDK tells every process that it will want a newer Node one day; once is known, and it drowns the results.
  const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  return spawnSync(process.execPath, args, { stdio: 'inherit', env }).status ?? 1;
}

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
