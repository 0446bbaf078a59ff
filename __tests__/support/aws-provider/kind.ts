import {
  attribute as pathTo,
  type Attribute,
  type DataSource,
  type Diagnostic,
  type Resource,
  type Schema,
  type StateResult,
  UNKNOWN,
  type Value,
  type ValueObject,
} from '../../../src/plugin';
import { type Connected, type Connection, isAwsError } from './connection';

/** An attribute as the AWS provider declares it. A default makes it computed too: the protocol allows it only there. */
export interface AwsAttribute extends Omit<Attribute, 'description'> {
  readonly forceNew?: true;
  readonly default?: Value;
}

export type AwsAttributes = Readonly<Record<string, AwsAttribute>>;

/** What differs from one managed resource to the next. Answers hold the attributes that are known now, no others. */
export interface ResourceKind {
  readonly attributes: AwsAttributes;
  validate?(config: ValueObject): string | undefined;
  /** Computed attributes that an update in place will change. */
  movedBy?(prior: ValueObject, planned: ValueObject): readonly string[];
  create(planned: ValueObject, config: ValueObject, aws: Connection): Promise<ValueObject>;
  /** Undefined where the object is gone. */
  read(state: ValueObject, aws: Connection): Promise<ValueObject | undefined>;
  update?(prior: ValueObject, planned: ValueObject, aws: Connection): Promise<ValueObject>;
  delete(prior: ValueObject, aws: Connection): Promise<void>;
}

export interface DataSourceKind {
  readonly attributes: AwsAttributes;
  read(config: ValueObject, aws: Connection): Promise<ValueObject>;
}

export const required = (type: Attribute['type'], more: Partial<AwsAttribute> = {}): AwsAttribute => ({
  type,
  required: true,
  ...more,
});
export const optional = (type: Attribute['type'], more: Partial<AwsAttribute> = {}): AwsAttribute => ({
  type,
  optional: true,
  ...(more.default !== undefined && { computed: true }),
  ...more,
});
export const computed = (type: Attribute['type'], more: Partial<AwsAttribute> = {}): AwsAttribute => ({
  type,
  computed: true,
  ...more,
});
export const optionalComputed = (type: Attribute['type'], more: Partial<AwsAttribute> = {}): AwsAttribute => ({
  type,
  optional: true,
  computed: true,
  ...more,
});

const schemaOf = (attributes: AwsAttributes): Schema => ({
  version: 0,
  attributes: Object.fromEntries(
    Object.entries(attributes).map(([name, declared]) => [
      name,
      { ...declared, description: 'As in the AWS provider.' },
    ]),
  ),
});

export function resourceOf(kind: ResourceKind, connected: Connected): Resource {
  return {
    schema: schemaOf(kind.attributes),
    validate: async (config) => {
      const problem = kind.validate?.(config);
      return problem === undefined ? [] : [failure('Invalid configuration', problem)];
    },
    plan: async ({ prior, config }) => {
      if (config === null) return { planned: null, diagnostics: [] };
      const planned = planOf(kind, prior, config);
      const replaces = Object.entries(kind.attributes)
        .filter(([name, { forceNew }]) => forceNew && prior !== null && !same(prior[name], planned[name]))
        .map(([name]) => pathTo(name));
      return { planned, requiresReplace: replaces, diagnostics: [] };
    },
    read: ({ state }) =>
      answering(state, async () => {
        const found = await kind.read(state, connected());
        return found === undefined ? null : { ...state, ...found };
      }),
    apply: ({ prior, planned, config }) =>
      answering(prior, async () => {
        if (planned === null || config === null) {
          if (prior !== null) await kind.delete(prior, connected());
          return null;
        }
        const results =
          prior === null
            ? await kind.create(planned, config, connected())
            : ((await kind.update?.(prior, planned, connected())) ?? {});
        return settled(planned, results);
      }),
  };
}

/** What the AWS provider plans: configuration, defaults, and for the rest what is in state. */
function planOf(kind: ResourceKind, prior: ValueObject | null, config: ValueObject): ValueObject {
  const entries = Object.entries(kind.attributes).map(
    ([name, { writeOnly, default: preset, computed: isComputed }]) => {
      if (writeOnly) return [name, null] as const;
      const fallback = preset ?? (isComputed ? (prior === null ? UNKNOWN : prior[name]) : null);
      return [name, config[name] ?? fallback] as const;
    },
  );
  const planned: ValueObject = Object.fromEntries(entries);
  const moved = prior === null ? [] : (kind.movedBy?.(prior, planned) ?? []);
  return { ...planned, ...Object.fromEntries(moved.map((name) => [name, UNKNOWN])) };
}

/** The plan with the results filled in; what stayed open is null. */
const settled = (planned: ValueObject, results: ValueObject): ValueObject =>
  Object.fromEntries(
    Object.entries({ ...planned, ...results }).map(([name, value]) => [name, value === UNKNOWN ? null : value]),
  );

export const same = (one: Value | undefined, other: Value | undefined): boolean =>
  one !== UNKNOWN && other !== UNKNOWN && JSON.stringify(one) === JSON.stringify(other);

export function dataSourceOf(kind: DataSourceKind, connected: Connected): DataSource {
  const nothing = Object.fromEntries(Object.keys(kind.attributes).map((name) => [name, null]));
  return {
    schema: schemaOf(kind.attributes),
    read: (config) =>
      answering(null, async () => ({ ...nothing, ...config, ...(await kind.read(config, connected())) })),
  };
}

/** A call that fails leaves what was there. */
async function answering(kept: ValueObject | null, run: () => Promise<ValueObject | null>): Promise<StateResult> {
  try {
    return { state: await run(), diagnostics: [] };
  } catch (error) {
    if (!isAwsError(error)) throw error;
    return { state: kept, diagnostics: [failure(`AWS answered ${error.name}`, error.message)] };
  }
}

const failure = (summary: string, detail: string): Diagnostic => ({ severity: 'error', summary, detail });
