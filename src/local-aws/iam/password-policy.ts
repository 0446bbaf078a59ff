/**
 * What a password must look like.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
 */

export interface PasswordPolicy {
  /** 6-128. */
  readonly minimumPasswordLength: number;
  readonly requireSymbols: boolean;
  readonly requireNumbers: boolean;
  readonly requireUppercaseCharacters: boolean;
  readonly requireLowercaseCharacters: boolean;
  readonly allowUsersToChangePassword: boolean;
  /** Days, 1-1095; absent where passwords never expire. */
  readonly maxPasswordAge?: number;
  /** 1-24 former passwords that a person may not choose again. */
  readonly passwordReusePrevention?: number;
  /** An expired password can then only be replaced by an administrator. */
  readonly hardExpiry?: boolean;
}

/** What UpdateAccountPasswordPolicy makes of the fields it was not given. */
export const NEW_POLICY_DEFAULTS: PasswordPolicy = {
  minimumPasswordLength: 6,
  requireSymbols: false,
  requireNumbers: false,
  requireUppercaseCharacters: false,
  requireLowercaseCharacters: false,
  allowUsersToChangePassword: false,
};

/** Holds an account with no policy of its own to IAM's default. */
const DEFAULT_MINIMUM_LENGTH = 8;
const DEFAULT_CHARACTER_CLASSES = 3;

/** The most former passwords a policy can forbid. */
export const MAX_REUSE_PREVENTION = 24;

const CHARACTER_CLASSES = [
  { name: 'uppercase letter', pattern: /[A-Z]/, requiredBy: 'requireUppercaseCharacters' },
  { name: 'lowercase letter', pattern: /[a-z]/, requiredBy: 'requireLowercaseCharacters' },
  { name: 'number', pattern: /[0-9]/, requiredBy: 'requireNumbers' },
  // IAM's own list: no quotation mark, comma, full stop, slash, colon and so on.
  { name: 'symbol', pattern: /[!@#$%^&*()_+\-=[\]{}|']/, requiredBy: 'requireSymbols' },
] as const;

const missingClasses = (password: string) => CHARACTER_CLASSES.filter(({ pattern }) => !pattern.test(password));

const describeClasses = (classes: readonly { name: string }[]) =>
  classes.map(({ name }) => `Password should have at least one ${name}`).join(', ');

const tooShort = (length: number) => `Password should have a minimum length of ${length}`;

const defaultPolicyViolation = (password: string): string | undefined => {
  if (password.length < DEFAULT_MINIMUM_LENGTH) return tooShort(DEFAULT_MINIMUM_LENGTH);
  const missing = missingClasses(password);
  const more = DEFAULT_CHARACTER_CLASSES - (CHARACTER_CLASSES.length - missing.length);
  if (more <= 0) return undefined;
  return `Password should meet ${more} more of the following requirements: ${describeClasses(missing)}`;
};

/** How a new password breaks the account's policy, or IAM's default one; the answer never quotes the password. */
export const policyViolation = (policy: PasswordPolicy | undefined, password: string): string | undefined => {
  if (policy === undefined) return defaultPolicyViolation(password);
  if (password.length < policy.minimumPasswordLength) return tooShort(policy.minimumPasswordLength);
  const missing = missingClasses(password).filter(({ requiredBy }) => policy[requiredBy]);
  return missing.length > 0 ? describeClasses(missing) : undefined;
};

const DAY_MS = 24 * 60 * 60 * 1000;

/** When a password must be replaced; undefined where the policy lets it live for ever. */
export const expiryOf = (policy: PasswordPolicy | undefined, lastChanged: Date): Date | undefined =>
  policy?.maxPasswordAge === undefined ? undefined : new Date(lastChanged.getTime() + policy.maxPasswordAge * DAY_MS);
