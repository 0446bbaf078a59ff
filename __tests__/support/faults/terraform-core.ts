import type { Block, Schema, Value, ValueObject } from '../../../src/plugin';
import { isUnknown } from '../../../src/plugin';
import { Diagnostic_Severity } from '../../../src/plugin/generated/tfplugin6_pb';
import type { Diagnostic as WireDiagnostic } from '../../../src/plugin/generated/tfplugin6_pb';
import { decodeDynamicValue, encodeDynamicValue } from '../../../src/plugin/wire/dynamic-value';
import { iamProvider } from '../../../src/provider';
import { InMemoryProvider } from './in-memory-provider';

const TYPE = 'iam_login_profile';

export interface Said {
  readonly summary: string;
  readonly detail: string;
}

/** How far an apply came, and what it said. */
export interface Run {
  readonly ended: 'plan failed' | 'apply failed' | 'applied' | 'nothing to do';
  readonly errors: readonly Said[];
  readonly warnings: readonly Said[];
}

/** Called at the seams of a run, so that something can happen there. */
export interface Seams {
  readonly beforePlanPhase?: () => void;
  readonly beforeApplyPhase?: () => void;
  /** Between the second plan and the apply. */
  readonly beforeApply?: () => void;
}

/** What to bring about: a configuration, nothing any more, or the take-over of an existing login profile. */
export type Goal = { readonly config: ValueObject } | { readonly destroy: ValueObject } | Import;
interface Import {
  readonly config: ValueObject;
  readonly importId: string;
}

/**
 * Terraform's core for one resource: the order of its calls and the checks it makes of the answers, on the provider's
 * real services over an in-memory transport. It lets a test run thousands of applies in the time of one process start
 * each; what only the real Terraform can show is in the acceptance tests.
 */
export class TerraformCore {
  state: ValueObject | null = null;
  /** Everything that left the provider: diagnostics, states, plans and log lines. */
  transcript = '';
  readonly #providerBlock: ValueObject;
  readonly schema: Schema;
  #configurationSchema: Schema;

  constructor(providerBlock: object) {
    const { schema, resources } = iamProvider('0.0.0');
    this.schema = resources[TYPE].schema;
    this.#configurationSchema = schema;
    this.#providerBlock = bodyOf(schema, providerBlock as ValueObject);
  }

  /** A resource body with everything that is not named unset, as Terraform sends it. */
  body(values: object): ValueObject {
    return bodyOf(this.schema, values as ValueObject);
  }

  /**
   * `terraform apply -auto-approve`, or `destroy`, or an apply with an import block.
   * @param processes those of a run with more resources than this one
   */
  async apply(goal: Goal, seams: Seams = {}, processes: Processes = oneEach()): Promise<Run> {
    seams.beforePlanPhase?.();
    const stored = this.state;
    const planning = new Phase(this, this.#configurationSchema, this.#providerBlock, processes.plan);
    const planned = await planning.plan(goal);
    if (planning.hasFailed() || planned === 'no change') {
      // What the refresh saw is stored by an apply only.
      this.state = stored;
      return planning.run(planning.hasFailed() ? 'plan failed' : 'nothing to do');
    }
    seams.beforeApplyPhase?.();
    const applying = new Phase(this, this.#configurationSchema, this.#providerBlock, processes.apply);
    await applying.apply(goal, planned, seams.beforeApply ?? (() => undefined));
    const { ended, errors, warnings } = applying.run(applying.hasFailed() ? 'apply failed' : 'applied');
    return { ended, errors, warnings: [...planning.run('applied').warnings, ...warnings] };
  }
}

/** Terraform starts one provider process for the plan and another for the apply. */
export interface Processes {
  readonly plan: InMemoryProvider;
  readonly apply: InMemoryProvider;
}

/** Those of a run with one resource. */
export const oneEach = (): Processes => ({ plan: new InMemoryProvider(), apply: new InMemoryProvider() });

type Planned = ValueObject | null;

/** What one resource goes through in one process. */
class Phase {
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
    const config = 'config' in goal ? goal.config : goal.destroy;
    await this.#configure(config);
    if (this.hasFailed()) return 'no change';
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
    await this.#configure('config' in goal ? goal.config : goal.destroy);
    if (this.hasFailed()) return;
    if (config !== null) {
      const again = await this.#planChange(config);
      if (this.hasFailed()) return;
      if (!same(again, planned)) throw new Error('Provider produced inconsistent final plan');
    }
    beforeApply();
    await this.#applyChange(planned, config);
  }

  async #configure(config: ValueObject): Promise<void> {
    const provider = encode(this.#providerBlock, this.#providerSchema);
    this.#hear(
      await this.#process.once(async () => {
        const validated = await this.#process.client.validateProviderConfig({ config: provider });
        if (validated.diagnostics.length > 0) return validated;
        return this.#process.client.configureProvider({ terraformVersion: '1.11.4', config: provider });
      }),
    );
    if (this.hasFailed()) return;
    this.#hear(await this.#process.client.validateResourceConfig({ typeName: TYPE, config: this.#encode(config) }));
  }

  async #refresh(goal: Goal): Promise<void> {
    if ('importId' in goal && this.#core.state === null) {
      const answer = await this.#process.client.importResourceState({ typeName: TYPE, id: goal.importId });
      this.#hear(answer);
      if (this.hasFailed()) return;
      this.#core.state = this.#decode(answer.importedResources.at(0)?.state);
      await this.#read();
      const gone = { summary: 'Cannot import non-existent remote object', detail: '' };
      if (this.#core.state === null) this.#errors.push(gone);
      return;
    }
    if (this.#core.state !== null) await this.#read();
  }

  async #read(): Promise<void> {
    const answer = await this.#process.client.readResource({
      typeName: TYPE,
      currentState: this.#encode(this.#core.state),
    });
    this.#hear(answer);
    this.#core.state = this.#decode(answer.newState);
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

  #decode(value: Parameters<typeof decodeDynamicValue>[0]): ValueObject | null {
    const decoded = decodeDynamicValue(value, this.#core.schema);
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

const EMPTY_BLOCKS = { single: null, group: {}, list: [], set: [], map: {} } as const;

function bodyOf(block: Block, values: ValueObject): ValueObject {
  const blocks = Object.entries(block.blocks ?? {}).map(([name, { nesting, block: inner }]) => {
    const given = values[name];
    const bodies = Array.isArray(given) ? given.map((one) => bodyOf(inner, one as ValueObject)) : EMPTY_BLOCKS[nesting];
    return [name, bodies];
  });
  const attributes = Object.keys(block.attributes).map((name) => [name, values[name] ?? null]);
  return Object.fromEntries([...attributes, ...blocks]) as ValueObject;
}

function encode(value: ValueObject | null, schema: Schema): { msgpack: Uint8Array } {
  const { value: encoded, misfits } = encodeDynamicValue(value, schema, { mayBeUnknown: true });
  if (misfits.length > 0) throw new Error(`A test's value does not fit the schema: ${JSON.stringify(misfits)}`);
  return encoded;
}

/** Whether two values are the same in content. */
export const same = (one: Value, other: Value): boolean => canonical(one) === canonical(other);

const canonical = (value: Value): string =>
  JSON.stringify(value, (_key, part: unknown) => {
    if (isUnknown(part)) return '(known after apply)';
    return part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part;
  });
