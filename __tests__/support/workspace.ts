import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { searchForPasswords } from '../../scripts/demo/leaks';
import { run, type RunResult } from '../../scripts/demo/run';
import { FIRST, SECOND, THIRD } from './passwords';

const PACKAGE = join(__dirname, '..', '..', 'provider');

interface Manifest {
  readonly source: string;
  readonly version: string;
  readonly zip: string;
}

/** What `npm run build` has made. Tests use what users get. */
export function builtProvider(): Manifest & { readonly path: string } {
  const file = join(PACKAGE, 'manifest.json');
  if (!existsSync(file)) throw new Error('The provider is not built. Run: npm run build');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  return { ...manifest, path: join(PACKAGE, manifest.zip) };
}

const PLATFORM = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;

/** A resource's change in `terraform show -json`. */
export interface PlannedChange {
  readonly address: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Record<string, unknown> | null;
    readonly after: Record<string, unknown> | null;
    readonly after_unknown: Record<string, unknown>;
  };
}

export interface ShownPlan {
  readonly resource_changes?: readonly PlannedChange[];
  readonly resource_drift?: readonly PlannedChange[];
}

/** State, its backup, a saved plan, and what a killed Terraform leaves of a lock, which does not hold. */
const TERRAFORMS_OWN = /^stack\/(terraform\.tfstate(\.backup)?|\.terraform\.tfstate\.lock\.info|[^/]+\.tfplan)$/;

/** An empty folder with the built provider in it, in which the real Terraform runs. */
export class Workspace {
  readonly dir = mkdtempSync(join(tmpdir(), 'lp-'));
  readonly env: NodeJS.ProcessEnv;
  #initial: ReadonlySet<string> = new Set();
  readonly #writtenByTest = new Set<string>();
  /** Everything that any command here has printed. */
  transcript = '';

  constructor(environment: NodeJS.ProcessEnv) {
    for (const folder of ['home', 'tmp', 'stack']) mkdirSync(join(this.dir, folder));
    this.env = {
      PATH: process.env.PATH,
      HOME: join(this.dir, 'home'),
      TMPDIR: join(this.dir, 'tmp'),
      CHECKPOINT_DISABLE: '1',
      TF_IN_AUTOMATION: '1',
      ...environment,
    };
    this.#install();
  }

  get stack(): string {
    return join(this.dir, 'stack');
  }

  #install(): void {
    const { source, version, path } = builtProvider();
    const folder = join(this.stack, 'terraform.d', 'plugins', source);
    mkdirSync(folder, { recursive: true });
    copyFileSync(path, join(folder, `terraform-provider-iam_${version}_${PLATFORM}.zip`));
  }

  /** Writes the configuration and initializes the folder. */
  async init(hcl: string, provider = 'provider "iam" {}'): Promise<void> {
    this.write(hcl, provider);
    const result = await this.terraform('init', '-no-color');
    if (result.code !== 0) throw new Error(result.output);
    this.#initial = new Set(this.#files());
  }

  write(hcl: string, provider = 'provider "iam" {}'): void {
    const { source } = builtProvider();
    const requirement = `terraform {\n  required_providers {\n    iam = { source = "${source}" }\n  }\n}\n`;
    writeFileSync(join(this.stack, 'main.tf'), `${requirement}\n${provider}\n\n${hcl}\n`);
  }

  async terraform(...args: string[]): Promise<RunResult> {
    return this.terraformWith({}, ...args);
  }

  async terraformWith(env: NodeJS.ProcessEnv, ...args: string[]): Promise<RunResult> {
    const result = await run('terraform', args, { cwd: this.stack, env: { ...this.env, ...env } });
    this.transcript += `$ terraform ${args.join(' ')}\n${result.output}\n`;
    return result;
  }

  /** Plans; the code is Terraform's detailed one: 0 no changes, 1 error, 2 changes. */
  plan(...args: string[]): Promise<RunResult> {
    return this.terraform('plan', '-no-color', '-input=false', '-detailed-exitcode', ...args);
  }

  apply(...args: string[]): Promise<RunResult> {
    return this.terraform('apply', '-no-color', '-input=false', '-auto-approve', ...args);
  }

  destroy(...args: string[]): Promise<RunResult> {
    return this.terraform('destroy', '-no-color', '-input=false', '-auto-approve', ...args);
  }

  async showPlan(file: string): Promise<ShownPlan> {
    const result = await this.terraform('show', '-json', file);
    if (result.code !== 0) throw new Error(result.output);
    return JSON.parse(result.stdout) as ShownPlan;
  }

  /** The attributes of a resource in state, or undefined. */
  stateOf(address: string): Record<string, unknown> | undefined {
    const file = join(this.stack, 'terraform.tfstate');
    if (!existsSync(file)) return undefined;
    interface StateFile {
      resources: { type: string; name: string; instances: { attributes: Record<string, unknown> }[] }[];
    }
    const { resources } = JSON.parse(readFileSync(file, 'utf8')) as StateFile;
    return resources.find(({ type, name }) => `${type}.${name}` === address)?.instances[0]?.attributes;
  }

  /**
   * What runs have left in the temporary folder, at home and in the stack's folder, beside the files that Terraform
   * itself keeps there and those that were there after init: sockets and whatever else.
   */
  leftovers(): string[] {
    return this.#files().filter((file) => !this.#initial.has(file) && !TERRAFORMS_OWN.test(file));
  }

  #files(): string[] {
    return ['home', 'tmp', 'stack'].flatMap((folder) =>
      readdirSync(join(this.dir, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
    );
  }

  /** The test itself writes a password into this file of the stack, for which the search makes an exception. */
  writesPasswordTo(file: string): void {
    this.#writtenByTest.add(`stack/${file}`);
  }

  /** Removes the folder. @throws where a password is in it, or was printed, in any form */
  close(): void {
    try {
      this.#expectNoPassword();
    } finally {
      rmSync(this.dir, { recursive: true, force: true });
    }
  }

  #expectNoPassword(): void {
    const printed = { 'printed output': this.transcript };
    const leaks = searchForPasswords([FIRST, SECOND, THIRD], [this.dir], printed)
      .leaks.filter(({ where }) => !this.#writtenByTest.has(where))
      .map(({ where, form }) => `${where} (${form})`);
    if (leaks.length > 0) throw new Error(`A password was left behind: ${leaks.join(', ')}`);
  }
}
