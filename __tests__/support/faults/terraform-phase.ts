import type { Schema, ValueObject } from '../../../src/plugin';
import { isUnknown } from '../../../src/plugin';
import { Diagnostic_Severity } from '../../../src/plugin/generated/tfplugin6_pb';
import type { Diagnostic as WireDiagnostic } from '../../../src/plugin/generated/tfplugin6_pb';
import { decodeDynamicValue } from '../../../src/plugin/wire/dynamic-value';
import type { InMemoryProvider } from './in-memory-provider';
import { type Run, type Said, type TerraformCore, TYPE } from './terraform-core';
import { configurationOf, type Goal } from './terraform-goal';
import { encode, same } from './terraform-values';

/** The planned state; null where there is to be none. */
export type Planned = ValueObject | null;

/** What one resource goes through in one process. */
export class Phase {
  readonly #core: TerraformCore;
  readonly #process: InMemoryProvider;
  readonly #providerSchema: Schema;
  readonly #providerBlock: ValueObject;
  readonly #errors: Said[] = [];
  readonly #warnings: Said[] = [];

  constructor(core: TerraformCore, providerSchema: Schema, providerBlock: ValueObject, process: InMemoryProvider) {
    this.#core = core;
    this.#providerSchema = providerSchema;
    this.#providerBlock = providerBlock;
    this.#process = process;
  }

  hasFailed(): boolean {
    return this.#errors.length > 0;
  }

