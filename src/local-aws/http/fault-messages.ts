import type { JournalEntry } from '../journal';

/** Whom a denied call came from, and what it was about. */
export interface Denied {
  readonly principal: string;
  /** ARN, or the name of a secret as the caller gave it; `*` for calls about nothing in particular. */
  readonly resource: string;
}

/** AWS's text for an error on demand, where one is known. */
export const defaultMessage = (code: string, entry: JournalEntry, { principal, resource }: Denied): string => {
  const { operation, userName = '' } = entry;
  switch (code) {
    case 'AccessDenied':
    case 'AccessDeniedException':
      return (
        `User: ${principal} is not authorized to perform: ${operation} on resource: ${resource} ` +
        `because no identity-based policy allows the ${operation} action`
      );
    case 'Throttling':
    case 'ThrottlingException':
      return 'Rate exceeded';
    case 'NoSuchEntity':
      return `The user with name ${userName} cannot be found.`;
    case 'EntityTemporarilyUnmodifiable':
      return `Login Profile for User ${userName} cannot be modified while login profile is being created.`;
    case 'ResourceNotFoundException':
      return "Secrets Manager can't find the specified secret.";
    case 'PasswordPolicyViolation':
      return 'Password does not conform to the account password policy.';
    default:
      return `The request failed: ${code}`;
  }
};
