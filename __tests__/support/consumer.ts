import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, type RunResult } from '../../scripts/demo/run';

const ROOT = join(__dirname, '..', '..');

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
 * A new user's own project: an empty folder with the packed package, and cdktf and constructs as they would install
 * them. Only those two come from this repository's node_modules, so that no test needs the network.
 */
export async function consumerProject(dir: string, program: string): Promise<void> {
  mkdirSync(join(dir, 'node_modules'), { recursive: true });
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ name: 'consumer', version: '1.0.0', private: true }));
  writeFileSync(
    join(dir, 'cdktf.json'),
    JSON.stringify({ language: 'typescript', app: 'node main.js', sendCrashReports: 'false' }),
  );
  writeFileSync(join(dir, 'main.js'), program);
  const tarball = await pack(dir);
  const unpacked = await run('tar', ['-xzf', tarball, '-C', dir], { cwd: dir, env: process.env });
  if (unpacked.code !== 0) throw new Error(unpacked.output);
  cpSync(join(dir, 'package'), join(dir, 'node_modules', 'cdktf-iam-login-profile'), { recursive: true });
  for (const peer of ['cdktf', 'constructs'])
    symlinkSync(join(ROOT, 'node_modules', peer), join(dir, 'node_modules', peer));
}

/** Runs the real CDKTF CLI in a project. */
export function cdktf(dir: string, env: NodeJS.ProcessEnv, ...args: string[]): Promise<RunResult> {
  return run(join(ROOT, 'node_modules', '.bin', 'cdktf'), [...args, '--no-color'], { cwd: dir, env });
}
