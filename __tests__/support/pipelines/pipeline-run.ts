import type { Variables } from './expressions';

/** What became of a job. */
export interface JobResult {
  /** Exit code of the command that failed, or 0. */
  readonly code: number;
  /** What the job printed. */
  readonly log: string;
  /** What is shown to whoever reviews: GitHub's job summary, GitLab's log. */
  readonly summary: string;
  /** The files that it leaves for later jobs, as its artifacts name them. */
  readonly handsOver: readonly string[];
}

/** The jobs that ran, by name, in order; jobs that were skipped are not there. */
export type PipelineRun = ReadonlyMap<string, JobResult>;

/** How a pipeline came to be, and what the one who runs it changes for a test. */
export interface Trigger {
  readonly event: 'push' | 'change-request' | 'schedule';
  /** Configured where the real ones are, in the settings of the repository. Added to those of the stage. */
  readonly settings?: Variables;
  /** Happens before a job starts. */
  readonly before?: Readonly<Partial<Record<string, () => void>>>;
}

/** Reads one of the files and plays it. */
export interface Pipeline {
  run(trigger: Trigger): Promise<PipelineRun>;
}
