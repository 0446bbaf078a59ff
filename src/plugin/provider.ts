import type { AttributePath } from './attribute-path';
import type { Diagnostic } from './diagnostic';
import type { Logger } from './log';
import type { Schema } from './schema';
import type { ValueObject } from './value';

/** What every call gets besides its own arguments. */
export interface Call {
  /** Aborted when Terraform asks the provider to stop (Ctrl-C), or when Terraform itself is gone. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** Private bytes that Terraform stores with a resource and never shows. Not encrypted. */
export type PrivateState = Uint8Array;

/** A Terraform provider, in native values. {@link serve} speaks the protocol for it. */
export interface Provider {
  readonly schema: Schema;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly dataSources: Readonly<Record<string, DataSource>>;
  /** Checks that need no network and no credentials. Values may be unknown. */
  validateConfig?(config: ValueObject, call: Call): Promise<readonly Diagnostic[]>;
  /** Called before the first use in a process that plans or applies; more than once when reattached. */
  configure(config: ValueObject, context: ConfigureContext, call: Call): Promise<readonly Diagnostic[]>;
}

export interface ConfigureContext {
  /** The version of Terraform or OpenTofu that runs this provider, such as `1.11.4`. */
  readonly terraformVersion: string;
}

/** What a call that changes or reads state answers. `null` state: the object does not exist. */
export interface StateResult {
  readonly state: ValueObject | null;
  /** Replaces what is stored; left out, the bytes that came in are kept. */
  readonly private?: PrivateState;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ReadRequest {
  readonly state: ValueObject;
  readonly private: PrivateState;
}

/**
 * `prior` is null for a create, `proposed` and `config` are null for a destroy.
 * `proposed` is Terraform's own merge of configuration and prior state.
 */
export interface PlanRequest {
  readonly prior: ValueObject | null;
  readonly proposed: ValueObject | null;
  readonly config: ValueObject | null;
  readonly priorPrivate: PrivateState;
}

export interface PlanResult {
  readonly planned: ValueObject | null;
  /** Attributes whose change cannot be made in place. */
  readonly requiresReplace?: readonly AttributePath[];
  /** Left out, the prior private bytes are kept. */
  readonly plannedPrivate?: PrivateState;
  readonly diagnostics: readonly Diagnostic[];
}

/** `prior` is null for a create, `planned` for a delete. */
export interface ApplyRequest {
  readonly prior: ValueObject | null;
  readonly planned: ValueObject | null;
  readonly config: ValueObject | null;
  readonly plannedPrivate: PrivateState;
}

export interface ImportedResource {
  /** As much as {@link Resource.read} needs; everything else null. */
  readonly state: ValueObject;
  readonly private?: PrivateState;
}

export interface MoveRequest {
  /** Full source address, such as `registry.example/hashicorp/aws`; some OpenTofu versions send the last part only. */
  readonly sourceProvider: string;
  readonly sourceType: string;
  readonly sourceSchemaVersion: number;
  /** The source's attributes as stored, secrets included. */
  readonly sourceState: Readonly<Record<string, unknown>>;
}

/**
 * A managed resource. A method that throws is answered with a diagnostic that asks for a report, with the prior
 * state kept; what a practitioner can mend must be a diagnostic of the resource's own.
 */
export interface Resource {
  readonly schema: Schema;
  /** Checks that need no network. Values may be unknown. */
  validate?(config: ValueObject, call: Call): Promise<readonly Diagnostic[]>;
  read(request: ReadRequest, call: Call): Promise<StateResult>;
  plan(request: PlanRequest, call: Call): Promise<PlanResult>;
  /**
   * On failure answer with an error diagnostic and the state that is true now: the prior one where nothing changed.
   * Null with an error on a create means that nothing was made.
   */
  apply(request: ApplyRequest, call: Call): Promise<StateResult>;
  /** Looks at state of the current schema version (as stored, JSON) before it is used; an error keeps it from being. */
  checkState?(state: Readonly<Record<string, unknown>>): readonly Diagnostic[];
  /** Brings state of an older schema version (as stored, JSON) to the current one. */
  upgrade?(version: number, state: Readonly<Record<string, unknown>>): Promise<StateResult>;
  /** Left out, importing this resource is refused. */
  import?(id: string, call: Call): Promise<{ imported: ImportedResource | null; diagnostics: readonly Diagnostic[] }>;
  /** Takes over an object of another resource type. Runs in a process that is never configured. */
  move?(request: MoveRequest, call: Call): Promise<StateResult>;
}

export interface DataSource {
  readonly schema: Schema;
  validate?(config: ValueObject, call: Call): Promise<readonly Diagnostic[]>;
  read(config: ValueObject, call: Call): Promise<StateResult>;
}
