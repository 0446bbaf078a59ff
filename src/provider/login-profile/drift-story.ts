/** What a refresh found, one warning for each login profile: whose it is, what happened, when, and what apply will do. */
import type { AwsCallError, Failure, TrailEvent } from '../../aws';
import { attribute, type AttributePath, type Diagnostic } from '../../plugin';
import { nextStep, quoteAws, warning } from './diagnostics';
import { isFlagRaised, type Observation, type PasswordReport } from './drift';
import { rfc3339, type State } from './model';

/** Who did it, as far as CloudTrail was asked: the call, a failed look-up, or nothing found. */
export type Culprit = TrailEvent | AwsCallError | 'no-record' | 'not-asked';

/** What a story is made of besides the finding itself. */
export interface Circumstances {
  readonly culprit: Culprit;
  readonly report?: PasswordReport | undefined;
  /** The version that carries the label, where it is not the one in force. */
  readonly newVersion?: string | undefined;
  /** True where the user of this name is another one than before. */
  readonly isOtherUser?: boolean;
}

/** `refreshed` is the state that the refresh leaves. Told until an apply mends it; what is accepted is told once. */
export function tellDrift(
  refreshed: State,
  { status, isNew }: Observation,
  isFlagNew: boolean,
  circumstances: Circumstances,
): Diagnostic | undefined {
  switch (status) {
    case 'recreated':
      return recreated(refreshed, circumstances);
    case 'password_changed':
      return passwordChanged(refreshed, circumstances);
    case 'reset_flag_changed':
      return resetRequested(refreshed, circumstances);
    case 'handed_over':
      return handedOver(refreshed, { isNew, isFlagNew }, circumstances);
    case 'in_sync':
    case 'not_checked':
    case 'unverified':
      return undefined;
  }
}

function recreated({ id, create_date: date }: State, circumstances: Circumstances): Diagnostic {
  const how =
    circumstances.isOtherUser === true
      ? `The IAM user "${id}" was deleted and made again outside of Terraform and given a login profile`
      : `The login profile of the IAM user "${id}" was deleted and made again outside of Terraform`;
  return warning('Login profile was recreated outside of Terraform', [
    `${how} at ${date ?? ''}${by(circumstances)}, so its password is not the one that was applied; apply will ${resend(circumstances)}.${unknown(circumstances)}`,
  ]);
}

function passwordChanged({ id }: State, circumstances: Circumstances): Diagnostic {
  return warning('Password was changed outside of Terraform', [
    `The password of the IAM user "${id}" was changed outside of Terraform${changedAt(circumstances)}${by(circumstances)}; apply will ${resend(circumstances)}.${unknown(circumstances)}`,
  ]);
}

function resetRequested(state: State, circumstances: Circumstances): Diagnostic {
  const { id, password_reset_required: required } = state;
  const who = `The login profile of the IAM user "${id}"`;
  const story =
    required === true
      ? `${who} was made to ask for a new password once more${since(circumstances)}; this configuration asks for one with each password too, so apply only takes note.`
      : `${who} was made to ask for a new password at the next sign-in${since(circumstances)}, which this configuration did not request; apply will ${lowerFlag(circumstances)}.`;
  return warning('Password reset was requested outside of Terraform', [`${story}${unknown(circumstances)}`]);
}

/** What the person was asked to do is no reason for a warning at every plan. */
function handedOver(
  state: State,
  { isNew, isFlagNew }: { isNew: boolean; isFlagNew: boolean },
  circumstances: Circumstances,
): Diagnostic | undefined {
  const story = answered(state, circumstances);
  const tell = (next: string) =>
    warning('User has replaced the password', [`${story}; ${next}.${unknown(circumstances)}`]);
  if (state.on_user_change === 'enforce') return tell(`apply will ${resend(circumstances)}`);
  if (isAskedAgain(state, isFlagNew)) return askedAgain(state, circumstances);
  if (!isNew) return undefined;
  const isRotated = circumstances.newVersion !== undefined;
  return tell(isRotated ? `apply will ${resend(circumstances)}` : STAYS);
}

const STAYS = 'it stays in force until the secret gets a new version';

/** An answer takes the flag down. While it is up, the report alone says that there is another password. */
function answered({ id, password_reset_pending: pending }: State, circumstances: Circumstances): string {
  if (pending === true) {
    return `The password of the IAM user "${id}" was changed${changedAt(circumstances)} while a new one was asked for, and may be the person's own`;
  }
  return isEvent(circumstances.culprit) && circumstances.culprit.eventName === 'UpdateLoginProfile'
    ? `The reset that the IAM user "${id}" was asked for was ended${since(circumstances)}, and the password in force may be another one`
    : `The IAM user "${id}" was asked for a new password and has chosen one${since(circumstances)}`;
}

/** Whoever raised the flag after a hand-over is somebody else than who answered it. */
export const isAskedAgain = (state: State, isFlagNew: boolean): boolean =>
  state.sync_status === 'handed_over' && state.on_user_change !== 'enforce' && (isFlagRaised(state) || isFlagNew);

