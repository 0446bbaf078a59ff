/**
 * Builds what programs import: `lib/` for CDKTF, and `lib-cdktn/`, the same files for its successor CDK Terrain, which
 * differ in the name of the package they import. Whatever the compiler no longer makes is removed.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';
import { OUT, ROOT } from './bundle';

const LIBRARY = path.join(OUT, 'lib');
const LIBRARY_FOR_CDKTN = path.join(OUT, 'lib-cdktn');

/** A module's name where code or a declaration imports it; other strings, such as symbol names, are shared by both. */
const IMPORT_OF_CDKTF = /(\bfrom\s+|\b(?:require|import)\(\s*)(['"])cdktf(?=['"/])/g;

const forCdktn = (code: string): string => code.replace(IMPORT_OF_CDKTF, '$1$2cdktn');

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

function compilerOptions(): ts.ParsedCommandLine {
  const host = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic: ts.Diagnostic) => {
      throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
    },
  };
  const parsed = ts.getParsedCommandLineOfConfigFile(path.join(ROOT, 'tsconfig.build.json'), { outDir: LIBRARY }, host);
  if (parsed === undefined) throw new Error('tsconfig.build.json cannot be read.');
  return parsed;
}

/** Compiles into both folders; answers the files written. */
function compile(): Set<string> {
  const { fileNames, options } = compilerOptions();
  const program = ts.createProgram(fileNames, options);
  const written = new Set<string>();
  const { diagnostics } = program.emit(undefined, (name, text) => {
    const file = path.resolve(name);
    const twin = path.join(LIBRARY_FOR_CDKTN, path.relative(LIBRARY, file));
    write(file, text);
    write(twin, forCdktn(text));
    written.add(file).add(twin);
  });
  const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (problems.length > 0) {
    throw new Error(
      ts.formatDiagnostics(problems, {
        getCanonicalFileName: (name) => name,
        getCurrentDirectory: () => ROOT,
        getNewLine: () => '\n',
      }),
    );
  }
  return written;
}

/** Removes what an earlier build left behind: it would be published. */
function removeOthers(folder: string, wanted: ReadonlySet<string>): void {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) removeOthers(file, wanted);
    else if (!wanted.has(file)) fs.rmSync(file);
  }
  if (fs.readdirSync(folder).length === 0) fs.rmdirSync(folder);
}

try {
  const written = compile();
  for (const folder of [LIBRARY, LIBRARY_FOR_CDKTN]) removeOthers(folder, written);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
