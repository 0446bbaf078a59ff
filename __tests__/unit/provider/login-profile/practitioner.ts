/** Runs Terraform's order of calls on the resource: refresh, plan, plan again in another process, apply. */
import { isUnknown, type Value, type ValueObject } from '../../../../src/plugin';
import { loginProfileResource } from '../../../../src/provider/login-profile';
import type { Config, State } from '../../../../src/provider/login-profile/model';
import { startSession } from '../../../../src/provider/session';
import { Trail } from '../../../../src/provider/trail';
import type { World } from './world';

const call = () => ({ signal: new AbortController().signal, log: { log: () => undefined } });
const NO_PRIVATE = new Uint8Array();

export interface Plan {
  /** `null` where the resource is to be created. */
  readonly refreshed: ValueObject | null;
  readonly planned: ValueObject;
  readonly action: 'create' | 'update' | 'no-op';
  readonly warnings: readonly string[];
}

const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !isUnknown(value) ? Object.entries(value).sort() : value;

/** As Terraform compares: objects have no order. */
export const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

/** Known values of the first that the second contradicts; Terraform ends in an error of the provider there. */
function contradictions(first: ValueObject, second: ValueObject): string[] {
  return Object.entries(first)
    .filter(([name, value]) => !isUnknown(value) && !same(value, second[name]))
    .map(([name]) => name);
}

export class Practitioner {
  state: ValueObject | null = null;
  readonly #world: World;

  constructor(
    world: World,
    public config: Config,
  ) {
    this.#world = world;
  }

  /** What state holds, for comparison; the resource is there. */
  get stored(): State {
    return this.state as unknown as State;
  }

  async refresh(): Promise<{ refreshed: ValueObject | null; warnings: string[] }> {
    const prior = this.state;
    if (prior === null) return { refreshed: null, warnings: [] };
    const { state, diagnostics } = await this.#resource().read({ state: prior, private: NO_PRIVATE }, call());
    const error = diagnostics.find(({ severity }) => severity === 'error');
    if (error !== undefined) throw new Error(error.detail);
    return { refreshed: state, warnings: diagnostics.map(({ detail }) => detail) };
  }

  async refreshOnly(): Promise<void> {
    this.state = (await this.refresh()).refreshed;
  }

  async plan(): Promise<Plan> {
    const { refreshed, warnings } = await this.refresh();
    const planned = await this.#planned(refreshed);
    const action = refreshed === null ? 'create' : same(refreshed, planned) ? 'no-op' : 'update';
    return { refreshed, planned, action, warnings };
  }

  /**
   * Plans and carries the plan out, in two processes as Terraform does.
   * @param meanwhile what happens while the plan waits for its approval
   */
  async apply(meanwhile: () => void = () => undefined): Promise<Plan> {
    const plan = await this.plan();
    meanwhile();
    const { refreshed: prior } = plan;
    this.state = prior;
    if (plan.action === 'no-op') return plan;
    const planned = await this.#planned(prior);
    expect(contradictions(plan.planned, planned)).toEqual([]);
    const config = this.config as unknown as ValueObject;
    const request = { prior, planned, config, plannedPrivate: NO_PRIVATE };
    const { state, diagnostics } = await this.#resource().apply(request, call());
    const error = diagnostics.find(({ severity }) => severity === 'error');
    if (error !== undefined || state === null) throw new Error(error?.detail ?? 'no state');
    expect(contradictions(planned, state)).toEqual([]);
    expect(Object.values(state).filter((value: Value) => isUnknown(value))).toEqual([]);
    this.state = state;
    return plan;
  }

  async #planned(prior: ValueObject | null): Promise<ValueObject> {
    const config = this.config as unknown as ValueObject;
    const request = { prior, proposed: config, config, priorPrivate: NO_PRIVATE };
    const { planned, diagnostics } = await this.#resource().plan(request, call());
    const error = diagnostics.find(({ severity }) => severity === 'error');
    if (error !== undefined || planned === null) throw new Error(error?.detail ?? 'no plan');
    return planned;
  }

  /** A process of its own: nothing is remembered from one to the next. */
  #resource() {
    const session = { ...startSession(this.#world.aws), trail: new Trail(0) };
    return loginProfileResource(() => session);
  }
}
