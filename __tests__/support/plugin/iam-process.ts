import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { iamProvider } from '../../../src/provider';
import { builtProvider } from '../workspace';
import { ProviderProcess } from './provider-process';
import { TerraformClient } from './terraform-client';
import { NULL_VALUE, valueOf } from './wire-values';

const TYPE = 'iam_login_profile';

const { schema, resources, dataSources } = iamProvider('0.0.0');
const resourceSchema = resources[TYPE].schema;

/** A value as it is on the wire, such as a state that was answered. */
export interface WireValue {
  readonly msgpack: Uint8Array;
}

/** The provider as users get it, in a process of its own, and a client that plays Terraform with one resource. */
export class IamProcess {
  private constructor(
    private readonly folder: string,
    private readonly running: ProviderProcess,
    readonly client: TerraformClient,
  ) {}

  static async start(env: NodeJS.ProcessEnv): Promise<IamProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'lp-'));
    for (const [name, data] of Object.entries(unzipSync(readFileSync(builtProvider().path))))
      writeFileSync(join(folder, name), data);
    const executable = join(folder, 'terraform-provider-iam.cjs');
    chmodSync(executable, 0o755);
    const TMPDIR = join(folder, 'tmp');
    mkdirSync(TMPDIR);
    const running = new ProviderProcess(executable, { TMPDIR, ...env });
    return new IamProcess(folder, running, await TerraformClient.connect(running));
  }

  /** @param block the provider block */
  configure(block: object) {
    return this.client.provider.configureProvider({ terraformVersion: '1.11.4', config: valueOf(schema, block) });
  }

  plan(values: object, priorState: WireValue = NULL_VALUE) {
    const config = valueOf(resourceSchema, values);
    return this.client.provider.planResourceChange({ typeName: TYPE, priorState, config, proposedNewState: config });
  }

  /** Plans and applies; the plan's own answer has to be a good one. */
  async apply(values: object, priorState: WireValue = NULL_VALUE) {
    const { plannedState, plannedPrivate } = await this.plan(values, priorState);
    const config = valueOf(resourceSchema, values);
    const change = { typeName: TYPE, priorState, plannedState, config, plannedPrivate };
    return this.client.provider.applyResourceChange(change);
  }

  destroy(priorState: WireValue) {
    const change = { typeName: TYPE, priorState, plannedState: NULL_VALUE, config: NULL_VALUE };
    return this.client.provider.applyResourceChange(change);
  }

  read(currentState: WireValue) {
    return this.client.provider.readResource({ typeName: TYPE, currentState });
  }

  readData(values: object) {
    const config = valueOf(dataSources[TYPE].schema, values);
    return this.client.provider.readDataSource({ typeName: TYPE, config });
  }

  async close(): Promise<void> {
    this.running.child.kill('SIGKILL');
    await this.running.exited;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
