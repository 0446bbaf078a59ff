import { AwsCallError, type Failure, type IamUser, type LoginProfileLookup, versionWithStage } from '../../aws';
import { attribute, type Diagnostic, isKnown } from '../../plugin';
import type { Context } from './context';
import { callFailed, error, warning } from './diagnostics';
import { type Planned, sameUser, type State } from './model';
import { labelOnNoVersion, secretPendingDeletion } from './story';

const NOT_YET = 'Nothing was changed. This was found while planning.';

/**
 * Finds at plan what would make a create fail, and says when a login profile is about to be taken over. What AWS
 * answers never enters the plan. With prior state everything is a warning: destroy plans the configuration first.
 */
export async function checkEarly(prior: State | null, planned: Planned, context: Context): Promise<Diagnostic[]> {
  const [user, secret] = await Promise.all([checkUser(prior, planned, context), checkSecret(prior, planned, context)]);
  // What is wrong with both calls, such as the credentials, is said once.
  const found = [
    ...user,
    ...secret.filter((one) => !user.some(({ severity, summary }) => severity === 'error' && summary === one.summary)),
  ];
  return prior === null ? found : found.map((diagnostic) => ({ ...diagnostic, severity: 'warning' as const }));
}

async function checkUser(prior: State | null, planned: Planned, context: Context): Promise<Diagnostic[]> {
  const userName = planned.user_name;
  if (!isKnown(userName) || (prior !== null && sameUser(prior.user_name, userName))) return [];
  try {
    if (prior !== null) return [await tellChange(prior, userName, planned, context)];
    // A replacement plans a create for a user whose login profile is ours already.
    if (context.session.managed.has(userName)) return [];
    const lookup = await context.aws.loginProfiles.get(userName, context.until);
    context.session.lookups.set(userName, lookup);
    return tellLookup(userName, lookup, planned);
  } catch (failed) {
    return [failedCheck(failed, { userName, standing: NOT_YET })];
  }
}

/** Another name is a renamed user or another one; only the unique id tells, and only once the name exists. */
async function tellChange(prior: State, userName: string, planned: Planned, context: Context): Promise<Diagnostic> {
  const user = await optionalUser(userName, context);
  const former = planned.on_destroy === 'retain' ? 'keeps its console access' : 'loses its console access';
  const moves = `"${userName}" is given the secret's password and "${prior.id}" ${former}`;
  const story =
    user === undefined
      ? `IAM has no user "${userName}" yet. If this apply renames "${prior.id}", the password stays as it is; if it makes another user, ${moves}.`
      : user.userId === prior.user_id
        ? `The IAM user "${prior.id}" is now called "${userName}". It keeps its password; nothing is sent for the rename.`
        : `"${userName}" is another IAM user than "${prior.id}": ${moves}.`;
  return warning('Login profile goes to another user name', [story], attribute('user_name'));
}

async function optionalUser(userName: string, { aws, until }: Context): Promise<IamUser | undefined> {
  try {
    return await aws.users.get(userName, until);
  } catch (failed) {
    if (failed instanceof AwsCallError && failed.failure === 'not-found') return undefined;
    throw failed;
  }
}

function tellLookup(userName: string, lookup: LoginProfileLookup, planned: Planned): Diagnostic[] {
  if (lookup === 'no-login-profile') return [];
  if (lookup === 'no-user') return [unknownUser(userName)];
  const since = lookup.createDate.toISOString();
  const exists = `The IAM user "${userName}" has a login profile already, created at ${since}.`;
  if (planned.existing_profile === 'fail') {
    const remedy = 'existing_profile is "fail". Import it, or set existing_profile to "adopt" or "trust".';
    return [error('Login profile already exists', [exists, remedy], attribute('user_name'))];
  }
  const becomes =
    planned.existing_profile === 'trust'
      ? 'leave its password as it is (existing_profile is "trust")'
      : 'replace its password by the secret\'s (existing_profile is "adopt")';
  const story = `${exists} Apply will manage it from now on and ${becomes}.`;
  return [warning('Existing login profile is taken over', [story])];
}

/** Also the way of every user that the same apply makes, so it says which of the two needs a hand. */
const unknownUser = (userName: string): Diagnostic =>
  warning(
    'IAM user does not exist yet',
    [
      `IAM has no user "${userName}" so far. Where this apply makes the user, all is well: the login profile comes after it. Otherwise check the spelling and the account, or apply will fail.`,
    ],
    attribute('user_name'),
  );

async function checkSecret(prior: State | null, planned: Planned, context: Context): Promise<Diagnostic[]> {
  const { secret_id: secretId, user_name: user } = planned;
  const userName = isKnown(user) ? user : '(known after apply)';
  const followsSame =
    prior !== null && prior.secret_id === secretId && prior.secret_version_stage === planned.secret_version_stage;
  if (!isKnown(secretId) || followsSame) return [];
  try {
    const secret = await context.session.describeSecret(context.aws, secretId, context.until);
    if (secret.deletedDate !== undefined) {
      return [{ ...secretPendingDeletion(secretId, userName, secret.deletedDate), severity: 'error' }];
    }
    const stage = planned.secret_version_stage;
    if (!isKnown(stage) || isKnown(planned.secret_version_id) || versionWithStage(secret, stage) !== undefined)
      return [];
    return [labelOnNoVersion(secretId, stage, userName, 'Apply will fail unless one does by then.')];
  } catch (failed) {
    return [failedCheck(failed, { userName, secretId, standing: NOT_YET })];
  }
}

const HOPELESS: ReadonlySet<Failure> = new Set(['credentials', 'no-credentials', 'unreachable', 'invalid-request']);

/** Only what no apply could get past is an error; a missing permission or secret may be there by then. */
function failedCheck(failed: unknown, subject: Parameters<typeof callFailed>[1]): Diagnostic {
  if (!(failed instanceof AwsCallError)) throw failed;
  return callFailed(failed, subject, HOPELESS.has(failed.failure) ? 'error' : 'warning');
}
