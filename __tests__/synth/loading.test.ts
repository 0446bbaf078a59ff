import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import { buildSync } from 'esbuild';
import { restore, temporaryFolder } from './fixtures';

const ROOT = path.join(__dirname, '..', '..');
const NODE_MODULES = path.join(ROOT, 'node_modules');

/** Our own files in one plain JavaScript file, so that the child process needs no compiler that would be loaded too. */
function compile(entry: string): { readonly bundle: string; readonly sources: string[] } {
  const bundle = path.join(temporaryFolder(), 'index.cjs');
  const { metafile } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile: bundle,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    metafile: true,
  });
  return { bundle, sources: Object.keys(metafile.inputs) };
}

/** The packages a fresh process has loaded after it loaded `file`. */
function packagesLoadedBy(file: string): string[] {
  const script = `require(${JSON.stringify(file)}); console.log(JSON.stringify(Object.keys(require.cache)))`;
  const env = { PATH: process.env.PATH ?? '', NODE_PATH: NODE_MODULES };
  const output = execFileSync(process.execPath, ['--eval', script], { env, encoding: 'utf8' });
  const names = (JSON.parse(output) as string[])
    .filter((loaded) => loaded.startsWith(NODE_MODULES))
    .map((loaded) => /^((?:@[^/]+\/)?[^/]+)/.exec(path.relative(NODE_MODULES, loaded))?.[0] ?? '');
  return [...new Set(names)].sort();
}

afterAll(restore);

test('a program that imports the package loads cdktf, constructs and the rooms of constructs and policies, nothing heavy', () => {
  const { bundle, sources } = compile('src/index.ts');
  expect(sources.filter((source) => !/^src\/(index\.ts$|constructs\/|policies\/)/.test(source))).toEqual([]);
  const packages = packagesLoadedBy(bundle);
  expect(packages).toEqual(expect.arrayContaining(['cdktf', 'constructs']));
  const heavy = /^(@aws-sdk|@smithy|@connectrpc|@bufbuild|@msgpack|@cdktf|esbuild|fflate)/;
  expect(packages.filter((name) => heavy.test(name))).toEqual([]);
});
