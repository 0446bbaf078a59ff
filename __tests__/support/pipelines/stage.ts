import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, type RunResult } from '../../../scripts/demo/run';
import { type LocalAws, startLocalAws } from '../../../src/local-aws';
import { consumerProject } from '../consumer';
import { FIRST } from '../scene';
import type { Variables } from './expressions';
import { denyWritesAndSecrets, isSessionOf } from './plan-identity';
import { startStateBucket, type StateBucket } from './state-bucket';

const ROOT = join(__dirname, '..', '..', '..');
export const EXAMPLES = join(ROOT, 'examples', 'pipelines');

/** The only commands of the files that are not run as they stand: those that fetch, and what is done in their place. */
const REPLACED_COMMANDS: Readonly<Partial<Record<string, string>>> = {
  'npm ci': 'ln -s "$INSTALLED_NODE_MODULES" node_modules',
  'apk add --no-cache nodejs': ':',
};

/** A machine that a job got, with nothing of any other job on it. */
export interface Machine {
  readonly workspace: string;
  readonly env: Readonly<NodeJS.ProcessEnv>;
}

/** Whose ID tokens may take the roles. */
export interface Trust {
  readonly issuer: string;
  /** The only subject that may take the apply role; the plan role is for every job of the repository. */
  readonly applySubject: string;
}

/** An account with two roles, a state bucket, and a project that has the packed package installed. */
export class Stage {
  readonly dir = mkdtempSync(join(tmpdir(), 'lp-pipeline-'));
  /** What the files expect in the settings of the repository. */
  readonly settings: Variables;
  /** Everything that any command here has printed. */
  transcript = '';
  /** Roles whose sessions may write the state and its lock. */
  readonly stateWriters = new Set(['apply']);
  #machines = 0;

  #bucket: StateBucket | undefined;

  private constructor(
    readonly aws: LocalAws,
    { issuer, applySubject }: Trust,
  ) {
    const plan = aws.roles.create({ roleName: 'plan', webIdentity: { issuer } });
    const apply = aws.roles.create({ roleName: 'apply', webIdentity: { issuer, subject: applySubject } });
    this.settings = { AWS_REGION: aws.region, PLAN_ROLE_ARN: plan.arn, APPLY_ROLE_ARN: apply.arn };
  }

  static async start(trust: Trust): Promise<Stage> {
    const aws = await startLocalAws();
    aws.users.create({ userName: 'alice' });
    aws.secrets.create({ name: 'console/alice', secretString: FIRST });
    denyWritesAndSecrets(aws, 'plan');
    const stage = new Stage(aws, trust);
    stage.#bucket = await startStateBucket((accessKeyId) => stage.#mayWriteState(accessKeyId));
    await consumerProject(stage.#project, readFileSync(join(EXAMPLES, 'main.js'), 'utf8'));
    mkdirSync(join(stage.#project, 'node_modules', '.bin'), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', '.bin', 'cdktf'), join(stage.#project, 'node_modules', '.bin', 'cdktf'));
    return stage;
  }

  get bucket(): StateBucket {
    if (this.#bucket === undefined) throw new Error('The stage has not started.');
    return this.#bucket;
  }

  #mayWriteState(accessKeyId: string): boolean {
    const arn = this.aws.identities.find(accessKeyId)?.arn;
    return [...this.stateWriters].some((roleName) => isSessionOf(roleName, arn));
  }

  get #project(): string {
    return join(this.dir, 'project');
  }

  /** A fresh machine, its workspace at a path that no other one has. */
  machine(): Machine {
    const dir = join(this.dir, `machine-${(this.#machines += 1)}`);
    const workspace = join(dir, 'workspace');
    for (const folder of [workspace, join(dir, 'home'), join(dir, 'tmp')]) mkdirSync(folder, { recursive: true });
    const env = {
      PATH: process.env.PATH,
      HOME: join(dir, 'home'),
      TMPDIR: join(dir, 'tmp'),
      CI: 'true',
      INSTALLED_NODE_MODULES: join(this.#project, 'node_modules'),
      // Where AWS is. Who somebody is there, only the files say.
      AWS_ENDPOINT_URL: this.aws.endpoint,
      AWS_ENDPOINT_URL_STS: this.aws.endpoint,
      AWS_ENDPOINT_URL_S3: this.bucket.endpoint,
      // No name server knows a bucket's host name below 127.0.0.1.
      TF_CLI_ARGS_init: '-backend-config=use_path_style=true',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    return { workspace, env };
  }

  /** What is committed: neither node_modules nor cdktf.out. */
  checkout(workspace: string): void {
    for (const file of ['package.json', 'cdktf.json', 'main.js'])
      copyFileSync(join(this.#project, file), join(workspace, file));
  }

  async shell(command: readonly string[], script: string, cwd: string, env: NodeJS.ProcessEnv): Promise<RunResult> {
    const lines = script.split('\n').map((line) => REPLACED_COMMANDS[line.trim()] ?? line);
    const [shell = '', ...options] = command;
    const result = await run(shell, [...options, '-c', lines.join('\n')], { cwd, env });
    this.transcript += `${script}\n${result.output}\n`;
    return result;
  }

  async stop(): Promise<void> {
    await this.aws.stop();
    await this.bucket.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}
