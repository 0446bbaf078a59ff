import type { SyncStatus } from '../../provider';
import { type Attributes, type Plan, type PlannedProfile, UnusablePlan } from './plan';
import { clean } from './text';

/** What a plan can say about one login profile, the gravest first. */
export const KINDS = [
  'drift',
  'rotation',
  'taken_over',
  'changed',
  'new',
  'removed',
  'not_checked',
  'handed_over',
  'in_sync',
] as const;

export type Kind = (typeof KINDS)[number];

/** `sync_status`, or that there is no login profile any more. */
export type Status = SyncStatus | 'gone';

/** One login profile, and what has become of it. */
export interface Finding {
  readonly kind: Kind;
  /** What holds besides, such as a rotation that waits for a drifted profile. */
  readonly also: readonly Kind[];
  readonly address: string;
  /** Unknown where it is computed by the same apply. */
  readonly userName: string | undefined;
  /** Undefined for one that is not in state yet. */
  readonly status: Status | undefined;
  /** Version ids of the secret, where they moved. */
  readonly rotation: { readonly from: string; readonly to: string } | undefined;
  /** Names of the arguments that the configuration has changed. */
  readonly changed: readonly string[];
  /** What the words about apply depend on: settings as they are planned. */
  readonly settings: Settings;
}

export interface Settings {
  readonly existingProfile: string | undefined;
  readonly onUserChange: string | undefined;
  readonly passwordResetRequired: boolean;
  /** IAM asks for a new password, which the configuration does not. */
  readonly isFlagRaised: boolean;
  /** IAM asks for a new password, whoever wants it. */
  readonly isResetPending: boolean;
  /** Apply takes it out of state and leaves the access. */
  readonly isRetained: boolean;
}

/** Whether a status means that somebody changed something behind the stack's back. */
const IS_DRIFT: Readonly<Record<Status, (settings: Settings) => boolean>> = {
  gone: () => true,
  recreated: () => true,
  reset_flag_changed: () => true,
  password_changed: () => true,
  handed_over: ({ onUserChange, isFlagRaised }) => onUserChange === 'enforce' || isFlagRaised,
  in_sync: () => false,
  unverified: () => false,
  not_checked: () => false,
};

/** The arguments of the resource. What apply finds out is no change of the configuration. */
export const ARGUMENTS = [
  'user_name',
  'secret_id',
  'secret_json_key',
  'secret_version_stage',
  'secret_version_id',
  'password_reset_required',
  'rotation_triggers',
  'existing_profile',
  'on_destroy',
  'drift_detection',
  'on_user_change',
  'timeouts',
] as const;

/** Sorts the login profiles of a plan, in the order of the plan. Pure. */
export const classify = ({ profiles, isRefreshOnly }: Plan): Finding[] =>
  profiles.map((profile) => classifyProfile(profile, isRefreshOnly));

function classifyProfile(profile: PlannedProfile, isRefreshOnly: boolean): Finding {
  const { before = {}, after = {}, address } = profile;
  const status = statusOf(profile);
  const settings = settingsOf(profile);
  const rotation = isRefreshOnly ? waiting(before) : plannedRotation(before, after);
  const isUpdate = profile.actions.includes('update') || isReplacement(profile);
  const isTakenOver = profile.isImported || status === 'unverified';
  const changed = isUpdate && !isTakenOver ? changedArguments(before, after, rotation !== undefined) : [];
  const holds: Readonly<Record<Exclude<Kind, 'in_sync'>, boolean>> = {
    drift: status !== undefined && IS_DRIFT[status](settings),
    rotation: rotation !== undefined,
    taken_over: isTakenOver,
    changed: changed.length > 0 || (isUpdate && status === 'in_sync' && rotation === undefined && !isTakenOver),
    new: profile.actions.join() === 'create' && !profile.isGone,
    removed: isRemoved(profile),
    not_checked: status === 'not_checked',
    handed_over: status === 'handed_over' && !IS_DRIFT.handed_over(settings),
  };
  // Whatever has become of a login profile that goes, apply mends nothing of it.
  const kinds: readonly Kind[] = holds.removed
    ? ['removed']
    : KINDS.filter((kind) => kind !== 'in_sync' && holds[kind]);
  const [kind = 'in_sync', ...also] = kinds;
  return {
    kind,
    also,
    address: clean(address),
    userName: text(after.user_name) ?? text(before.user_name),
    status,
    rotation: holds.removed ? undefined : rotation,
    changed,
    settings,
  };
}

const isReplacement = ({ actions, isGone }: PlannedProfile): boolean => actions.length > 1 && !isGone;
const isRemoved = ({ actions }: PlannedProfile): boolean => ['delete', 'forget'].includes(actions.join());

const text = (value: unknown): string | undefined => (typeof value === 'string' ? clean(value) : undefined);

function statusOf({ before, isGone }: PlannedProfile): Status | undefined {
  if (isGone) return 'gone';
  if (before === undefined) return undefined;
  // An import that is not finished has none yet.
  const status = before.sync_status ?? 'unverified';
  if (typeof status === 'string' && status !== 'gone' && Object.hasOwn(IS_DRIFT, status)) return status as Status;
  throw new UnusablePlan(
    `The plan has a sync_status that this version does not know (${text(status) ?? 'no text'}). Use the version of ` +
      'cdktf-iam-login-profile whose provider made the plan.',
  );
}

function settingsOf({ before = {}, after, actions }: PlannedProfile): Settings {
  const planned = after ?? before;
  return {
    existingProfile: text(planned.existing_profile),
    onUserChange: text(planned.on_user_change),
    passwordResetRequired: planned.password_reset_required === true,
    isFlagRaised:
      planned.password_reset_required === false &&
      before.password_reset_pending === true &&
      planned.drift_detection !== 'off',
    isResetPending: before.password_reset_pending === true,
    isRetained: actions.join() === 'forget' || before.on_destroy === 'retain',
  };
}

/** A version that carries the label and is not in force. A pinned profile has no such version. */
function waiting({ secret_version_id: from, secret_current_version_id: to }: Attributes): Finding['rotation'] {
  if (typeof from !== 'string' || typeof to !== 'string' || from === to) return undefined;
  return { from: clean(from), to: clean(to) };
}

/** Where another secret, label or version was configured, that is a change of the configuration and no rotation. */
const plannedRotation = (before: Attributes, after: Attributes): Finding['rotation'] =>
  after.secret_version_id === before.secret_current_version_id ? waiting(before) : undefined;

const changedArguments = (before: Attributes, after: Attributes, isRotation: boolean): string[] =>
  ARGUMENTS.filter(
    (name) =>
      !(isRotation && name === 'secret_version_id') && JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
