import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { run } from '../../demo/run';
import { type Line, OURS, type Sample } from '../statistics';

const ROOT = join(__dirname, '..', '..', '..');
const SOURCE = join(__dirname, '..', 'synth-program.ts');
/** What the lines are called, and the program of each. */
const PROGRAMS = [
  [OURS, 'constructs'],
  ['bare TerraformResource', 'bare'],
] as const;
/** Loading them takes ten seconds or more. */
const RUNS_OF_AWS_ROOT = 2;

/**
 * Synthesis of as many constructs beside as many bare resources. `synth` is what happens after everything is loaded,
 * `synth program` the whole process.
 */
export async function synthRows(size: number, runs: number): Promise<Line[]> {
  const measured = PROGRAMS.map(([subject, program]) => ({
    subject,
    program,
    alone: [] as Sample[],
    whole: [] as Sample[],
  }));
  for (let count = 0; count < runs; count += 1) {
    for (const { program, alone, whole } of measured) {
      const took = await synthesize(program, size);
      alone.push(took.alone);
      whole.push(took.whole);
    }
  }
  return measured.flatMap(({ subject, alone, whole }): Line[] => [
    { row: 'synth', size, subject, samples: alone },
    { row: 'synth program', size, subject, samples: whole },
  ]);
}

/** A program that also loads all AWS bindings, as one import from the root of their package does. */
export async function awsRootRow(size: number, runs: number): Promise<Line> {
  const samples: Sample[] = [];
  while (samples.length < Math.min(runs, RUNS_OF_AWS_ROOT)) samples.push((await synthesize('aws-root', size)).whole);
  return { row: 'synth program', size, subject: 'ours, with all of @cdktf/provider-aws', samples };
}

async function synthesize(kind: string, size: number): Promise<{ readonly alone: Sample; readonly whole: Sample }> {
  const folder = mkdtempSync(join(tmpdir(), 'lpb-'));
  try {
    // Plain JavaScript: what compiles TypeScript on the fly makes every stack trace dear, and CDKTF takes many.
    const program = join(folder, 'synth-program.cjs');
    buildSync({ entryPoints: [SOURCE], outfile: program, bundle: true, packages: 'external', platform: 'node' });
    const args = [program, kind, String(size), join(folder, 'cdktf.out'), join(ROOT, 'lib')];
    const env = { PATH: process.env.PATH, HOME: folder, NODE_PATH: join(ROOT, 'node_modules') };
    const { code, stdout, output, seconds } = await run(process.execPath, args, { cwd: folder, env });
    if (code !== 0) throw new Error(output);
    return { alone: JSON.parse(stdout) as Sample, whole: { wallSeconds: seconds } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
