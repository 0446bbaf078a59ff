import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure } from './measured-command';
import type { StandInClient } from './stand-in-client';
import type { Sample } from './statistics';

const ROOT = join(__dirname, '..', '..');
const PROVIDER = join(ROOT, 'provider');
const PLATFORM = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;

interface Manifest {
  readonly source: string;
  readonly version: string;
  readonly zip: string;
}

const manifest = (): Manifest => JSON.parse(readFileSync(join(PROVIDER, 'manifest.json'), 'utf8')) as Manifest;

/** What stands in `resource`: bodies by name, by type, as CDKTF writes them. */
export type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** A folder in which Terraform runs, with its state in the stand-in's store. */
export class Stack {
  readonly #dir = mkdtempSync(join(tmpdir(), 'lpb-'));
  readonly #usageFile = join(this.#dir, 'provider-usage');
  readonly #env: NodeJS.ProcessEnv;

  /** @param name of its state */
  constructor(
    private readonly name: string,
    private readonly standIn: StandInClient,
    private readonly parallelism?: number,
  ) {
    for (const folder of ['home', 'tmp', 'stack']) mkdirSync(join(this.#dir, folder));
    this.#env = {
      PATH: process.env.PATH,
      HOME: join(this.#dir, 'home'),
      TMPDIR: join(this.#dir, 'tmp'),
      CHECKPOINT_DISABLE: '1',
      TF_IN_AUTOMATION: '1',
      NODE_OPTIONS: `--require ${join(__dirname, 'provider-usage.cjs')}`,
      BENCH_PROVIDER_USAGE: this.#usageFile,
      ...standIn.environment,
    };
  }

  /** Writes the configuration, with the provider where its resources need it. */
  write(resource: Resources): void {
    const { source } = manifest();
    const needsProvider = 'iam_login_profile' in resource;
    const terraform = {
      backend: { http: { address: `${this.standIn.stateUrl}/${this.name}` } },
      ...(needsProvider && { required_providers: { iam: { source } } }),
    };
    const configuration = { terraform, ...(needsProvider && { provider: { iam: [{}] } }), resource };
    writeFileSync(join(this.#cwd, 'cdk.tf.json'), JSON.stringify(configuration));
  }

  async init(): Promise<void> {
    const { source, version, zip } = manifest();
    const folder = join(this.#cwd, 'terraform.d', 'plugins', source);
    mkdirSync(folder, { recursive: true });
    copyFileSync(join(PROVIDER, zip), join(folder, `terraform-provider-iam_${version}_${PLATFORM}.zip`));
    await this.#terraform('init', '-input=false');
  }

  validate = (): Promise<Sample> => this.#terraform('validate');
  plan = (): Promise<Sample> => this.#terraform('plan', '-input=false', ...this.#parallel());
  apply = (): Promise<Sample> => this.#terraform('apply', '-input=false', '-auto-approve', ...this.#parallel());
  destroy = (): Promise<Sample> => this.#terraform('destroy', '-input=false', '-auto-approve', ...this.#parallel());

  close(): void {
    rmSync(this.#dir, { recursive: true, force: true });
  }

  get #cwd(): string {
    return join(this.#dir, 'stack');
  }

  #parallel(): string[] {
    return this.parallelism === undefined ? [] : [`-parallelism=${this.parallelism}`];
  }

  async #terraform(...args: string[]): Promise<Sample> {
    rmSync(this.#usageFile, { force: true });
    await this.standIn.usage();
    const sample = await measure('terraform', [...args, '-no-color'], { cwd: this.#cwd, env: this.#env });
    const { cpuSeconds, calls } = await this.standIn.usage();
    return { ...sample, awsCalls: calls, standInShare: cpuSeconds / sample.wallSeconds, ...this.#providerUsage() };
  }

  #providerUsage(): Pick<Sample, 'providerCpuSeconds' | 'providerPeakMiB'> {
    if (!existsSync(this.#usageFile)) return {};
    const processes = readFileSync(this.#usageFile, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly cpuSeconds: number; readonly peakMiB: number });
    return {
      providerCpuSeconds: processes.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
      providerPeakMiB: Math.max(...processes.map(({ peakMiB }) => peakMiB)),
    };
  }
}
