import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, type RunResult } from '../../scripts/demo/run';

const ROOT = join(__dirname, '..', '..');
const NODE_MODULES = join(ROOT, 'node_modules');

/** Packs the package as npm would publish it; answers the path of the tarball. */
export async function pack(into: string): Promise<string> {
  const result = await run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', into], {
    cwd: ROOT,
    env: process.env,
  });
  if (result.code !== 0) throw new Error(result.output);
  return join(into, result.stdout.trim());
}

/**
 * npm installs the packed package and its peers into a folder, as a user's npm does, without the network: the peers
 * are copied from the folders named, which npm checks against the ranges that the package asks for.
 */
export async function installPackage(dir: string, peers: readonly string[]): Promise<void> {
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ name: 'consumer', version: '1.0.0', private: true }));
  const tarball = await pack(dir);
  const options = ['--offline', '--ignore-scripts', '--install-links', '--omit=dev', '--no-audit', '--no-fund'];
  const result = await run('npm', ['install', ...options, tarball, ...peers], { cwd: dir, env: process.env });
  if (result.code !== 0) throw new Error(result.output);
}

/** What a CDKTF project has beside the package, from this repository's own packages. */
export const CONSTRUCTS = join(NODE_MODULES, 'constructs');
export const CDKTF = join(NODE_MODULES, 'cdktf');

/** Everything that a project's CLI and its program see of this machine. */
export function consumerEnvironment(dir: string, more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  for (const folder of ['home', 'tmp']) mkdirSync(join(dir, folder), { recursive: true });
  return {
    PATH: process.env.PATH,
    HOME: join(dir, 'home'),
    TMPDIR: join(dir, 'tmp'),
    CHECKPOINT_DISABLE: '1',
    CI: '1',
    ...more,
  };
}

/** A new user's own project: an empty folder with the installed package and a program, `main.js`. */
export async function consumerProject(
  dir: string,
  program: string,
  peers: readonly string[] = [CDKTF, CONSTRUCTS],
): Promise<void> {
  await installPackage(dir, peers);
  writeFileSync(
    join(dir, 'cdktf.json'),
    JSON.stringify({ language: 'typescript', app: 'node main.js', sendCrashReports: 'false' }),
  );
  writeFileSync(join(dir, 'main.js'), program);
}

/** Runs the real CDKTF CLI in a project. */
export function cdktf(dir: string, env: NodeJS.ProcessEnv, ...args: string[]): Promise<RunResult> {
  return run(join(NODE_MODULES, '.bin', 'cdktf'), [...args, '--no-color'], { cwd: dir, env });
}
