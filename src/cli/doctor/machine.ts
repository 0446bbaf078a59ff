/** What is looked at without AWS: Node, Terraform or OpenTofu, and the provider. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { type BuiltProvider, readBuiltProvider } from '../mirror/built-provider';
import { type Check, failed, ok, skipped, warning } from './check';

const MIN_NODE = '20.12.0';
const MIN_TERRAFORM = '1.5.0';
const MIN_TOFU = '1.6.0';
const VERSION_TIMEOUT_MS = 20_000;

/** Compares the three numbers; what follows them, such as `-beta1`, does not count. */
export function isOlder(version: string, minimum: string): boolean {
  const parts = (text: string) => text.split(/[.-]/).slice(0, 3).map(Number);
  const [one, other] = [parts(version), parts(minimum)];
  const differing = other.findIndex((part, index) => part !== one[index]);
  return differing !== -1 && (one[differing] ?? 0) < (other[differing] ?? 0);
}

export const checkNode = (version: string = process.versions.node): Check =>
  isOlder(version, MIN_NODE)
    ? failed('node', version, `Install Node.js ${MIN_NODE} or later: the provider runs on it.`)
    : ok('node', version);

/** One of the two is enough. */
export async function checkTerraform(): Promise<Check> {
  const [terraform, tofu] = await Promise.all([versionOf('terraform'), versionOf('tofu')]);
  const found = [
    ...(terraform === undefined ? [] : [`Terraform ${terraform}`]),
    ...(tofu === undefined ? [] : [`OpenTofu ${tofu}`]),
  ].join(', ');
  if (found === '') {
    return failed(
      'terraform',
      'neither terraform nor tofu is on the PATH',
      'Install Terraform or OpenTofu. set, get and delete work without.',
    );
  }
  const isRecent = (version: string | undefined, minimum: string) =>
    version !== undefined && !isOlder(version, minimum);
  return isRecent(terraform, MIN_TERRAFORM) || isRecent(tofu, MIN_TOFU)
    ? ok('terraform', found)
    : failed('terraform', found, `Install Terraform ${MIN_TERRAFORM} or OpenTofu ${MIN_TOFU}, or later.`);
}

async function versionOf(command: 'terraform' | 'tofu'): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(command, ['version', '-json'], { timeout: VERSION_TIMEOUT_MS });
    return (JSON.parse(stdout) as { terraform_version?: string }).terraform_version;
  } catch {
    return undefined;
  }
}

/** The package's own provider, and copies of it in the stacks of this folder. */
export function checkProvider(providerFolder: string, folder: string): Check[] {
  let built: BuiltProvider;
  try {
    built = readBuiltProvider(providerFolder);
  } catch (error) {
    return [failed('provider', 'not in the package', (error as Error).message, 'INTERNAL')];
  }
  return [ok('provider', `${built.source} ${built.version}`), checkCopies(built, folder)];
}

function checkCopies(built: BuiltProvider, folder: string): Check {
  const name = 'provider in stacks';
  const copies = [folder, ...stacksIn(folder)].flatMap((stack) => copiesIn(stack, built.source));
  if (copies.length === 0) return skipped(name, 'no synthesized stack in this folder');
  const isCurrent = (file: string) => file.includes(`_${built.version}_`);
  const current = copies.filter(isCurrent);
  const differing = current.filter((file) => !readFileSync(file).equals(built.zip));
  if (differing.length > 0) {
    const files = differing.map((file) => relative(folder, file)).join(', ');
    return failed(
      name,
      `other bytes than the package's: ${files}`,
      'Synthesize again, or run iam-login-profile mirror.',
    );
  }
  return current.length < copies.length
    ? warning(
        name,
        `${copies.length - current.length} of another version`,
        'Synthesize again, so that stacks use the version of this package.',
      )
    : ok(name, `${copies.length} archives, the same bytes as the package's`);
}

function stacksIn(folder: string): string[] {
  const stacks = join(folder, 'cdktf.out', 'stacks');
  return existsSync(stacks) ? readdirSync(stacks).map((name) => join(stacks, name)) : [];
}

function copiesIn(stack: string, source: string): string[] {
  const plugins = join(stack, 'terraform.d', 'plugins', source);
  if (!existsSync(plugins)) return [];
  return readdirSync(plugins)
    .filter((name) => name.endsWith('.zip'))
    .map((name) => join(plugins, name));
}
