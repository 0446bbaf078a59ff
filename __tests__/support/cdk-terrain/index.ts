import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../scripts/demo/run';

const ROOT = join(__dirname, '..', '..', '..');
const KEPT = join(ROOT, 'node_modules', '.cache', 'cdk-terrain');
const LOCK_FILE = 'package-lock.json';

/** What the CLI of CDK Terrain asks for. */
const NEEDED_NODE = [22, 19] as const;

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > NEEDED_NODE[0] || (major === NEEDED_NODE[0] && minor >= NEEDED_NODE[1]);
}

const isCurrent = (): boolean =>
  existsSync(join(KEPT, LOCK_FILE)) &&
  readFileSync(join(KEPT, LOCK_FILE)).equals(readFileSync(join(__dirname, LOCK_FILE)));

/**
 * Installs what the lock file beside this one names, once until it changes. A place of its own, because CDK Terrain
 * wants older `constructs` than this repository has, and because a `node` among this repository's own packages would
 * run all of its scripts.
 */
async function install(): Promise<void> {
  const draft = `${KEPT}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  for (const file of ['package.json', LOCK_FILE]) copyFileSync(join(__dirname, file), join(draft, file));
  const result = await run('npm', ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'], {
    cwd: draft,
    env: process.env,
  });
  if (result.code !== 0) throw new Error(result.output);
  // Tests run side by side: what another has put there meanwhile is in use, and as good.
  if (!isCurrent()) {
    rmSync(KEPT, { recursive: true, force: true });
    renameSync(draft, KEPT);
  }
  rmSync(draft, { recursive: true, force: true });
}

export interface CdkTerrain {
  readonly nodeModules: string;
  /** A Node.js that the CLI runs on. */
  readonly node: string;
  readonly cli: string;
}

/** CDK Terrain, its CLI and a Node.js for it; the first time it is fetched from the registry. */
export async function cdkTerrain(): Promise<CdkTerrain> {
  if (!isCurrent()) await install();
  const nodeModules = join(KEPT, 'node_modules');
  return {
    nodeModules,
    node: isNewEnough(process.versions.node) ? process.execPath : join(nodeModules, '.bin', 'node'),
    cli: join(nodeModules, 'cdktn-cli', 'bin', 'cdktn'),
  };
}
