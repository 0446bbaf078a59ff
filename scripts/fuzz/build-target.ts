import { createRequire } from 'node:module';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Plugin, transform } from 'esbuild';
import { createInstrumenter } from 'istanbul-lib-instrument';

const ROOT = join(__dirname, '..', '..');
/** Our own code and the decoders that it hands bytes to. */
const INSTRUMENTED = /[/\\](src[/\\].*\.ts|@msgpack[/\\].*\.m?js|csv-parse[/\\].*\.c?js)$/;
const COVERAGE = '__fuzz_coverage__';

/** Bytes in; anything thrown is a finding. */
export interface Target {
  readonly fuzz: (data: Buffer) => void | Promise<void>;
  readonly seeds: readonly (string | Uint8Array)[];
  /** Texts that mean something to the target and are woven into inputs. */
  readonly words?: readonly string[];
}

/** Counters of one file, as the instrumented code finds them: by statement, and by branch and arm. */
interface FileCoverage {
  s: ArrayLike<number>;
  b: ArrayLike<ArrayLike<number>>;
}

export interface InstrumentedTarget extends Target {
  /** Every counter of every instrumented file, side by side. */
  readonly counters: Uint32Array;
}

/** Puts all counters into one array, which is cleared and compared after every input. */
function gather(files: readonly FileCoverage[]): Uint32Array {
  const lengths = (branches: FileCoverage['b']): number[] => Object.values(branches).map(({ length }) => length);
  const sizeOf = ({ s, b }: FileCoverage): number =>
    Object.keys(s).length + lengths(b).reduce((sum, length) => sum + length, 0);
  const counters = new Uint32Array(files.reduce((sum, file) => sum + sizeOf(file), 0));
  let used = 0;
  const next = (length: number): Uint32Array => counters.subarray(used, (used += length));
  for (const file of files) {
    const branches = lengths(file.b);
    file.s = next(Object.keys(file.s).length);
    file.b = branches.map(next);
  }
  return counters;
}

const counting: Plugin = {
  name: 'counting',
  setup: (building) => {
    building.onLoad({ filter: INSTRUMENTED }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const { code } = await transform(source, { loader: path.endsWith('.ts') ? 'ts' : 'js', target: 'es2022' });
      const instrumenter = createInstrumenter({
        esModules: /\b(import|export)\b/.test(code),
        coverageVariable: COVERAGE,
        coverageGlobalScope: 'globalThis',
        coverageGlobalScopeFunc: false,
      });
      return { contents: instrumenter.instrumentSync(code, path), loader: 'js' };
    });
  },
};

/** Bundles a target with a counter at every statement and branch, and loads it. */
export async function buildTarget(name: string): Promise<InstrumentedTarget> {
  const result = await build({
    entryPoints: [join(ROOT, '__tests__', 'fuzz', 'targets', `${name}.ts`)],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
    plugins: [counting],
  });
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  const file = join(folder, `${name}.cjs`);
  writeFileSync(file, result.outputFiles[0]?.contents ?? '');
  try {
    const scope = globalThis as unknown as Record<string, Record<string, FileCoverage>>;
    scope[COVERAGE] = {};
    const target = createRequire(__filename)(file) as Target;
    return { ...target, counters: gather(Object.values(scope[COVERAGE])) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
