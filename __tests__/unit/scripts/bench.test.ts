import { budgets, holds } from '../../../scripts/bench/budgets';
import { parseOptions, ROWS } from '../../../scripts/bench/options';
import { linesTable } from '../../../scripts/bench/report';
import { type Line, median, scaled } from '../../../scripts/bench/statistics';

const line = (row: string, subject: string, cpuSeconds: number, size = 1000, more: object = {}): Line => ({
  row,
  subject,
  size,
  samples: [{ wallSeconds: cpuSeconds, cpuSeconds, ...more }],
});

const budget = (lines: readonly Line[], what: RegExp) => budgets(lines).find((each) => what.test(each.what))!;

describe('options', () => {
  it('asks for everything where nothing is said', () => {
    expect(parseOptions([])).toEqual({ sizes: [1, 100, 1000, 5000], runs: 5, rows: ROWS, awsCli: 'aws' });
  });

  it('takes sizes, runs, rows, a file and a latency', () => {
    const args = ['--sizes', '1,20', '--runs', '3', '--rows', 'start,plan', '--json', 'out.json', '--latency', '100'];
    const expected = { sizes: [1, 20], runs: 3, rows: ['start', 'plan'], json: 'out.json', latencyMs: 100 };
    expect(parseOptions(args)).toMatchObject(expected);
  });

  it('measures every row once in a smoke run, but for the loading of the AWS bindings', () => {
    const { sizes, runs, rows } = parseOptions(['--smoke']);
    expect({ sizes, runs }).toEqual({ sizes: [1], runs: 1 });
    expect(ROWS.filter((row) => !rows.includes(row))).toEqual(['aws-root']);
  });

  it.each([
    [['--rows', 'plan,fly'], 'There is no row "fly"'],
    [['--sizes', '10,many'], '--sizes takes whole numbers above zero, and "many" is none.'],
    [['--runs', '0'], '--runs takes whole numbers above zero, and "0" is none.'],
  ])('refuses %j', (args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
  });
});

describe('statistics', () => {
  it.each([
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
  ])('the median of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('scales the times of a sample and leaves out what does not grow with the number', () => {
    expect(scaled({ wallSeconds: 2, cpuSeconds: 1, providerPeakMiB: 90 }, 10)).toEqual({
      wallSeconds: 20,
      cpuSeconds: 10,
    });
  });
});

describe('budgets', () => {
  it('compares the plan with terraform_data of the same number', () => {
    const lines = [line('plan', 'ours', 6), line('plan', 'terraform_data', 2), line('plan', 'terraform_data', 1, 100)];
    const { measured } = budget(lines, /plan of 1,000 unchanged.*CPU/);
    expect(measured).toBe(3);
  });

  it('wants the AWS CLI to cost more, not less', () => {
    const cheap = budget([line('rotate', 'ours', 10), line('rotate', 'aws CLI', 150)], /AWS CLI/);
    const dear = budget([line('rotate', 'ours', 10), line('rotate', 'aws CLI', 250)], /AWS CLI/);
    expect([holds(cheap), holds(dear)]).toEqual([false, true]);
  });

  it('counts AWS calls by profile', () => {
    expect(budget([line('plan', 'ours', 1, 1000, { awsCalls: 2000 })], /calls per profile and plan/).measured).toBe(2);
  });

  it('takes the largest provider process of all rows at 5,000', () => {
    const lines = [
      line('plan', 'ours', 1, 5000, { providerPeakMiB: 140 }),
      line('rotate', 'ours', 1, 5000, { providerPeakMiB: 151 }),
      line('rotate', 'ours', 1, 1000, { providerPeakMiB: 300 }),
    ];
    const memory = budget(lines, /memory/);
    expect([memory.measured, holds(memory)]).toEqual([151, false]);
  });

  it('says nothing of rows that were not run', () => {
    expect(budgets([]).map(holds)).toEqual(budgets([]).map(() => undefined));
  });
});

describe('the table', () => {
  it('gives medians with their spread, and ours as a multiple of what it stands beside', () => {
    const ours: Line = {
      row: 'plan',
      size: 1000,
      subject: 'ours',
      samples: [3, 5, 4].map((seconds) => ({ wallSeconds: seconds, cpuSeconds: 2 * seconds, awsCalls: 2000 })),
    };
    const rows = linesTable([ours, line('plan', 'terraform_data', 2)])
      .split('\n')
      .slice(2);
    expect(rows[0]).toMatch(/plan .* 1,000 .* ours .* 4\.00 \(3\.00-5\.00\) .* 8\.00 \(6\.00-10\.00\) .* 2\.0 /);
    expect(rows[1]).toMatch(/terraform_data .* 2\.00 .* 2\.00 x .* 4\.00 x/);
  });

  it('marks what was scaled up', () => {
    const cli: Line = { ...line('rotate', 'aws CLI', 900), scaledFrom: 1 };
    expect(linesTable([cli])).toContain('aws CLI (1 x, scaled)');
  });
});
