import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildNoteProvider, installedAt, NOTE_ADDRESS } from './build-note-provider';

const HEADER = `terraform {\n  required_providers {\n    note = { source = "${NOTE_ADDRESS}" }\n  }\n}\nprovider "note" {}\n`;

export interface Run {
  readonly code: number | null;
  readonly output: string;
}

/** A command that runs, in a process group of its own as at a terminal. */
export class RunningCommand {
  output = '';
  readonly finished: Promise<Run>;

  constructor(readonly child: ChildProcess) {
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.finished = once(child, 'close').then(([code]) => ({ code: code as number | null, output: this.output }));
  }

  async said(text: string): Promise<void> {
    while (!this.output.includes(text)) await Promise.race([once(this.child.stdout!, 'data'), this.finished]);
  }

  /** Whatever still runs of it. */
  kill(): void {
    if (this.child.exitCode === null && this.child.signalCode === null) process.kill(-this.child.pid!, 'SIGKILL');
  }

  /** Ctrl-C: the terminal signals the whole group, the provider included. */
  interrupt(): void {
    process.kill(-this.child.pid!, 'SIGINT');
  }
}

/** A folder in which the real Terraform runs with the example provider, and nothing of the machine's own settings. */
export class NoteWorkspace {
  readonly folder = mkdtempSync(join(tmpdir(), 'note-'));
  private readonly env: NodeJS.ProcessEnv;
  private readonly commands: RunningCommand[] = [];

  constructor() {
    for (const name of ['home', 'tmp', 'work']) mkdirSync(join(this.folder, name));
    buildNoteProvider(installedAt(this.work));
    this.env = {
      PATH: process.env.PATH,
      HOME: join(this.folder, 'home'),
      TMPDIR: join(this.folder, 'tmp'),
      CHECKPOINT_DISABLE: '1',
      TF_IN_AUTOMATION: '1',
    };
  }

  get work(): string {
    return join(this.folder, 'work');
  }

  write(hcl: string): void {
    writeFileSync(join(this.work, 'main.tf'), HEADER + hcl);
  }

  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): RunningCommand {
    const options = { cwd: this.work, env: { ...this.env, ...env }, detached: true };
    const child = spawn('terraform', [...args, '-no-color'], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const command = new RunningCommand(child);
    this.commands.push(command);
    return command;
  }

  run(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Run> {
    return this.start(args, env).finished;
  }

  /** 0 nothing to do, 1 error, 2 changes. */
  plan(...more: string[]): Promise<Run> {
    return this.run(['plan', '-input=false', '-detailed-exitcode', ...more]);
  }

  apply(...more: string[]): Promise<Run> {
    return this.run(['apply', '-input=false', '-auto-approve', ...more]);
  }

  destroy(...more: string[]): Promise<Run> {
    return this.run(['destroy', '-input=false', '-auto-approve', ...more]);
  }

  /** Instances in the state file, by address. */
  state(): Record<string, { attributes: Record<string, unknown>; status?: string; private?: string }> {
    const file = join(this.work, 'terraform.tfstate');
    if (!existsSync(file)) return {};
    interface Resource {
      type: string;
      name: string;
      instances: { attributes: Record<string, unknown>; status?: string; private?: string }[];
    }
    const { resources } = JSON.parse(readFileSync(file, 'utf8')) as { resources: Resource[] };
    return Object.fromEntries(resources.map(({ type, name, instances }) => [`${type}.${name}`, instances[0]]));
  }

  /** Processes of this workspace's provider that are alive. */
  providers(): number[] {
    return readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry) && isProviderOf(this.work, entry))
      .map(Number);
  }

  /** Resolves when no provider is left; rejects when one outlives `ms`. */
  async providersGone(ms: number): Promise<void> {
    const deadline = performance.now() + ms;
    while (this.providers().length > 0) {
      if (performance.now() > deadline) throw new Error('a provider process is still alive');
      await sleep(50);
    }
  }

  leftovers(): string[] {
    return readdirSync(join(this.folder, 'tmp'));
  }

  close(): void {
    for (const command of this.commands) command.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Terraform runs it by a relative path, so the working directory tells whose it is. */
function isProviderOf(work: string, pid: string): boolean {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return command.includes('terraform-provider-note') && readlinkSync(`/proc/${pid}/cwd`) === work;
  } catch {
    return false;
  }
}
