/** Applies that are struck down at a chosen point, and what has to be true of the world afterwards. */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { searchForPasswords } from '../../../scripts/demo/leaks';
import type { RunResult } from '../../../scripts/demo/run';
import type { JournalEntry } from '../../../src/local-aws';
import { processesOf, until } from '../processes';
import type { Scene } from '../scene';
import { type Access, ADDRESS, CrashStage, type Prepared, type Step, type StepName, STEPS } from './crash-steps';

export const VICTIMS = ['provider', 'terraform', 'both'] as const;

export interface Strike {
  readonly step: StepName;
  readonly victim: (typeof VICTIMS)[number];
  /** The how manieth of the apply's points, from 1. */
  readonly point: number;
}

export interface Outcome {
  /** Undefined where the apply was over before the point came. */
  readonly struck?: {
    /** How many of the step's calls had reached AWS by then. */
    readonly calls: number;
    readonly isAnswered: boolean;
  };
  /** How long after Terraform's end the last process was gone. */
  readonly goneAfterMs: number;
  /** What should not be, in words; empty where all is well. */
  readonly problems: readonly string[];
}

/** What the hook writes down as it strikes. */
interface Mark {
  readonly isAnswered: boolean;
  readonly atMs: number;
}

/**
 * How long a provider may outlive its Terraform: as long as an orderly Terraform gives it after Shutdown before it
 * kills. It notices within milliseconds by its connection, or by its parent within half a second.
 */
const ORPHAN_MS = 2_000;

const HOOK = join(__dirname, 'crash-hook.cjs');

/** Prepares a step, strikes, looks at what is left, and recovers, again and again in one folder. */
export class Strikes {
  private readonly marks: string;
  private readonly stage: CrashStage;

  /** @param points `outside`: those that differ for the outside; `every`: each single one */
  constructor(
    private readonly scene: Scene,
    private readonly points: 'outside' | 'every' = 'outside',
  ) {
    this.marks = join(scene.workspace.dir, 'marks');
    this.stage = new CrashStage(scene);
  }

  init(): Promise<void> {
    return this.stage.init();
  }

  /** How many points a step has; a few more or less in the next run. */
  async count(name: StepName): Promise<number> {
    const prepared = await this.prepare(STEPS[name]);
    await this.apply({});
    const counted = Math.max(...this.marksOf('points-').map(Number));
    const problems = await this.recover(STEPS[name], prepared);
    if (problems.length > 0) throw new Error(problems.join('\n'));
    return counted;
  }

  async strike({ step: name, victim, point }: Strike): Promise<Outcome> {
    const step: Step = STEPS[name];
    const prepared = await this.prepare(step);
    const applied = await this.apply({ CRASH_AT: String(point), CRASH_VICTIM: victim });
    const { goneAfterMs, orphans } = await this.untilAllGone();
    const [mark] = this.marksOf('struck-').map((text): Mark | undefined => JSON.parse(text) as Mark);
    const struck = mark && { calls: this.callsBefore(step, mark.atMs), isAnswered: mark.isAnswered };
    const problems = [
      ...unexpectedEnd(applied, victim, mark),
      ...orphans,
      ...this.leftBehind(),
      ...this.wrongAccess(prepared, applied),
      ...(await this.recover(step, prepared)),
    ];
    return { struck, goneAfterMs, problems };
  }

  /** Brings everything to where the step begins, and plans it. */
  private async prepare(step: Step): Promise<Prepared> {
    const { aws, workspace } = this.scene;
    const prepared = await step.prepare(this.stage);
    const planned = await workspace.plan('-out=step.tfplan', ...(step.isDestroy === true ? ['-destroy'] : []));
    if (planned.code !== 2) throw new Error(planned.output);
    aws.journal.clear();
    prepared.afterPlan?.();
    return prepared;
  }

  private apply(env: NodeJS.ProcessEnv): Promise<RunResult> {
    rmSync(this.marks, { recursive: true, force: true });
    mkdirSync(this.marks);
    return this.scene.workspace.terraformWith(
      { NODE_OPTIONS: `--require ${HOOK}`, CRASH_FOLDER: this.marks, CRASH_POINTS: this.points, ...env },
      ...['apply', '-no-color', '-input=false', 'step.tfplan'],
    );
  }

  private marksOf(prefix: string): string[] {
    return readdirSync(this.marks)
      .filter((file) => file.startsWith(prefix))
      .map((file) => readFileSync(join(this.marks, file), 'utf8'));
  }