function askedAgain(state: State, circumstances: Circumstances): Diagnostic {
  const next = isFlagRaised(state)
    ? lowerFlag(circumstances)
    : circumstances.newVersion === undefined
      ? 'leave it so'
      : resend(circumstances);
  return warning('Password reset was requested outside of Terraform', [
    `The login profile of the IAM user "${state.id}" asks for a new password once more${since(circumstances)}, although the user has chosen one already; apply will ${next}.${unknown(circumstances)}`,
  ]);
}

/** A login profile that is not there any more. */
export const tellGone = ({ id }: State, circumstances: Circumstances): Diagnostic =>
  warning('Login profile was deleted outside of Terraform', [
    `The login profile of the IAM user "${id}" was deleted outside of Terraform${since(circumstances)}; apply will create it with the password of the secret.${unknown(circumstances)}`,
  ]);

/** A user who is gone may have been renamed, and then still has access that nobody manages any more. */
export const tellUserGone = ({ id }: State, circumstances: Circumstances): Diagnostic => {
  const { culprit } = circumstances;
  const newName = isEvent(culprit) ? culprit.newUserName : undefined;
  const gone =
    newName === undefined
      ? `IAM has no user "${id}" any more${since(circumstances)}, so the login profile counts as gone.`
      : `The IAM user "${id}" was renamed to "${newName}"${since(circumstances)}, so under this name the login profile counts as gone.`;
  return warning('IAM user does not exist any more', [
    `${gone}${unknown(circumstances)}`,
    'Where the user was renamed outside of Terraform, console access goes on under the new name: write that name into user_name and import the login profile by it, with existing_profile = "trust" where the password is to stay.',
  ]);
};

const NOT_CHECKED =
  'Whether passwords were changed outside of Terraform was not checked this time; everything else was, and ' +
  'sync_status says "not_checked" where nothing else was found.';

/** Said once a run: the report is the account's, not one user's. */
export const reportUnavailable = (failed: AwsCallError): Diagnostic =>
  withoutReport(failed, {
    consequence: NOT_CHECKED,
    alternative: 'set drift_detection to "profile"',
    path: attribute('drift_detection'),
  });

/** Failures of the report that pass; it is one call a run, so no other remedy of a throttled or slow call helps. */
const LATER: ReadonlySet<Failure> = new Set([
  'report-absent',
  'report-not-ready',
  'throttled',
  'limit-exceeded',
  'service',
  'timed-out',
]);

/** Who asked for the report, what becomes of it, and how not to ask. */
interface Asked {
  readonly consequence: string;
  readonly alternative: string;
  readonly path: AttributePath;
}

/** The warning of everybody who asks for the credential report. */
export function withoutReport(failed: AwsCallError, { consequence, alternative, path }: Asked): Diagnostic {
  const remedy = LATER.has(failed.failure)
    ? `Plan again in a few minutes. Where the report is not to be had in this account, ${alternative}.`
    : failed.failure === 'access-denied'
      ? `Allow iam:GetCredentialReport and iam:GenerateCredentialReport for the identity that runs Terraform, or ${alternative}.`
      : nextStep(failed, { userName: '', standing: '' });
  const what = `${failed.operation} failed.\n${quoteAws(failed)}`;
  return warning('Credential report is not available', [what, consequence, remedy], path);
}

const resend = ({ newVersion }: Circumstances): string =>
  newVersion === undefined
    ? 'send the password of the secret again'
    : `send the password of the secret's new version ${newVersion}`;

const lowerFlag = (circumstances: Circumstances): string =>
  circumstances.newVersion === undefined
    ? 'switch that off and leave the password alone'
    : `${resend(circumstances)} and switch that off`;

/** When, by the best of the witnesses. */
function changedAt({ report }: Circumstances): string {
  if (report?.lastChanged === undefined) return '';
  return ` at ${rfc3339(report.lastChanged)}, says the credential report of ${rfc3339(report.generatedAt)} (${age(report)} old)`;
}

function age({ generatedAt, fetchedAt }: PasswordReport): string {
  const minutes = Math.max(0, Math.floor((fetchedAt.getTime() - generatedAt.getTime()) / 60_000));
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const isEvent = (culprit: Culprit): culprit is TrailEvent => typeof culprit === 'object' && 'actor' in culprit;

const by = ({ culprit }: Circumstances): string =>
  isEvent(culprit) ? ` by ${culprit.actor} (${culprit.eventName})` : '';

/** When and by whom, where only CloudTrail can tell. */
const since = (circumstances: Circumstances): string =>
  isEvent(circumstances.culprit) ? ` at ${rfc3339(circumstances.culprit.at)}${by(circumstances)}` : '';

/** Why nobody is named, where somebody was to be. */
function unknown({ culprit }: Circumstances): string {
  if (culprit === 'not-asked' || isEvent(culprit)) return '';
  if (culprit === 'no-record') {
    return ' CloudTrail has no record of it among the latest calls, which appear there about five minutes late.';
  }
  return culprit.failure === 'access-denied'
    ? ' Who did it is not known: cloudtrail:LookupEvents is not allowed.'
    : ` Who did it is not known: cloudtrail:LookupEvents failed (${culprit.code}).`;
}
