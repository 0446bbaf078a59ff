import { attribute, type Diagnostic } from '../plugin';

/**
 * Whether a name fits a pattern with `*` and `?`; without case, as IAM compares names. Each `*` takes as little as it
 * can and only the last one may take more, so that no pattern takes longer than its length times the name's.
 */
export function fitsPattern(userName: string, pattern: string): boolean {
  const name = userName.toLowerCase();
  const parts = pattern.toLowerCase();
  let at = 0;
  let part = 0;
  let star = -1;
  let taken = 0;
  while (at < name.length) {
    if (parts[part] === '*') {
      star = part++;
      taken = at;
    } else if (parts[part] === '?' || parts[part] === name[at]) {
      part += 1;
      at += 1;
    } else if (star >= 0) {
      part = star + 1;
      at = taken += 1;
    } else return false;
  }
  return /^\**$/.test(parts.slice(part));
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
