import { containsUnknown, isKnown, isUnknown, UNKNOWN, type Unknown, type Value } from '../../plugin';
import { type Config, type Planned, sameUser, type State } from './model';
import { isFlagRaised, readsReport } from './drift';
import { DEFAULTS, type SyncStatus } from './schema';

/** Whether apply will do something. `maybe`: it depends on what only apply can know. */
export type Will = 'yes' | 'maybe' | 'no';

/** What an update does to the login profile. Settings that only the provider reads lead to no call at all. */
export interface Steps {
  readonly user: 'same' | 'changed';
  readonly sendPassword: Will;
  /** The reset flag without a password. Where the password is sent, the flag goes with it. */
  readonly sendFlag: Will;
}

/** Configuration with the defaults filled in; unknowns stay. */
export function withDefaults(config: Config): Config {
  return {
    ...config,
    secret_version_stage: config.secret_version_stage ?? DEFAULTS.secret_version_stage,
    password_reset_required: config.password_reset_required ?? DEFAULTS.password_reset_required,
    existing_profile: config.existing_profile ?? DEFAULTS.existing_profile,
    on_destroy: config.on_destroy ?? DEFAULTS.on_destroy,
    drift_detection: config.drift_detection ?? DEFAULTS.drift_detection,
    on_user_change: config.on_user_change ?? DEFAULTS.on_user_change,
  };
}

/** Plans a login profile that is not in state. What apply finds out is unknown; nothing observed enters the plan. */
export function planCreate(config: Config): Planned {
  const args = withDefaults(config);
  const mayTrust = args.existing_profile === 'trust' || isUnknown(args.existing_profile);
  return {
    ...args,
    secret_version_id: args.secret_version_id ?? UNKNOWN,
    id: UNKNOWN,
    create_date: UNKNOWN,
    user_id: UNKNOWN,
    secret_arn: UNKNOWN,
    secret_current_version_id: isKnown(args.secret_version_id) ? null : UNKNOWN,
    password_applied_at: UNKNOWN,
    password_reset_pending: mayTrust ? UNKNOWN : args.password_reset_required,
    sync_status: 'in_sync',
  };
}

/**
 * Plans a login profile that exists. Pure, because Terraform plans again before it applies and nothing may differ:
 * the version to apply is the one that the refresh has put into `secret_current_version_id`.
 */
export function planUpdate(prior: State, config: Config): Planned {
  const args = { ...withDefaults(config), user_name: keepSpelling(prior, config) };
  const version = planVersion(prior, args);
  const target = { ...args, ...version };
  const steps = decideSteps(prior, target, config);
  const changed = steps.user === 'changed';
  return {
    ...target,
    id: changed ? UNKNOWN : prior.id,
    create_date: changed ? UNKNOWN : (prior.create_date ?? UNKNOWN),
    user_id: changed ? UNKNOWN : (prior.user_id ?? UNKNOWN),
    secret_arn: planArn(prior, target),
    password_applied_at: steps.sendPassword === 'no' ? prior.password_applied_at : UNKNOWN,
    password_reset_pending: changed ? UNKNOWN : planPending(prior, target, steps),
    sync_status: planStatus(prior, target, steps),
  };
}

/**
 * Decides what an update sends. `target` is the plan, or what is known of it; `config` tells a configured reset flag
 * from its default.
 */
export function decideSteps(prior: State, target: Pick<Planned, keyof Config>, config: Config): Steps {
  const user = isKnown(target.user_name) && sameUser(target.user_name, prior.user_name) ? 'same' : 'changed';
  const sendPassword = user === 'changed' ? 'maybe' : willSendPassword(prior, target);
  return { user, sendPassword, sendFlag: sendPassword === 'yes' ? 'no' : willSendFlag(prior, target, config) };
}

function willSendPassword(prior: State, target: Pick<Planned, keyof Config>): Will {
  if (prior.sync_status === 'unverified') return takeOver(target.existing_profile);
  if (needsPassword(prior.sync_status, target)) return 'yes';
  const inputs = [
    differs(prior.rotation_triggers, target.rotation_triggers),
    differs(prior.secret_json_key, target.secret_json_key),
    willSendVersion(prior, target),
  ];
  if (inputs.includes('yes')) return 'yes';
  const elsewhere = differs(prior.secret_id, target.secret_id) !== 'no';
  return inputs.includes('maybe') || elsewhere || isUnknown(target.on_user_change) ? 'maybe' : 'no';
}

/**
 * A version id is unknown where only apply can look it up; it may turn out to be the one in force. A new version of a
 * JSON object may have changed elsewhere and hold the same password still.
 */
function willSendVersion(prior: State, target: Pick<Planned, 'secret_version_id' | 'secret_json_key'>): Will {
  const version = differs(prior.secret_version_id, target.secret_version_id);
  return version === 'yes' && target.secret_json_key !== null ? 'maybe' : version;
}

