/**
 * `npm run check:fuzz`: coverage-guided fuzzing of everything that reads what others wrote, a minute in all.
 *
 *   npm run check:fuzz -- --seconds 600 --target value-decoder --keep
 *
 * `--keep` writes the inputs that reach something new to the corpus in the repository.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildTarget } from './build-target';
import { Fuzzer, type Result } from './fuzzer';

const FUZZ = join(__dirname, '..', '..', '__tests__', 'fuzz');
const TARGETS = readdirSync(join(FUZZ, 'targets')).map((file) => file.replace(/\.ts$/, ''));

/** Seconds for all targets together. */
const DEFAULT_SECONDS = 50;
/** Of one target in the repository. */
const MAX_KEPT = 60;
const MAX_KEPT_BYTES = 1024;

const nameOf = (input: Buffer): string => createHash('sha256').update(input).digest('hex').slice(0, 12);

const corpusFolder = (target: string): string => join(FUZZ, 'corpus', target);

function readCorpus(target: string): Buffer[] {
  const folder = corpusFolder(target);
  return existsSync(folder)
    ? readdirSync(folder)
        .sort()
        .map((file) => readFileSync(join(folder, file)))
    : [];
}

function writeCorpus(target: string, corpus: readonly Buffer[]): void {
  const folder = corpusFolder(target);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const small = corpus.filter(({ length }) => length <= MAX_KEPT_BYTES).slice(0, MAX_KEPT);
  for (const input of small) writeFileSync(join(folder, nameOf(input)), input);
}

async function run(name: string, seconds: number, seed: number, keep: boolean): Promise<Result> {
  const fuzzer = new Fuzzer(await buildTarget(name));
  const result = await fuzzer.run({ seed, durationMs: seconds * 1000, corpus: readCorpus(name) });
  const { executions, reached, total, corpus, finding } = result;
  const share = Math.round((100 * reached) / total);
  process.stdout.write(
    `${name}: ${executions} executions in ${seconds} s, ${reached} of ${total} statements and branches (${share} %), ` +
      `${corpus.length} inputs, ${finding === undefined ? 'no finding' : 'A FINDING'}\n`,
  );
  if (finding !== undefined) {
    process.stdout.write(`  input (base64): ${finding.input.toString('base64')}\n  ${finding.problem}\n`);
  } else if (keep) writeCorpus(name, corpus);
  return result;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      target: { type: 'string', multiple: true, default: TARGETS },
      seconds: { type: 'string' },
      seed: { type: 'string' },
      keep: { type: 'boolean', default: false },
    },
  });
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
  const seconds = Number(values.seconds ?? DEFAULT_SECONDS / values.target.length);
  process.stdout.write(`seed ${seed}\n`);
  for (const target of values.target) {
    const { finding } = await run(target, seconds, seed, values.keep);
    if (finding !== undefined) process.exitCode = 1;
  }
}

void main();
