import type { Diagnostic, ImportedResource, MoveRequest, StateResult } from '../../plugin';
import { error } from './diagnostics';
import { asValue, type State } from './model';
import { DEFAULTS } from './schema';

/** What the AWS provider's resource keeps in state, as far as it is read: its clear-text password is not. */
interface UserLoginProfile {
  readonly id?: unknown;
  readonly user?: unknown;
}

const SOURCE_TYPE = 'aws_iam_user_login_profile';

/**
 * A login profile that state has not seen before. Read fills in what IAM knows; the secret comes from the
 * configuration, and until an apply has settled it nobody knows whether its password is the one in force.
 */
const unverified = (userName: string): State => ({
  id: userName,
  user_name: userName,
  secret_id: null,
  secret_json_key: null,
  secret_version_stage: DEFAULTS.secret_version_stage,
  secret_version_id: null,
  password_reset_required: null,
  rotation_triggers: null,
  existing_profile: DEFAULTS.existing_profile,
  on_destroy: DEFAULTS.on_destroy,
  drift_detection: DEFAULTS.drift_detection,
  on_user_change: DEFAULTS.on_user_change,
  timeouts: null,
  create_date: null,
  user_id: null,
  secret_arn: null,
  secret_current_version_id: null,
  password_applied_at: null,
  password_reset_pending: null,
  sync_status: 'unverified',
});

/** Import by user name. `refuse` says why a text is no user name. */
export function importLoginProfile(
  id: string,
  refuse: (userName: string) => string | undefined,
): { imported: ImportedResource | null; diagnostics: readonly Diagnostic[] } {
  const problem = refuse(id);
  if (problem === undefined) return { imported: { state: asValue(unverified(id)) }, diagnostics: [] };
  return {
    imported: null,
    diagnostics: [error('Invalid IAM user name', [problem, 'A login profile is imported by its user name.'])],
  };
}

/**
 * Takes over an `aws_iam_user_login_profile` of the AWS provider. Sends nothing and keeps nothing of it but the user:
 * its clear-text password is gone from state once the move is applied.
 */
export function moveLoginProfile({ sourceProvider, sourceType, sourceState }: MoveRequest): StateResult {
  // Compared without its host: OpenTofu has another one, and some versions send only the last part.
  const fromAws = sourceProvider === 'aws' || sourceProvider.endsWith('hashicorp/aws');
  if (!fromAws || sourceType !== SOURCE_TYPE) return { state: null, diagnostics: [unknownSource(sourceType)] };
  const { user, id } = sourceState as UserLoginProfile;
  const userName = [user, id].find((value): value is string => typeof value === 'string' && value !== '');
  if (userName === undefined) return { state: null, diagnostics: [noUser] };
  return { state: asValue(unverified(userName)), diagnostics: [] };
}

const unknownSource = (sourceType: string): Diagnostic =>
  error('Resource cannot be moved to iam_login_profile', [
    `iam_login_profile takes over ${SOURCE_TYPE} of the AWS provider, and nothing else; this is ${sourceType}.`,
    'Remove the moved block. To manage the login profile of a user here, import it by the user name.',
  ]);

const noUser: Diagnostic = error('Resource cannot be moved to iam_login_profile', [
  `The state of this ${SOURCE_TYPE} names no user.`,
  'Remove it from state (terraform state rm) and import the login profile by the user name.',
]);