/** An imported or moved profile: `trust` takes its password as it is, and `fail` is about creates only. */
const takeOver = (existing: Planned['existing_profile']): Will =>
  isUnknown(existing) ? 'maybe' : existing === 'trust' ? 'no' : 'yes';

/** True where the password in force is not the one this resource sent last, and apply is to mend that. */
function needsPassword(status: SyncStatus | null, target: Pick<Planned, 'on_user_change'>): boolean {
  switch (status) {
    case 'recreated':
    case 'password_changed':
      return true;
    case 'handed_over':
      return target.on_user_change === 'enforce';
    case 'unverified':
    case 'not_checked':
    case 'in_sync':
    case 'reset_flag_changed':
    case null:
      return false;
  }
}

function willSendFlag(prior: State, target: Pick<Planned, keyof Config>, config: Config): Will {
  const wanted = target.password_reset_required;
  if (isUnknown(wanted)) return 'maybe';
  // A profile that is trusted as it is keeps its flag, unless the configuration says otherwise.
  if (prior.sync_status === 'unverified' && config.password_reset_required === null) return 'no';
  if (wanted === prior.password_reset_pending) return 'no';
  const asked = wanted !== prior.password_reset_required || prior.sync_status === 'reset_flag_changed';
  return asked ? 'yes' : willLowerFlag(prior, target);
}

/** After a hand-over the status stays as it is, and the flag itself tells that somebody has put it up. */
function willLowerFlag(prior: State, { drift_detection: detection }: Pick<Planned, 'drift_detection'>): Will {
  if (prior.sync_status !== 'handed_over' || !isFlagRaised(prior)) return 'no';
  return isUnknown(detection) ? 'maybe' : detection === 'off' ? 'no' : 'yes';
}

/** A name that differs in case only is the same user; Terraform may keep the prior value. */
const keepSpelling = (prior: State, config: Config): Config['user_name'] =>
  isKnown(config.user_name) && sameUser(config.user_name, prior.user_name) ? prior.user_name : config.user_name;

function planVersion(prior: State, args: Config): Pick<Planned, 'secret_version_id' | 'secret_current_version_id'> {
  if (isUnknown(args.secret_version_id)) return { secret_version_id: UNKNOWN, secret_current_version_id: UNKNOWN };
  if (args.secret_version_id !== null) {
    return { secret_version_id: args.secret_version_id, secret_current_version_id: null };
  }
  const sameLabel = args.secret_id === prior.secret_id && args.secret_version_stage === prior.secret_version_stage;
  const current = sameLabel ? (prior.secret_current_version_id ?? UNKNOWN) : UNKNOWN;
  return { secret_version_id: current, secret_current_version_id: current };
}

/** A name may stand for another secret by now: then the refresh has seen its ARN along with its version, or apply will. */
function planArn(prior: State, target: Pick<Planned, 'secret_id' | 'secret_version_id'>): string | Unknown {
  if (target.secret_id !== prior.secret_id) return UNKNOWN;
  const isSeen = [prior.secret_version_id, prior.secret_current_version_id].includes(
    target.secret_version_id as string,
  );
  return isSeen || prior.secret_id?.startsWith('arn:') === true ? (prior.secret_arn ?? UNKNOWN) : UNKNOWN;
}

function planPending(
  prior: State,
  target: Pick<Planned, 'password_reset_required'>,
  { sendPassword, sendFlag }: Steps,
): boolean | null | Unknown {
  const wanted = target.password_reset_required;
  if (sendPassword === 'yes' || sendFlag === 'yes') return wanted;
  if (sendPassword === 'no' && sendFlag === 'no') return prior.password_reset_pending;
  return wanted === prior.password_reset_pending ? wanted : UNKNOWN;
}

function planStatus(
  prior: State,
  { drift_detection: detection }: Pick<Planned, 'drift_detection'>,
  { sendPassword, sendFlag }: Steps,
): SyncStatus | Unknown {
  const status = prior.sync_status ?? 'in_sync';
  if (status === 'in_sync' || sendPassword === 'yes') return 'in_sync';
  if (sendPassword === 'maybe' || sendFlag === 'maybe') return UNKNOWN;
  // The person's own password stays in force; everything else is settled by this update.
  if (status === 'handed_over') return status;
  if (status !== 'not_checked') return 'in_sync';
  return isUnknown(detection) ? UNKNOWN : readsReport(detection) ? status : 'in_sync';
}

/** Compares by content. Unknown against anything is a maybe. */
function differs(prior: Value | object, target: Value | object): Will {
  if (containsUnknown(target as Value)) return 'maybe';
  return canonical(prior) === canonical(target) ? 'no' : 'yes';
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
