import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, type RunResult } from './run';

const ROOT = join(__dirname, '..', '..');
const BIN = join(ROOT, 'node_modules', '.bin');

/** A user's project folder of its own: cdktf.json, state and cdktf.out, with home and temporary files beside it. */
export class Stage {
  readonly dir = mkdtempSync(join(tmpdir(), 'login-profile-demo-'));
  readonly env: NodeJS.ProcessEnv;
  /** Everything that any command here has printed. */
  transcript = '';

  constructor(environment: NodeJS.ProcessEnv) {
    for (const folder of ['home', 'tmp']) mkdirSync(join(this.dir, folder));
    this.env = {
      PATH: process.env.PATH,
      HOME: join(this.dir, 'home'),
      TMPDIR: join(this.dir, 'tmp'),
      CHECKPOINT_DISABLE: '1',
      // Everything that Terraform and the provider would ever log, kept for the search at the end.
      TF_LOG: 'TRACE',
      TF_LOG_PATH: join(this.dir, 'terraform.log'),
      CI: '1',
      NO_COLOR: '1',
      FORCE_COLOR: '0',
      ...(process.env.TERRAFORM_BINARY_NAME !== undefined && {
        TERRAFORM_BINARY_NAME: process.env.TERRAFORM_BINARY_NAME,
      }),
      ...environment,
    };
    const config = JSON.parse(readFileSync(join(ROOT, 'cdktf.json'), 'utf8')) as object;
    const app = `"${join(BIN, 'tsx')}" "${join(ROOT, 'main.ts')}"`;
    writeFileSync(join(this.dir, 'cdktf.json'), `${JSON.stringify({ ...config, app }, null, 2)}\n`);
  }

  /** Runs the real CDKTF CLI, as a person would. */
  async cdktf(...args: string[]): Promise<RunResult> {
    return this.#record(
      `cdktf ${args.join(' ')}`,
      await run(join(BIN, 'cdktf'), [...args, '--no-color'], this.#at(this.dir)),
    );
  }

  /** Runs Terraform in the synthesized folder of a stack. */
  async terraform(stack: string, ...args: string[]): Promise<RunResult> {
    const command = this.env.TERRAFORM_BINARY_NAME ?? 'terraform';
    const result = await run(command, args, this.#at(join(this.dir, 'cdktf.out', 'stacks', stack)));
    return this.#record(`terraform ${args.join(' ')}`, result);
  }

  #at(cwd: string) {
    return { cwd, env: this.env };
  }

  #record(command: string, result: RunResult): RunResult {
    this.transcript += `$ ${command}\n${result.output}\n`;
    return result;
  }

  close(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
