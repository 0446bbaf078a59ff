/** What one run cost. */
export interface Sample {
  readonly wallSeconds: number;
  /** User and system time of the command and of every process it waited for. */
  readonly cpuSeconds?: number;
  /** Of all provider processes together. */
  readonly providerCpuSeconds?: number;
  /** Of the largest provider process. */
  readonly providerPeakMiB?: number;
  readonly awsCalls?: number;
  /** How much of one core the stand-in for AWS used meanwhile, from 0 to 1. */
  readonly standInShare?: number;
}

/** One thing that was measured, ours or what it is compared with. */
export interface Line {
  readonly row: string;
  /** Number of profiles, or of what stands for them. */
  readonly size?: number;
  readonly subject: string;
  readonly samples: readonly Sample[];
  /** The number that was really run, where the samples are scaled up to `size`. */
  readonly scaledFrom?: number;
}

/** What every row calls the project's own side. */
export const OURS = 'ours';

export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('There is no median of nothing.');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}

export type Measure = keyof Sample;

/** The values of one measure; none where it was not taken. */
export const valuesOf = ({ samples }: Pick<Line, 'samples'>, measure: Measure): number[] =>
  samples.map((sample) => sample[measure]).filter((value) => value !== undefined);

export function medianOf(line: Pick<Line, 'samples'> | undefined, measure: Measure): number | undefined {
  const values = line === undefined ? [] : valuesOf(line, measure);
  return values.length === 0 ? undefined : median(values);
}

export const ratio = (above: number | undefined, below: number | undefined): number | undefined =>
  above === undefined || below === undefined || below === 0 ? undefined : above / below;

/** `sample` as it would be for `factor` times as many. */
export const scaled = ({ wallSeconds, cpuSeconds }: Sample, factor: number): Sample => ({
  wallSeconds: wallSeconds * factor,
  ...(cpuSeconds !== undefined && { cpuSeconds: cpuSeconds * factor }),
});
