import type { Diagnostic } from '../../plugin';
import { type Context, explained, whenModifiable } from './context';
import { warning } from './diagnostics';
import type { State } from './model';

/** Ends the management of a login profile as `on_destroy` says. */
export async function destroyLoginProfile(prior: State, context: Context): Promise<readonly Diagnostic[]> {
  if (prior.on_destroy === 'retain') return [willRetain(prior)];
  const { claims } = context.session;
  return claims.inTurn(prior.id, async () => {
    if (claims.has(prior.id)) return [skipped(prior)];
    await removeAccess(prior.id, context);
    return [];
  });
}

/** Sessions that are open and access keys are not touched by it. */
async function removeAccess(userName: string, { aws, until, call }: Context): Promise<void> {
  const standing = `The IAM user "${userName}" keeps console access.`;
  await explained({ userName, standing }, () => whenModifiable(until, () => aws.loginProfiles.delete(userName, until)));
  call.log.log('info', 'console access removed', { user: userName });
}

/** Said at plan and at apply: access that outlives its resource is easily forgotten. */
export const willRetain = (prior: State): Diagnostic =>
  warning('Console access is left in place', [
    `The IAM user "${prior.id}" keeps the console password: on_destroy is "retain", so the login profile is only forgotten. To remove it later: aws iam delete-login-profile --user-name ${prior.id}`,
  ]);

/** With create_before_destroy, or two addresses for one user, the delete comes after the new password was set. */
const skipped = (prior: State): Diagnostic =>
  warning('Login profile was not deleted', [
    `The IAM user "${prior.id}" belongs to another resource since this apply, so deleting the login profile for this one would take that access away. It was left as it is.`,
  ]);
