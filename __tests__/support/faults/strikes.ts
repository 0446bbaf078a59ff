/** Applies that are struck down at a chosen point, and what has to be true of the world afterwards. */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { searchForPasswords } from '../../../scripts/demo/leaks';
import type { RunResult } from '../../../scripts/demo/run';
import { processesOf, until } from '../processes';
import { alice, operations, type Scene } from '../scene';

export const STEPS = ['create', 'rotation', 'delete'] as const;
export const VICTIMS = ['provider', 'terraform', 'both'] as const;

export type Step = (typeof STEPS)[number];

export interface Strike {
  readonly step: Step;
  readonly victim: (typeof VICTIMS)[number];
  /** The how manieth of the apply's points, from 1. */
  readonly point: number;
}

export interface Outcome {
  /** False where the apply was over before the point came. */
  readonly isStruck: boolean;
  /** What should not be, in words; empty where all is well. */
  readonly problems: readonly string[];
}

const HOOK = join(__dirname, 'crash-hook.cjs');
const ADDRESS = 'iam_login_profile.alice';
const SECRET = 'console/alice';

/** Prepares a step, strikes, looks at what is left, and recovers, again and again in one folder. */
export class Strikes {
  private readonly marks: string;
  private readonly passwords: string[] = [];

  /** @param points `outside`: those that differ for the outside; `every`: each single one */
  constructor(
    private readonly scene: Scene,
    private readonly points: 'outside' | 'every' = 'outside',
  ) {
    this.marks = join(scene.workspace.dir, 'marks');
  }

  async init(): Promise<void> {
    await this.scene.workspace.init(alice());
  }

  /** How many points a step has; a few more or less in the next run. */
  async count(step: Step): Promise<number> {
    await this.prepare(step);
    await this.apply({});
    const counted = Math.max(...this.marksOf('points-').map(Number));
    await this.recover(step);
    return counted;
  }

  async strike({ step, victim, point }: Strike): Promise<Outcome> {
    await this.prepare(step);
    const applied = await this.apply({ CRASH_AT: String(point), CRASH_VICTIM: victim });
    const struck = this.marksOf('struck-').at(0);
    const problems = [
      ...unexpectedEnd(applied, victim, struck),
      ...(await this.leftBehind()),
      ...this.accessAfter(step, applied),
      ...(await this.recover(step)),
    ];
    return { isStruck: struck !== undefined, problems };
  }

  /** Brings everything to where the step begins, and plans it. A new password each time, so that none passes for another. */
  private async prepare(step: Step): Promise<void> {
    const { aws, workspace } = this.scene;
    if (step !== 'delete') this.newPassword();
    const exists = workspace.stateOf(ADDRESS) !== undefined;
    if (step === 'create' && exists) succeeded(await workspace.destroy());
    if (step !== 'create' && !exists) {
      succeeded(await workspace.apply());
      if (step === 'rotation') this.newPassword();
    }
    const planned = await workspace.plan('-out=step.tfplan', ...(step === 'delete' ? ['-destroy'] : []));
    if (planned.code !== 2) throw new Error(planned.output);
    aws.journal.clear();
  }

  private newPassword(): void {
    const password = `Str1ke ${this.passwords.length} & "quoted" <pass>/+ö`;
    this.passwords.push(password);
    this.scene.aws.secrets.putValue(SECRET, password);
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

  /** Processes, sockets, temporary files and passwords. */
  private async leftBehind(): Promise<string[]> {
    const { workspace } = this.scene;
    await until('no process is left', () => processesOf(workspace.dir).length === 0);
    const { leaks } = searchForPasswords(this.passwords.slice(-2), filesIn(workspace.stack), {
      output: workspace.transcript,
    });
    workspace.transcript = '';
    return [
      ...workspace.leftovers().map((file) => `left behind: ${file}`),
      ...leaks.map(({ where, form }) => `a password in ${where}: ${form}`),
    ];
  }

  /** Access is as it was or as it was to be, never anything else; and where Terraform says that it is done, it is. */
  private accessAfter(step: Step, { code }: RunResult): string[] {
    const isDone = step === 'delete' ? this.isGone() : this.signsIn(-1);
    if (isDone) return [];
    if (code === 0) return ['Terraform reports success, and it is not so'];
    const isAsBefore = step === 'create' ? this.isGone() : this.signsIn(step === 'delete' ? -1 : -2);
    return isAsBefore ? [] : ['access is neither as before nor as planned'];
  }

  private isGone(): boolean {
    return this.scene.aws.loginProfiles.get('alice') === undefined;
  }

  private signsIn(which: -1 | -2): boolean {
    return this.scene.aws.signIn('alice', this.passwords.at(which) ?? '').outcome === 'signed-in';
  }

  /** The next clean apply leads to what was wanted, with no step back, and leaves nothing to do. */
  private async recover(step: Step): Promise<string[]> {
    const { aws, workspace } = this.scene;
    const recovered = await (step === 'delete' ? workspace.destroy() : workspace.apply());
    if (recovered.code !== 0) return [`the next apply fails: ${recovered.output}`];
    const writes = operations(aws, /iam:(Create|Update|Delete)LoginProfile/);
    const wrong = writes.filter((write) => write.includes('Delete') !== (step === 'delete'));
    const isRight = step === 'delete' ? this.isGone() : this.signsIn(-1);
    const after = step === 'delete' ? recovered : await workspace.plan();
    return [
      ...wrong.map((write) => `a ${step} called ${write}`),
      // One that Terraform may never have heard of, and one more.
      ...(writes.length > 2 ? [`${writes.length} writes: ${writes.join()}`] : []),
      ...(isRight ? [] : ['the next apply does not lead to what was wanted']),
      ...(after.code === 0 ? [] : [`something is left to do: ${after.output}`]),
      ...(step === 'delete' && workspace.stateOf(ADDRESS) !== undefined ? ['what is deleted is still in state'] : []),
    ];
  }
}

/** Terraform's end. Where the provider dies after its answer, both ends are true ones. */
function unexpectedEnd({ code, output }: RunResult, victim: Strike['victim'], struck?: string): string[] {
  const isExpected = (): boolean => {
    if (struck === undefined) return code === 0;
    if (victim !== 'provider') return code === null;
    return code === 1 || (code === 0 && struck === 'after the answer');
  };
  return isExpected() ? [] : [`Terraform, ${victim} struck ${struck ?? 'not at all'}, ended with ${code}: ${output}`];
}

function succeeded({ code, output }: RunResult): void {
  if (code !== 0) throw new Error(output);
}

/** Plan, state and backup; the folders hold the provider. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(folder, name));
