/**
 * Builds `lib-aws/`, which programs import as `cdktf-iam-login-profile/aws`: one file of ours and one of the AWS SDK,
 * which the executable shares, and the declarations. Nothing of it needs another package.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import * as ts from 'typescript';
import { bundle, OUT, ROOT } from './bundle';

const FOLDER = join(OUT, 'lib-aws');
const ENTRY = 'src/operations/library.ts';
const AWS_SDK = 'aws-sdk.cjs';

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

const awsSdkApart: Plugin = {
  name: 'aws-sdk-apart',
  setup: (building) => {
    building.onResolve({ filter: /^\.\/sdk\.js$/ }, () => ({ path: `./${AWS_SDK}`, external: true }));
  },
};

const COMMON: BuildOptions = {
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  legalComments: 'none',
  alias: { debug: './scripts/silent-debug.cjs' },
  supported: { 'dynamic-import': false },
  define: { PACKAGE_VERSION: JSON.stringify(version) },
};

/** Only what the entry's declarations reach; whoever imports them need not have the AWS SDK. */
function declarations(): void {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    lib: ['lib.es2023.d.ts'],
    types: ['node'],
    strict: true,
    skipLibCheck: true,
    declaration: true,
    emitDeclarationOnly: true,
  };
  const texts = new Map<string, string>();
  const program = ts.createProgram([join(ROOT, ENTRY)], options);
  program.emit(undefined, (file, text) => texts.set(basename(file), text));
  write('library.d.ts', 'index.d.ts', texts);
}

/** Writes a declaration file and those it imports. */
function write(from: string, to: string, texts: ReadonlyMap<string, string>): void {
  const text = texts.get(from) ?? '';
  const imports = [...text.matchAll(/\bfrom ['"]([^'"]+)['"]/g)].map(([, specifier = '']) => specifier);
  const foreign = imports.filter((specifier) => !specifier.startsWith('./'));
  if (text === '' || foreign.length > 0) throw new Error(`${from} reaches ${foreign.join(', ') || 'nothing'}.`);
  writeFileSync(join(FOLDER, to), text);
  for (const specifier of new Set(imports)) write(`${specifier.slice(2)}.d.ts`, `${specifier.slice(2)}.d.ts`, texts);
}

async function main(): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  await bundle('operations', {
    ...COMMON,
    entryPoints: [ENTRY],
    outfile: join(FOLDER, 'index.js'),
    plugins: [awsSdkApart],
  });
  await bundle('operations-sdk', {
    ...COMMON,
    entryPoints: ['src/aws/sdk.ts'],
    outfile: join(FOLDER, AWS_SDK),
    minify: true,
  });
  declarations();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
