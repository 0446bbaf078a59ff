import type { Value, ValueObject } from '../../../src/plugin';
import type { Stage } from './stage';
import { same } from './terraform-values';

/** What AWS itself knows of a user's login profile and of the secret that a configuration names. */
export interface Truth {
  readonly id: string | null;
  readonly userId: string | null;
  readonly createDate: string | null;
  readonly resetPending: boolean | null;
  /** The very object: another one where a password was set since, in the same second even. */
  readonly passwordSet: Date | undefined;
  readonly secretArn: string | null;
  readonly currentVersionId: string | null;
}

/** @param config a configuration or a state, of which the user and the secret count */
export function truthOf({ aws, secretsOf }: Stage, config: ValueObject): Truth {
  const user = aws.users.get(config.user_name as string);
  const profile = user?.loginProfile;
  const secret = typeof config.secret_id === 'string' ? secretsOf(config.secret_id).get(config.secret_id) : undefined;
  return {
    id: user?.userName ?? null,
    userId: user?.userId ?? null,
    createDate: profile === undefined ? null : toTheSecond(profile.createDate),
    resetPending: profile?.passwordResetRequired ?? null,
    passwordSet: profile?.passwordLastChanged,
    secretArn: secret?.arn ?? null,
    currentVersionId: secret?.versionIdOf((config.secret_version_stage as string | null) ?? 'AWSCURRENT') ?? null,
  };
}

const toTheSecond = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z');

/** What `docs/resources/login_profile.md` promises for what is not configured. */
const DEFAULTS: ValueObject = {
  secret_version_stage: 'AWSCURRENT',
  password_reset_required: false,
  existing_profile: 'adopt',
  on_destroy: 'delete',
  drift_detection: 'profile',
  on_user_change: 'accept',
};

/** Any of these values, or any second of this time. */
export type Wanted = { readonly anyOf: readonly Value[] } | { readonly fromMs: number; readonly toMs: number };
export type WantedState = Readonly<Partial<Record<string, Wanted>>>;

const exactly = (state: ValueObject): WantedState =>
  Object.fromEntries(Object.entries(state).map(([name, value]) => [name, { anyOf: [value] }]));

/** The state that an apply has to leave, by the configuration and by what is true in AWS. */
export function stateAfter(
  config: ValueObject,
  truth: Truth,
  more: Readonly<Record<'create_date' | 'password_applied_at' | 'user_id' | 'sync_status', Wanted>>,
): WantedState {
  const configured = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
  const isPinned = typeof config.secret_version_id === 'string';
  return {
    ...exactly({
      ...config,
      ...DEFAULTS,
      ...configured,
      secret_version_id: isPinned ? config.secret_version_id! : truth.currentVersionId,
      id: truth.id,
      secret_arn: truth.secretArn,
      secret_current_version_id: isPinned ? null : truth.currentVersionId,
      password_reset_pending: truth.resetPending,
    }),
    ...more,
  };
}

/**
 * The state that a failed apply has to leave: what was stored, with what its refresh must have seen. Nothing else of
 * it may be another, or the next plan would not show again what has failed.
 */
export function stateBefore(stored: ValueObject, truth: Truth, found: string): WantedState {
  const isPinned = stored.secret_version_id !== null && stored.secret_current_version_id === null;
  return exactly({
    ...stored,
    id: truth.id,
    user_id: truth.userId,
    create_date: truth.createDate,
    password_reset_pending: truth.resetPending,
    ...(stored.secret_id !== null && !isPinned
      ? { secret_arn: truth.secretArn, secret_current_version_id: truth.currentVersionId }
      : {}),
    sync_status: found,
  });
}

/**
 * What the data source has to find.
 * @param reportFromMs since when the credential report may be made; `undefined` where there is none
 */
export function dataOf(stage: Stage, config: ValueObject, reportFromMs: number | undefined): WantedState {
  const truth = truthOf(stage, config);
  const lastUsed = stage.aws.users.get(config.user_name as string)?.passwordLastUsed;
  const hasReport = reportFromMs !== undefined && config.credential_report === true;
  const date = (value: Date | undefined): Value => (hasReport && value !== undefined ? toTheSecond(value) : null);
  return {
    ...exactly({
      ...config,
      id: truth.id,
      exists: truth.createDate !== null,
      create_date: truth.createDate,
      password_reset_pending: truth.resetPending,
      password_last_changed: date(truth.passwordSet),
      password_last_used: date(lastUsed),
    }),
    credential_report_generated_at: hasReport
      ? { fromMs: reportFromMs, toMs: stage.now().getTime() }
      : { anyOf: [null] },
  };
}

/** What an import or a move makes of a user's name before anything has been read. */
export const takenOver = (body: ValueObject, userName: string): ValueObject => ({
  ...Object.fromEntries(Object.keys(body).map((name) => [name, null])),
  ...DEFAULTS,
  password_reset_required: null,
  user_name: userName,
});

/** Everything in which a state differs from what it has to be. */
export function differences(state: ValueObject | null, wanted: WantedState | null): string[] {
  if (state === null || wanted === null)
    return state === wanted ? [] : [`there should be ${wanted === null ? 'no state' : 'a state'}, and is the contrary`];
  const names = [...new Set([...Object.keys(state), ...Object.keys(wanted)])];
  return names.flatMap((name) => {
    const value = state[name] ?? null;
    const fitting = wanted[name];
    if (fitting !== undefined && fits(value, fitting)) return [];
    return [`${name} in state is ${JSON.stringify(value)}, and should be ${JSON.stringify(fitting)}`];
  });
}

function fits(value: Value, wanted: Wanted): boolean {
  if ('anyOf' in wanted) return wanted.anyOf.some((one) => same(value, one));
  const ms = typeof value === 'string' ? Date.parse(value) : NaN;
  return ms >= Math.floor(wanted.fromMs / 1000) * 1000 && ms <= wanted.toMs;
}
