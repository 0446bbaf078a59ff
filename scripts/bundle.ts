/** What the build scripts share: where the package is built to, and a note of what each bundle is made of. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type BuildOptions, type BuildResult } from 'esbuild';

export const ROOT = join(__dirname, '..');

const ELSEWHERE = process.argv.at(2);

/** The repository; or another folder, as the first argument, to compare two builds. */
export const OUT = ELSEWHERE ?? ROOT;

/**
 * Has esbuild bundle. A build elsewhere keeps esbuild's own word on what went in, in `metafiles/NAME.json`, which is
 * what the bill of materials is judged by.
 */
export async function bundle(name: string, options: BuildOptions): Promise<BuildResult> {
  const result = await build({ ...options, absWorkingDir: ROOT, bundle: true, metafile: true });
  if (ELSEWHERE !== undefined) {
    const folder = join(ELSEWHERE, 'metafiles');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(result.metafile));
  }
  return result;
}
