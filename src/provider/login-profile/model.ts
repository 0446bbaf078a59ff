import type { Unknown, ValueObject } from '../../plugin';
import type { DriftDetection, ExistingProfile, OnDestroy, OnUserChange, SyncStatus } from './schema';

/** What the practitioner writes. Attributes keep Terraform's names, so that schema, state and code read alike. */
export interface Arguments {
  readonly user_name: string;
  readonly secret_id: string;
  readonly secret_json_key: string | null;
  readonly secret_version_stage: string;
  readonly secret_version_id: string | null;
  readonly password_reset_required: boolean;
  readonly rotation_triggers: Readonly<Record<string, string | null>> | null;
  readonly existing_profile: ExistingProfile;
  readonly on_destroy: OnDestroy;
  readonly drift_detection: DriftDetection;
  readonly on_user_change: OnUserChange;
  readonly timeouts: Timeouts | null;
}

/** Durations such as `90s`. */
export interface Timeouts {
  readonly create: string | null;
  readonly update: string | null;
  readonly delete: string | null;
}

/** What the provider finds out. */
export interface Results {
  readonly id: string;
  /** Null where IAM does not show a login profile yet that it says exists. */
  readonly create_date: string | null;
  readonly user_id: string;
  readonly secret_arn: string;
  readonly secret_current_version_id: string | null;
  readonly password_applied_at: string | null;
  readonly password_reset_pending: boolean;
  readonly sync_status: SyncStatus;
}

/** Stored state. An import leaves null what IAM cannot tell. */
export type State = { readonly [K in keyof (Arguments & Results)]: (Arguments & Results)[K] | null } & {
  readonly id: string;
  readonly user_name: string;
};

/** Configuration, and what Terraform proposes: anything may be unset or not yet known. */
export type Config = { readonly [K in keyof Arguments]: Arguments[K] | null | Unknown };

/** A plan: what is known is a promise, the rest is decided by apply. */
export type Planned = { readonly [K in keyof (Arguments & Results)]: (Arguments & Results)[K] | null | Unknown };

// The protocol room has checked names and types against the schema; these say which of its objects is which.
export const asState = (value: ValueObject): State => value as unknown as State;
export const asConfig = (value: ValueObject): Config => value as unknown as Config;
export const asPlanned = (value: ValueObject): Planned => value as unknown as Planned;
export const asValue = (value: State | Planned): ValueObject => value as unknown as ValueObject;

/** IAM finds a user under any case of its name. */
export const sameUser = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** RFC 3339, to the second, as IAM writes dates. */
export const rfc3339 = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z');
