import type { Schema, ValueObject } from '../../../src/plugin';
import { iamProvider } from '../../../src/provider';
import { InMemoryProvider } from './in-memory-provider';
import type { Goal } from './terraform-goal';
import { Phase } from './terraform-phase';
import { bodyOf } from './terraform-values';

/** Of the resource, and of the data source. */
export const TYPE = 'iam_login_profile';

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

/**
 * Terraform's core for one resource: the order of its calls and the checks it makes of the answers, on the provider's
 * real services over an in-memory transport. It lets a test run thousands of applies in the time of one process start
 * each; what only the real Terraform can show is in the acceptance tests.
 */
export class TerraformCore {
  state: ValueObject | null = null;
  /** What the data source has found. */
  data: ValueObject | null = null;
  /** Everything that left the provider: diagnostics, states, plans and log lines. */
  transcript = '';
  readonly #providerBlock: ValueObject;
  readonly schema: Schema;
  readonly dataSchema: Schema;
  #configurationSchema: Schema;

  constructor(providerBlock: object) {
    const { schema, resources, dataSources } = iamProvider('0.0.0');
    this.schema = resources[TYPE].schema;
    this.dataSchema = dataSources[TYPE].schema;
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
