/** What `terraform show -json PLANFILE` tells of the login profiles. Nothing else of a plan is kept. */
import { clean } from './text';

/** Attributes by Terraform's names; those that are known only after apply are missing. */
export type Attributes = Readonly<Partial<Record<string, unknown>>>;

/** One login profile in a plan. */
export interface PlannedProfile {
  readonly address: string;
  /** As the refresh left it; as it was in state where the refresh found it gone. */
  readonly before: Attributes | undefined;
  readonly after: Attributes | undefined;
  /** Terraform's words: `no-op`, `create`, `update`, `delete`, `forget`; two of them for a replacement. */
  readonly actions: readonly string[];
  /** The refresh did not find it. */
  readonly isGone: boolean;
  readonly isImported: boolean;
}

export interface Plan {
  readonly profiles: readonly PlannedProfile[];
  /** A refresh-only plan takes note of what has happened and would mend nothing. */
  readonly isRefreshOnly: boolean;
  /** Terraform failed on the way; what the plan holds is incomplete. */
  readonly isErrored: boolean;
}

/** Why something is no plan that can be judged; the message says what to do. */
export class UnusablePlan extends Error {
  override readonly name = 'UnusablePlan';
}

export const NEXT_STEP = 'Make one with: terraform show -json PLANFILE > plan.json';

const TYPE = 'iam_login_profile';
const PROVIDER = 'cdktf.internal/login-profile/iam';

/** The format of Terraform 1.0 and later, and of OpenTofu. Minor versions only ever add to it. */
const FORMAT_MAJOR = '1';

type Json = Readonly<Partial<Record<string, unknown>>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const object = (value: unknown): Json => (isObject(value) ? value : {});
const objects = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

const isLoginProfile = ({ type, mode, provider_name: provider, address }: Json): boolean =>
  type === TYPE && mode === 'managed' && provider === PROVIDER && typeof address === 'string';

/**
 * Reads one plan.
 * @throws UnusablePlan where the text is anything else
 */
export function readPlan(text: string): Plan {
  const plan = checked(parsed(text));
  const changes = objects(plan.resource_changes).filter(isLoginProfile);
  const gone = new Map(
    objects(plan.resource_drift)
      .filter((entry) => isLoginProfile(entry) && actionsOf(entry).includes('delete'))
      .map((entry) => [entry.address as string, object(entry.change).before]),
  );
  // Only a refresh-only plan has no list of changes: one without changes lists what stays as it is.
  const isRefreshOnly = !Array.isArray(plan.resource_changes);
  return {
    profiles: isRefreshOnly ? refreshed(plan, gone) : changes.map((entry) => planned(entry, gone)),
    isRefreshOnly,
    isErrored: plan.errored === true,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UnusablePlan(whatElse(text));
  }
}

/** People hand over what lies nearest; each of these has its own way out. */
function whatElse(text: string): string {
  if (text.trim() === '') return `The file is empty. ${NEXT_STEP}`;
  // A saved plan is a zip archive.
  if (text.startsWith('PK')) return `This is the plan file itself, which only Terraform can read. ${NEXT_STEP}`;
  if (/^\s*\{.*"@level"/.test(text)) {
    return `This is the log of terraform plan -json. Save the plan (terraform plan -out=PLANFILE), then: terraform show -json PLANFILE > plan.json`;
  }
  return `This is not JSON. ${NEXT_STEP}`;
}

function checked(plan: unknown): Json {
  if (!isObject(plan) || typeof plan.format_version !== 'string') {
    throw new UnusablePlan(`This JSON is not a plan. ${NEXT_STEP}`);
  }
  if (plan.format_version.split('.')[0] !== FORMAT_MAJOR) {
    throw new UnusablePlan(
      `The plan has another format version than ${FORMAT_MAJOR}.x, which Terraform 1.0 and later and OpenTofu write. ` +
        'Plan and show it with one of these.',
    );
  }
  // A state has a format version too.
  if (!isObject(plan.planned_values)) throw new UnusablePlan(`This is a state, not a plan. ${NEXT_STEP}`);
  return plan;
}

const actionsOf = (entry: Json): readonly string[] => {
  const { actions } = object(entry.change);
  return Array.isArray(actions) ? actions.filter((action) => typeof action === 'string') : [];
};

/** `rotation_triggers` and `timeouts` are maps of strings, and nothing goes deeper. */
const MAX_LEVELS = 3;

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((part) => isDeeper(part, levels - 1)));

function attributes(value: unknown, address: string): Attributes | undefined {
  if (!isObject(value)) return undefined;
  if (isDeeper(value, MAX_LEVELS)) {
    throw new UnusablePlan(
      `The plan is damaged: what it says of ${clean(address)} is nested deeper than any value of a login profile. ${NEXT_STEP}`,
    );
  }
  return value;
}

function planned(entry: Json, gone: ReadonlyMap<string, unknown>): PlannedProfile {
  const address = entry.address as string;
  const change = object(entry.change);
  // The drift is recorded under the address of now, also where a `moved` block has changed it.
  const isGone = gone.has(address);
  return {
    address,
    before: attributes(isGone ? gone.get(address) : change.before, address),
    after: attributes(change.after, address),
    actions: actionsOf(entry),
    isGone,
    isImported: isObject(change.importing),
  };
}

/** The refreshed state, which holds earlier findings too, and what the refresh did not find any more. */
function refreshed(plan: Json, gone: ReadonlyMap<string, unknown>): PlannedProfile[] {
  const { root_module: root } = object(object(plan.prior_state).values);
  const found = resourcesOf(object(root)).filter(isLoginProfile);
  const profile = (address: string, before: unknown, isGone: boolean): PlannedProfile => ({
    address,
    before: attributes(before, address),
    after: undefined,
    actions: [],
    isGone,
    isImported: false,
  });
  return [
    ...found.map(({ address, values }) => profile(address as string, values, false)),
    ...[...gone].map(([address, before]) => profile(address, before, true)),
  ];
}

/** Of a module and all below it, in the order of the plan. A list instead of calls: modules nest without a limit. */
function resourcesOf(root: Json): Json[] {
  const resources: Json[] = [];
  const waiting = [root];
  for (let module = waiting.pop(); module !== undefined; module = waiting.pop()) {
    for (const resource of objects(module.resources)) resources.push(resource);
    for (const child of objects(module.child_modules).toReversed()) waiting.push(child);
  }
  return resources;
}
