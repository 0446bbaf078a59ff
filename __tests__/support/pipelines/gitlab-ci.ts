import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Artifact, artifactOf, filesAt, unpack } from './artifacts';
import { expanded, gitlabOperand, holds, type Variables } from './expressions';
import { idToken } from './oidc';
import type { JobResult, Pipeline, PipelineRun, Trigger } from './pipeline-run';
import { EXAMPLES, type Stage, type Trust } from './stage';

interface Job {
  readonly extends?: string;
  readonly stage: string;
  readonly needs?: readonly string[];
  readonly rules?: readonly { readonly if: string }[];
  readonly id_tokens?: Readonly<Record<string, { readonly aud: string }>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly before_script?: readonly string[];
  readonly script: readonly string[];
  readonly artifacts?: { readonly paths?: readonly string[]; readonly reports?: { readonly junit: string } };
}

interface Document {
  readonly stages: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly workflow: { readonly rules: readonly { readonly if: string }[] };
}

const KEYWORDS = ['workflow', 'stages', 'variables'];
const ISSUER = 'https://gitlab.com';
const SOURCES = { push: 'push', schedule: 'schedule', 'change-request': 'merge_request_event' } as const;

/** Plays `gitlab-ci.yml` as GitLab's documents say; a manual job is started at once. */
export class GitlabCi implements Pipeline {
  /** As docs/pipelines.md has it: only jobs of the default branch. */
  static readonly trust: Trust = { issuer: ISSUER, applySubject: 'project_path:acme/access:ref_type:branch:ref:main' };
  readonly #document: Document;
  readonly #jobs: readonly (readonly [string, Job])[];
  readonly #artifacts = new Map<string, Artifact>();
  /** Jobs without an identity: the commit is all they depend on, and it stays the same, so they run once. */
  readonly #ofTheCommit = new Map<string, JobResult>();

  constructor(readonly stage: Stage) {
    const text = readFileSync(join(EXAMPLES, 'gitlab-ci.yml'), 'utf8');
    const { stages } = (this.#document = parse(text) as Document);
    const jobs = parse(text) as Record<string, Job>;
    this.#jobs = Object.entries(jobs)
      .filter(([name]) => !KEYWORDS.includes(name) && !name.startsWith('.'))
      .map(([name, job]) => [name, extended(job, jobs)] as const)
      .sort(([, a], [, b]) => stages.indexOf(a.stage) - stages.indexOf(b.stage));
  }

  async run({ event, settings = {}, before = {} }: Trigger): Promise<PipelineRun> {
    const results = new Map<string, JobResult>();
    const variables: Variables = {
      CI_PIPELINE_SOURCE: SOURCES[event],
      CI_DEFAULT_BRANCH: 'main',
      ...(event !== 'change-request' && { CI_COMMIT_BRANCH: 'main' }),
      ...this.stage.settings,
      ...settings,
      ...this.#document.variables,
    };
    if (!matches(this.#document.workflow.rules, variables)) return results;
    for (const [name, job] of this.#jobs) {
      if (job.rules !== undefined && !matches(job.rules, variables)) continue;
      if (job.needs?.some((needed) => results.get(needed)?.code !== 0)) continue;
      before[name]?.();
      const result = this.#ofTheCommit.get(name) ?? (await this.#job(name, job, variables));
      if (job.id_tokens === undefined && result.code === 0) this.#ofTheCommit.set(name, result);
      results.set(name, result);
    }
    return results;
  }

  /** Every job starts from a checkout, the artifacts that it needs, and a shell for all its lines. */
  async #job(name: string, job: Job, inherited: Variables): Promise<JobResult> {
    const { workspace, env } = this.stage.machine();
    this.stage.checkout(workspace);
    for (const needed of job.needs ?? []) unpack(this.#artifacts.get(needed) ?? new Map(), workspace);

    const known = { ...inherited, CI_PROJECT_DIR: workspace, CI_JOB_ID: '4711' };
    const own = Object.entries(job.variables ?? {}).map(([key, value]) => [key, expanded(value, known)] as const);
    const variables = { ...known, ...Object.fromEntries(own), ...idTokens(job, known) };
    const script = [...(job.before_script ?? []), ...job.script].join('\n');
    // Images without bash get sh, so nothing here may need more.
    const { code, output } = await this.stage.shell(['sh', '-e'], script, workspace, { ...env, ...variables });

    const files = (paths: readonly string[] = []) =>
      artifactOf(
        workspace,
        filesAt(
          workspace,
          paths.map((path) => expanded(path, variables)),
        ),
      );
    const artifact = files(job.artifacts?.paths);
    this.#artifacts.set(name, artifact);
    // Reports are for GitLab itself; later jobs do not get them.
    const reports = files(job.artifacts?.reports === undefined ? [] : [job.artifacts.reports.junit]);
    const handsOver = [...artifact.keys(), ...reports.keys()];
    return { code: code ?? 1, log: output, summary: output, handsOver };
  }
}

const matches = (rules: readonly { readonly if: string }[], variables: Variables): boolean =>
  rules.some((rule) => holds(rule.if, gitlabOperand(variables)));

/** `extends` merges what is a mapping on both sides, and else lets the job's own value win. */
function extended(job: Job, jobs: Readonly<Record<string, Job>>): Job {
  const base = job.extends === undefined ? undefined : jobs[job.extends];
  return base === undefined ? job : { ...base, ...job, variables: { ...base.variables, ...job.variables } };
}

/** A branch is the subject of its own jobs; a merge request's jobs have its source branch. */
function idTokens(job: Job, variables: Variables): Variables {
  const branch = variables.CI_COMMIT_BRANCH ?? 'a-change';
  const sub = `project_path:acme/access:ref_type:branch:ref:${branch}`;
  const tokens = Object.entries(job.id_tokens ?? {}).map(([name, { aud }]) => [
    name,
    idToken({ iss: ISSUER, sub, aud }),
  ]);
  return Object.fromEntries(tokens) as Variables;
}