  run(ended: Run['ended']): Run {
    this.#core.transcript += this.#process.log;
    return { ended, errors: this.#errors, warnings: this.#warnings };
  }

  /** What changes; Terraform refreshes first. */
  async plan(goal: Goal): Promise<Planned | 'no change'> {
    const config = configurationOf(goal);
    await this.#configure();
    if (!this.hasFailed()) await this.#validate(goal);
    if (this.hasFailed()) return 'no change';
    if ('data' in goal) {
      await this.#readData(config);
      return 'no change';
    }
    await this.#refresh(goal);
    if (this.hasFailed()) return 'no change';
    const prior = this.#core.state;
    if ('destroy' in goal) {
      if (prior === null) return 'no change';
      // Terraform plans the configuration before it plans the destroy.
      await this.#planChange(config);
      if (!this.hasFailed()) await this.#planDestroy();
      return null;
    }
    const planned = await this.#planChange(config);
    return !this.hasFailed() && same(planned, prior) ? 'no change' : planned;
  }

  async apply(goal: Goal, planned: Planned, beforeApply: () => void): Promise<void> {
    const config = 'config' in goal ? goal.config : null;
    await this.#configure();
    if (!this.hasFailed()) await this.#validate(goal);
    if (this.hasFailed()) return;
    if (config !== null) {
      const again = await this.#planChange(config);
      if (this.hasFailed()) return;
      if (!same(again, planned)) throw new Error('Provider produced inconsistent final plan');
    }
    beforeApply();
    await this.#applyChange(planned, config);
  }

  async #configure(): Promise<void> {
    const provider = encode(this.#providerBlock, this.#providerSchema);
    this.#hear(
      await this.#process.once(async () => {
        const validated = await this.#process.client.validateProviderConfig({ config: provider });
        if (validated.diagnostics.length > 0) return validated;
        return this.#process.client.configureProvider({ terraformVersion: '1.11.4', config: provider });
      }),
    );
  }

  async #validate(goal: Goal): Promise<void> {
    const { client } = this.#process;
    this.#hear(
      'data' in goal
        ? await client.validateDataResourceConfig({ typeName: TYPE, config: encode(goal.data, this.#core.dataSchema) })
        : await client.validateResourceConfig({ typeName: TYPE, config: this.#encode(configurationOf(goal)) }),
    );
  }

  async #readData(config: ValueObject): Promise<void> {
    const { dataSchema } = this.#core;
    const answer = await this.#process.client.readDataSource({ typeName: TYPE, config: encode(config, dataSchema) });
    this.#hear(answer);
    this.#core.data = this.hasFailed() ? null : this.#decode(answer.state, dataSchema);
  }

  async #refresh(goal: Goal): Promise<void> {
    const { importId, movedFrom } = 'config' in goal ? goal : {};
    const isTaken = this.#core.state === null && (importId ?? movedFrom) !== undefined;
    if (isTaken) await (movedFrom === undefined ? this.#import(importId!) : this.#move(movedFrom));
    if (this.hasFailed() || this.#core.state === null) return;
    if ((await this.#read()) === null && isTaken && importId !== undefined && !this.hasFailed())
      this.#errors.push({ summary: 'Cannot import non-existent remote object', detail: '' });
  }

  async #import(id: string): Promise<void> {
    const answer = await this.#process.client.importResourceState({ typeName: TYPE, id });
    this.#hear(answer);
    this.#core.state = this.#decode(answer.importedResources.at(0)?.state);
  }

  async #move(source: object): Promise<void> {
    const answer = await this.#process.client.moveResourceState({
      sourceProviderAddress: 'registry.terraform.io/hashicorp/aws',
      sourceTypeName: 'aws_iam_user_login_profile',
      sourceState: { json: new TextEncoder().encode(JSON.stringify(source)) },
      targetTypeName: TYPE,
    });
    this.#hear(answer);
    this.#core.state = this.#decode(answer.targetState);
  }

  /** The refreshed state, which becomes the state. */
  async #read(): Promise<Planned> {
    const answer = await this.#process.client.readResource({
      typeName: TYPE,
      currentState: this.#encode(this.#core.state),
    });
    this.#hear(answer);
    return (this.#core.state = this.#decode(answer.newState));
  }

  async #planChange(config: ValueObject): Promise<Planned> {
    const prior = this.#core.state;
    const answer = await this.#process.client.planResourceChange({
      typeName: TYPE,
      priorState: this.#encode(prior),
      proposedNewState: this.#encode(this.#propose(prior, config)),
      config: this.#encode(config),
    });
    this.#hear(answer);
    if (this.hasFailed()) return null;
    const planned = this.#decode(answer.plannedState);
    for (const [name, wanted] of Object.entries(config)) {
      const value = planned?.[name] ?? null;
      if (wanted !== null && !same(value, wanted) && !same(value, prior?.[name] ?? null))
        throw new Error(`Provider produced invalid plan: ${name}`);
    }
    return planned;
  }

  async #planDestroy(): Promise<void> {
    const nothing = this.#encode(null);
    this.#hear(
      await this.#process.client.planResourceChange({
        typeName: TYPE,
        priorState: this.#encode(this.#core.state),
        proposedNewState: nothing,
        config: nothing,
      }),
    );
  }

  async #applyChange(planned: Planned, config: ValueObject | null): Promise<void> {
    const answer = await this.#process.client.applyResourceChange({
      typeName: TYPE,
      priorState: this.#encode(this.#core.state),
      plannedState: this.#encode(planned),
      config: this.#encode(config),
    });
    this.#hear(answer);
    // An error without a state leaves what is stored as it was.
    if (answer.newState === undefined && this.hasFailed()) return;
    this.#core.state = this.#decode(answer.newState);
    if (this.hasFailed() || planned === null) return;
    for (const [name, promised] of Object.entries(planned)) {
      if (!isUnknown(promised) && !same(promised, this.#core.state?.[name] ?? null))
        throw new Error(`Provider produced inconsistent result after apply: ${name}`);
    }
  }

  /** Terraform's own merge of configuration and prior state. */
  #propose(prior: ValueObject | null, config: ValueObject): ValueObject {
    const attributes: Readonly<Partial<Schema['attributes']>> = this.#core.schema.attributes;
    return Object.fromEntries(
      Object.entries(config).map(([name, value]) => [
        name,
        value === null && attributes[name]?.computed === true ? (prior?.[name] ?? null) : value,
      ]),
    );
  }

  #encode(value: ValueObject | null): { msgpack: Uint8Array } {
    return encode(value, this.#core.schema);
  }

  #decode(value: Parameters<typeof decodeDynamicValue>[0], schema: Schema = this.#core.schema): ValueObject | null {
    const decoded = decodeDynamicValue(value, schema);
    this.#core.transcript += `${JSON.stringify(decoded)}\n`;
    return decoded;
  }

  #hear({ diagnostics }: { diagnostics: readonly WireDiagnostic[] }): void {
    for (const { severity, summary, detail } of diagnostics) {
      this.#core.transcript += `${summary}\n${detail}\n`;
      (severity === Diagnostic_Severity.ERROR ? this.#errors : this.#warnings).push({ summary, detail });
    }
  }
}
