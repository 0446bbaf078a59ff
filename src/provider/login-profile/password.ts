import { AwsCallError, passwordFrom, type SecretString, type VersionSelector, versionWithStage } from '../../aws';
import { attribute, isKnown } from '../../plugin';
import { type Context, explained } from './context';
import { error, Refusal } from './diagnostics';
import type { Arguments, Planned, State } from './model';
import { labelOnNoVersion } from './story';
import { unusablePassword } from './unusable-password';

/** A version of a secret, by the secret's ARN. */
export interface FoundVersion {
  readonly arn: string;
  readonly versionId: string;
}

/** The version that was read, and the password it holds. */
export interface AppliedVersion extends FoundVersion {
  readonly password: SecretString;
}

/** What is read: the planned version by its id, whatever the label says by now, or else what carries the label. */
const selectVersion = (planned: Planned): VersionSelector =>
  isKnown(planned.secret_version_id)
    ? { versionId: planned.secret_version_id }
    : { versionStage: planned.secret_version_stage as string };

/** Reads the password out of the secret; refuses what IAM would not take. `standing`: see {@link Subject}. */
export async function readPassword(
  planned: Planned,
  userName: string,
  standing: string,
  { aws, until }: Context,
): Promise<AppliedVersion> {
  const { secret_id: secretId, secret_json_key: jsonKey } = planned as unknown as Arguments;
  const selector = selectVersion(planned);
  const subject = {
    userName,
    secretId,
    standing,
    versionId: 'versionId' in selector ? selector.versionId : undefined,
    // Null in the plan: no label is followed, so the version is the one that the configuration names.
    isPinned: planned.secret_current_version_id === null,
  };
  const secret = await explained(subject, () => aws.secrets.getValue(secretId, selector, until));
  const { password, problem } = passwordFrom(secret.content, jsonKey ?? undefined);
  if (problem !== undefined) throw new Refusal(unusablePassword(problem, { ...subject, versionId: secret.versionId }));
  return { arn: secret.arn, versionId: secret.versionId, password };
}

/**
 * Whether a version holds the password that was sent last: it is the same version, or a JSON object that has changed
 * somewhere else. Where the former version is gone nobody can tell, and the password is sent again.
 */
export async function isInForce(
  version: AppliedVersion,
  prior: State,
  planned: Planned,
  { aws, until }: Context,
): Promise<boolean> {
  const { secret_id: secretId, secret_json_key: jsonKey } = planned as unknown as Arguments;
  if (version.arn !== prior.secret_arn || prior.secret_version_id === null) return false;
  if (version.versionId === prior.secret_version_id) return true;
  if (jsonKey === null) return false;
  try {
    const former = await aws.secrets.getValue(secretId, { versionId: prior.secret_version_id }, until);
    return passwordFrom(former.content, jsonKey).password?.equals(version.password) ?? false;
  } catch (failed) {
    if (failed instanceof AwsCallError) return false;
    throw failed;
  }
}

/** Which version is meant, found without reading its value. */
export async function describeVersion(
  planned: Planned,
  { aws, until }: Context,
  standing: string,
): Promise<FoundVersion> {
  const args = planned as unknown as Arguments;
  const { user_name: userName, secret_id: secretId, secret_version_stage: stage } = args;
  const secret = await explained({ userName, secretId, standing }, () => aws.secrets.describe(secretId, until));
  const versionId = isKnown(planned.secret_version_id) ? planned.secret_version_id : versionWithStage(secret, stage);
  if (versionId !== undefined) return { arn: secret.arn, versionId };
  const { summary, detail } = labelOnNoVersion(secretId, stage, userName, standing);
  throw new Refusal(error(summary, [detail], attribute('secret_version_stage')));
}

/** What state keeps of a version: everything that plan has promised, and what it left open. */
export const recorded = (planned: Planned, { arn, versionId }: FoundVersion) => ({
  secret_arn: isKnown(planned.secret_arn) ? planned.secret_arn : arn,
  secret_version_id: versionId,
  // Null in the plan: the version is configured. Known: the label as the refresh saw it, which plan has promised.
  secret_current_version_id:
    planned.secret_current_version_id === null || isKnown(planned.secret_current_version_id)
      ? planned.secret_current_version_id
      : versionId,
});
