import { attribute, type Diagnostic } from '../plugin';

/** Whether a name fits a pattern with `*` and `?`; without case, as IAM compares names. */
export function fitsPattern(userName: string, pattern: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\*+/g, '.*').replace(/\?/g, '.')}$`, 'i').test(userName);
}

/** Why a user is not to be given a password, or `undefined` where it may. Without patterns everybody may. */
export function userNameRefusal(userName: string, allowed: readonly string[] | undefined): Diagnostic | undefined {
  if (allowed === undefined || allowed.some((pattern) => fitsPattern(userName, pattern))) return undefined;
  const patterns =
    allowed.length === 0 ? 'nobody: the set is empty' : allowed.map((pattern) => `"${pattern}"`).join(', ');
  return {
    severity: 'error',
    summary: 'IAM user is not among the allowed ones',
    detail:
      `The provider block does not allow a password for the IAM user "${userName}". allowed_user_names allows ` +
      `${patterns}.\n\nCorrect user_name, or have allowed_user_names of the provider "iam" extended by whoever is ` +
      'responsible for it.',
    attribute: attribute('user_name'),
  };
}
