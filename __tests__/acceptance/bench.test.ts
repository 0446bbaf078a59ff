import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Line } from '../../scripts/bench/statistics';
import { run } from '../../scripts/demo/run';

const ROOT = join(__dirname, '..', '..');

/** Whether it still runs and still measures; what it measures is nobody's business here. */
describe('npm run bench', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lp-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('measures every row in a smoke run', async () => {
    const json = join(folder, 'bench.json');
    const bench = [join(ROOT, 'node_modules', '.bin', 'tsx'), join(ROOT, 'scripts', 'bench', 'main.ts')] as const;
    const env = { PATH: process.env.PATH, HOME: folder, TMPDIR: folder };
    const { code, output } = await run(bench[0], [bench[1], '--smoke', '--json', json], { cwd: ROOT, env });
    expect({ code, output }).toMatchObject({ code: 0 });

    const { lines } = JSON.parse(readFileSync(json, 'utf8')) as { lines: Line[] };
    const ours = Object.fromEntries(
      lines.filter(({ subject }) => subject === 'ours').map(({ row, samples }) => [row, samples[0]]),
    );
    const rows: readonly string[] = ['start', 'synth', 'validate', 'apply', 'plan', 'drift', 'rotate', 'destroy'];
    for (const row of rows) expect({ row, wall: ours[row].wallSeconds }).toEqual({ row, wall: expect.any(Number) });
    const calls = Object.fromEntries(rows.map((row) => [row, ours[row].awsCalls]));
    expect(calls).toMatchObject({ validate: 0, apply: 7, plan: 2, drift: 2, rotate: 4, destroy: 3 });
    for (const row of rows.slice(2)) expect(ours[row].providerPeakMiB).toBeGreaterThan(10);
    expect(lines.filter(({ subject }) => subject === 'terraform_data')).toHaveLength(6);
  });
});
