/** The witnesses besides GetLoginProfile: the credential report, and CloudTrail for what was found. */
import { AwsCallError, type LoginProfile, type LoginProfileLookup } from '../../aws';
import type { Diagnostic } from '../../plugin';
import type { Context } from './context';
import { culprit, type Finding, suspects } from './culprit';
import { asksReport, type Observation, type PasswordReport, type ReportAnswer } from './drift';
import {
  type Circumstances,
  type Culprit,
  isAskedAgain,
  reportUnavailable,
  tellDrift,
  tellGone,
  tellUserGone,
} from './drift-story';
import type { State } from './model';

/** What the report says of this user. A report that cannot be had is told once a run and fails nothing. */
export async function readReport(
  prior: State,
  { aws, session, call }: Context,
): Promise<{ readonly answer: ReportAnswer; readonly diagnostics: readonly Diagnostic[] }> {
  if (!asksReport(prior)) return { answer: undefined, diagnostics: [] };
  const report = await session.credentialReport(aws, call);
  if (report instanceof AwsCallError) {
    const isFirst = session.isFirst('credential report');
    return { answer: 'unavailable', diagnostics: isFirst ? [reportUnavailable(report)] : [] };
  }
  const { generatedAt, fetchedAt } = report;
  return {
    answer: { generatedAt, fetchedAt, lastChanged: report.passwordOf(prior.id)?.lastChanged },
    diagnostics: [],
  };
}

/** The story of a login profile that is not there, or whose user is not. */
export async function goneStory(
  prior: State,
  missing: Exclude<LoginProfileLookup, LoginProfile>,
  context: Context,
): Promise<Diagnostic> {
  const [finding, tell] =
    missing === 'no-user' ? (['user_gone', tellUserGone] as const) : (['gone', tellGone] as const);
  return tell(prior, { culprit: await findCulprit(finding, prior, {}, context) });
}

/** The story of what a refresh found, if there is one to tell. */
export async function driftStory(
  prior: State,
  refreshed: State,
  observation: Observation,
  answer: ReportAnswer,
  context: Context,
): Promise<Diagnostic | undefined> {
  const isFlagNew = prior.password_reset_pending === false && refreshed.password_reset_pending === true;
  const circumstances: Circumstances = {
    culprit: 'not-asked',
    report: answer === 'unavailable' ? undefined : answer,
    newVersion: waitingVersion(refreshed),
    isOtherUser: prior.user_id !== null && prior.user_id !== refreshed.user_id,
  };
  // Whether there is a story is known without CloudTrail, which is asked for nothing else.
  if (tellDrift(refreshed, observation, isFlagNew, circumstances) === undefined) return undefined;
  const { report } = circumstances;
  const seen = {
    ...(refreshed.create_date !== null && { createDate: new Date(refreshed.create_date) }),
    ...(report !== undefined && { report }),
  };
  const finding = isAskedAgain(refreshed, isFlagNew) ? 'reset_flag_changed' : observation.status;
  const found = await findCulprit(finding, prior, seen, context);
  return tellDrift(refreshed, observation, isFlagNew, { ...circumstances, culprit: found });
}

/** The version that the label has moved to. */
const waitingVersion = ({ secret_version_id: version, secret_current_version_id: current }: State) =>
  current !== null && current !== version ? current : undefined;

async function findCulprit(
  finding: Finding,
  prior: State,
  seen: { readonly createDate?: Date; readonly report?: PasswordReport },
  { aws, session, until }: Context,
): Promise<Culprit> {
  const wanted = prior.drift_detection === 'trail' ? suspects(finding, prior, seen) : undefined;
  if (wanted === undefined) return 'not-asked';
  const events = await session.trail.events(aws.cloudTrail, wanted.names, wanted.since, until);
  if (events instanceof AwsCallError) return events;
  return culprit(events, prior.id, wanted) ?? 'no-record';
}
