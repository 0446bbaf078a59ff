import { type Line, type Measure, medianOf, OURS, ratio, valuesOf } from './statistics';

/** One promise of the design and what was measured of it. */
export interface Budget {
  readonly what: string;
  readonly limit: number;
  /** `undefined` where its rows were not run. */
  readonly measured?: number;
  readonly unit: 'x' | 'calls' | 'MiB';
  /** A budget that wants more, not less. */
  readonly atLeast?: true;
}

export const holds = ({ measured, limit, atLeast }: Budget): boolean | undefined =>
  measured === undefined ? undefined : atLeast === true ? measured >= limit : measured <= limit;

const SIZE = 1000;
const LARGE = 5000;

/** The budgets of the design, as far as the lines tell. */
export function budgets(lines: readonly Line[]): Budget[] {
  const find = (row: string, subject = OURS, size?: number): Line | undefined =>
    lines.find((line) => line.row === row && line.subject === subject && line.size === size);
  const beside = (row: string, other: string, measure: Measure, size?: number): number | undefined =>
    ratio(medianOf(find(row, OURS, size), measure), medianOf(find(row, other, size), measure));
  const growth = (row: string, measure: Measure): number | undefined =>
    ratio(medianOf(find(row, OURS, LARGE), measure), medianOf(find(row, OURS, SIZE), measure));
  const calls = (row: string): number | undefined => ratio(medianOf(find(row, OURS, SIZE), 'awsCalls'), SIZE);
  const rotateBesideCli = ratio(
    medianOf(find('rotate', 'aws CLI', SIZE), 'cpuSeconds'),
    medianOf(find('rotate', OURS, SIZE), 'cpuSeconds'),
  );
  return [
    {
      what: 'start beside node -e 0, wall',
      limit: 2,
      unit: 'x',
      ...known(beside('start', 'node -e 0', 'wallSeconds')),
    },
    ...(['wallSeconds', 'cpuSeconds'] as const).map((measure): Budget => ({
      what: `plan of 1,000 unchanged beside 1,000 terraform_data, ${NAMES[measure]}`,
      limit: 3,
      unit: 'x',
      ...known(beside('plan', 'terraform_data', measure, SIZE)),
    })),
    { what: 'AWS calls per profile and plan', limit: 2, unit: 'calls', ...known(calls('plan')) },
    {
      what: 'rotation of 1,000: an AWS CLI pair per user beside ours, CPU',
      limit: 20,
      unit: 'x',
      atLeast: true,
      ...known(rotateBesideCli),
    },
    {
      what: 'AWS calls per profile and rotation, its refresh included',
      limit: 4,
      unit: 'calls',
      ...known(calls('rotate')),
    },
    ...GROWING.flatMap((row) =>
      (['cpuSeconds', 'providerCpuSeconds'] as const).map((measure): Budget => ({
        what: `${row} of 5,000 beside 1,000, ${NAMES[measure]}`,
        limit: 5.5,
        unit: 'x',
        ...known(growth(row, measure)),
      })),
    ),
    { what: 'provider memory at 5,000, the largest process', limit: 150, unit: 'MiB', ...known(peakAt(lines, LARGE)) },
    {
      what: 'synth of 1,000 beside bare TerraformResource, CPU',
      limit: 1.5,
      unit: 'x',
      ...known(beside('synth', 'bare TerraformResource', 'cpuSeconds', SIZE)),
    },
  ];
}

const GROWING = ['plan', 'rotate'] as const;
const NAMES = { wallSeconds: 'wall', cpuSeconds: 'CPU', providerCpuSeconds: 'CPU of the provider alone' } as const;

const known = (measured: number | undefined) => (measured === undefined ? {} : { measured });

function peakAt(lines: readonly Line[], size: number): number | undefined {
  const peaks = lines.filter((line) => line.size === size).flatMap((line) => valuesOf(line, 'providerPeakMiB'));
  return peaks.length === 0 ? undefined : Math.max(...peaks);
}
