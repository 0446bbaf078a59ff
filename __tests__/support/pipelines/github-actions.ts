import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Artifact, artifactOf, commonRoot, filesAt, isHidden, unpack } from './artifacts';
import { githubOperand, holds, interpolated, type Operand } from './expressions';
import { assumeRole, idToken } from './oidc';
import type { JobResult, Pipeline, PipelineRun, Trigger } from './pipeline-run';
import { EXAMPLES, type Machine, type Stage, type Trust } from './stage';

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly run?: string;
  readonly 'working-directory'?: string;
}

interface Job {
  readonly needs?: string;
  readonly if?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly env: Readonly<Record<string, string>>;
  readonly defaults: { readonly run: { readonly shell: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

const ISSUER = 'https://token.actions.githubusercontent.com';
const AUDIENCE = 'sts.amazonaws.com';
/** `shell: bash` is more than bash where no shell is named: only the first has pipefail. */
const SHELLS: Readonly<Partial<Record<string, readonly string[]>>> = {
  bash: ['bash', '--noprofile', '--norc', '-eo', 'pipefail'],
};

/** What a running job has gathered so far. */
interface RunningJob {
  readonly job: Job;
  readonly machine: Machine;
  readonly operand: Operand;
  readonly contexts: Record<string, Record<string, unknown>>;
  env: NodeJS.ProcessEnv;
  log: string;
  handsOver: readonly string[];
}

type Inputs = (name: string) => string;

/** Plays `github-actions.yml` as GitHub's documents say. */
export class GithubActions implements Pipeline {
  /** As docs/pipelines.md has it: only jobs of the environment, which waits for its reviewers. */
  static readonly trust: Trust = { issuer: ISSUER, applySubject: 'repo:acme/access:environment:console-access' };
  readonly #workflow = parse(readFileSync(join(EXAMPLES, 'github-actions.yml'), 'utf8')) as Workflow;
  readonly #artifacts = new Map<string, Artifact>();
  /** Jobs without an identity: the commit is all they depend on, and it stays the same, so they run once. */
  readonly #ofTheCommit = new Map<string, JobResult>();

  constructor(readonly stage: Stage) {}

  async run({ event, settings = {}, before = {} }: Trigger): Promise<PipelineRun> {
    const results = new Map<string, JobResult>();
    const needs: Record<string, unknown> = {};
    const ref = event === 'change-request' ? 'refs/pull/1/merge' : 'refs/heads/main';
    const github = { event_name: event === 'change-request' ? 'pull_request' : event, ref };
    const vars = { ...this.stage.settings, ...settings };
    for (const [name, job] of Object.entries(this.#workflow.jobs)) {
      const contexts = { github, vars, needs, env: this.#workflow.env, steps: {} };
      if (job.needs !== undefined && results.get(job.needs)?.code !== 0) continue;
      if (job.if !== undefined && !holds(job.if, githubOperand(contexts))) continue;
      before[name]?.();
      const result = this.#ofTheCommit.get(name) ?? (await this.#job(job, contexts));
      if (job.permissions === undefined && result.code === 0) this.#ofTheCommit.set(name, result);
      results.set(name, result);
      const outputs = Object.entries(job.outputs ?? {}).map(([key, text]) => [
        key,
        interpolated(text, githubOperand(contexts)),
      ]);
      needs[name] = { outputs: Object.fromEntries(outputs) as unknown };
    }
    return results;
  }

  async #job(job: Job, contexts: RunningJob['contexts']): Promise<JobResult> {
    const machine = this.stage.machine();
    const summaryFile = join(machine.workspace, '..', 'summary.md');
    writeFileSync(summaryFile, '');
    const env = { ...machine.env, ...this.#workflow.env, GITHUB_STEP_SUMMARY: summaryFile };
    const running: RunningJob = {
      job,
      machine,
      contexts,
      env,
      operand: githubOperand(contexts),
      log: '',
      handsOver: [],
    };
    let code = 0;
    for (const step of job.steps) {
      code = step.uses === undefined ? await this.#command(step, running) : await this.#action(step, running);
      if (code !== 0) break;
    }
    return { code, log: running.log, summary: readFileSync(summaryFile, 'utf8'), handsOver: running.handsOver };
  }

  async #command(step: Step, running: RunningJob): Promise<number> {
    const shell = SHELLS[this.#workflow.defaults.run.shell];
    if (shell === undefined) throw new Error('The workflow must name bash as its shell.');
    const output = join(running.machine.workspace, '..', 'output');
    writeFileSync(output, '');
    const cwd = join(running.machine.workspace, interpolated(step['working-directory'] ?? '.', running.operand));
    const script = interpolated(step.run ?? '', running.operand);
    const result = await this.stage.shell(shell, script, cwd, { ...running.env, GITHUB_OUTPUT: output });
    running.log += result.output;
    if (step.id !== undefined) {
      const lines = readFileSync(output, 'utf8').split('\n').filter(Boolean);
      const outputs = Object.fromEntries(lines.map((line) => line.split('=', 2))) as unknown;
      running.contexts.steps = { ...running.contexts.steps, [step.id]: { outputs } };
    }
    return result.code ?? 1;
  }

  /** The actions that the workflow uses, each as far as its own documents promise. Any other one is an error. */
  async #action(step: Step, running: RunningJob): Promise<number> {
    const input: Inputs = (name) => interpolated(String(step.with?.[name] ?? ''), running.operand);
    const { workspace } = running.machine;
    const [action] = (step.uses ?? '').split('@');
    switch (action) {
      case 'actions/checkout':
        this.stage.checkout(workspace);
        return 0;
      case 'actions/setup-node':
        return 0;
      case 'hashicorp/setup-terraform':
        if (input('terraform_wrapper') !== 'false') throw new Error('The wrapper turns exit code 2 into 0.');
        return 0;
      case 'aws-actions/configure-aws-credentials':
        return this.#assumeRole(input, running);
      case 'actions/upload-artifact':
        return this.#upload(input, running);
      case 'actions/download-artifact':
        return this.#download(input, workspace);
      default:
        throw new Error(`What does ${action} do?`);
    }
  }

  async #assumeRole(input: Inputs, running: RunningJob): Promise<number> {
    if (running.job.permissions?.['id-token'] !== 'write') throw new Error('The job may not ask for an ID token.');
    const { environment } = running.job;
    const subject = environment === undefined ? String(running.contexts.github.ref) : `environment:${environment}`;
    const token = idToken({ iss: ISSUER, aud: AUDIENCE, sub: `repo:acme/access:${subject}` });
    const credentials = await assumeRole(this.stage.aws, input('role-to-assume'), token);
    running.env = {
      ...running.env,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
      AWS_REGION: input('aws-region'),
    };
    return 0;
  }

  #upload(input: Inputs, running: RunningJob): number {
    const { workspace } = running.machine;
    const paths = input('path').split('\n').filter(Boolean);
    const files = filesAt(workspace, paths).filter(
      (file) => input('include-hidden-files') === 'true' || !isHidden(file),
    );
    if (files.length === 0) throw new Error(`No files at ${paths.join(', ')}`);
    const artifact = artifactOf(workspace, files, commonRoot(workspace, paths));
    this.#artifacts.set(input('name'), artifact);
    running.handsOver = [...running.handsOver, ...artifact.keys()];
    return 0;
  }

  #download(input: Inputs, workspace: string): number {
    const artifact = this.#artifacts.get(input('name'));
    if (artifact === undefined) throw new Error(`No artifact ${input('name')}`);
    const into = join(workspace, input('path'));
    mkdirSync(into, { recursive: true });
    unpack(artifact, into);
    return 0;
  }
}