  private callsBefore({ calls }: Step, atMs: number): number {
    const { entries } = this.scene.aws.journal;
    return entries.filter(({ operation, at }) => calls.includes(operation) && at.getTime() <= atMs).length;
  }

  /** Called as soon as Terraform has ended, one way or the other. */
  private async untilAllGone(): Promise<{ readonly goneAfterMs: number; readonly orphans: readonly string[] }> {
    const { dir } = this.scene.workspace;
    const endedMs = performance.now();
    const isInTime = await until('no process is left', () => processesOf(dir).length === 0, ORPHAN_MS).then(
      () => true,
      () => false,
    );
    const goneAfterMs = Math.round(performance.now() - endedMs);
    // None of them may meddle with what comes next.
    for (const { pid } of processesOf(dir)) process.kill(pid, 'SIGKILL');
    return { goneAfterMs, orphans: isInTime ? [] : [`a process outlives Terraform by more than ${ORPHAN_MS} ms`] };
  }

  /** Sockets, files and passwords. */
  private leftBehind(): string[] {
    const { workspace } = this.scene;
    const { leaks } = searchForPasswords(this.stage.current, filesIn(workspace.stack), {
      output: workspace.transcript,
    });
    workspace.transcript = '';
    return [
      ...workspace.leftovers().map((file) => `left behind: ${file}`),
      ...leaks.map(({ where, form }) => `a password in ${where}: ${form}`),
    ];
  }

  /** Access is as it was, as it was to be, or as between two writes; and where Terraform says that it is done, it is. */
  private wrongAccess({ accesses }: Prepared, { code }: RunResult): string[] {
    if (this.hasAccess(accesses.at(-1))) return [];
    if (code === 0) return ['Terraform reports success, and it is not so'];
    return accesses.some((access) => this.hasAccess(access)) ? [] : ['access is neither as before nor as planned'];
  }

  private hasAccess(access: Access = {}): boolean {
    const { aws } = this.scene;
    return Object.entries(access).every(([userName, may]) => {
      if (may === null) return aws.loginProfiles.get(userName) === undefined;
      const outcome = may.mustReset === true ? 'password-reset-required' : 'signed-in';
      return aws.signIn(userName, may.password).outcome === outcome;
    });
  }

  /** The next clean apply leads to what was wanted, with no step back, and leaves nothing to do. */
  private async recover(step: Step, { accesses, allowed }: Prepared): Promise<string[]> {
    const { aws, workspace } = this.scene;
    aws.faults.clear();
    const recovered = await (step.isDestroy === true ? workspace.destroy() : workspace.apply());
    if (recovered.code !== 0) return [`the next apply fails: ${recovered.output}`];
    const writes = aws.journal.entries.filter(isWrite).map(describeWrite);
    const after = step.isDestroy === true ? recovered : await workspace.plan();
    const isInState = workspace.stateOf(ADDRESS) !== undefined;
    return [
      ...writes.filter((write) => !allowed.includes(write)).map((write) => `not to be called: ${write}`),
      // One that Terraform may never have heard of, and one more.
      ...(writes.length > step.writes + 1 ? [`${writes.length} writes: ${writes.join()}`] : []),
      ...(this.hasAccess(accesses.at(-1)) ? [] : ['the next apply does not lead to what was wanted']),
      ...(after.code === 0 ? [] : [`something is left to do: ${after.output}`]),
      ...(step.isDestroy === true && isInState ? ['what is deleted is still in state'] : []),
    ];
  }
}

/** Refused ones have changed nothing. */
const isWrite = ({ operation, errorCode }: JournalEntry): boolean =>
  /^iam:(Create|Update|Delete)LoginProfile$/.test(operation) && errorCode === undefined;

function describeWrite({ operation, userName = '', passwordGiven }: JournalEntry): string {
  if (operation === 'iam:UpdateLoginProfile' && !passwordGiven) return `Flag of ${userName}`;
  return `${operation.replace(/^iam:|LoginProfile$/g, '')} ${userName}`;
}

/** Terraform's end. Where the provider dies after its answer, both ends are true ones. */
function unexpectedEnd({ code, output }: RunResult, victim: Strike['victim'], mark?: Mark): string[] {
  const isExpected = (): boolean => {
    if (mark === undefined) return code === 0;
    if (victim !== 'provider') return code === null;
    return code === 1 || (code === 0 && mark.isAnswered);
  };
  if (isExpected()) return [];
  const when = mark === undefined ? 'not at all' : mark.isAnswered ? 'after the answer' : 'before the answer';
  return [`Terraform, ${victim} struck ${when}, ended with ${code}: ${output}`];
}

/** Plan, state and backup; the folders hold the provider. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(folder, name));
