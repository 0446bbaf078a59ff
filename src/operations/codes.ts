/** What every answer's code means, which exit status goes with it, and what to do. `docs/errors.md` is made of this. */
export interface ErrorCodeFacts {
  /** Of the executable. 0 is success and nothing else. */
  readonly exitStatus: 1 | 2 | 3 | 4 | 5;
  readonly meaning: string;
  readonly nextStep: string;
}

export const ERROR_CODES = {
  VALIDATION_ERROR: {
    exitStatus: 2,
    meaning:
      "A parameter, a file or the password breaks a rule. AWS was not called, or refused the request for what it says; the account's password policy is among the reasons.",
    nextStep: 'Correct what the message names.',
  },
  NOT_FOUND: {
    exitStatus: 3,
    meaning: 'IAM has no such user, or the user has no login profile.',
    nextStep:
      'Check the name and the account of the credentials (`iam-login-profile doctor`). For a user made a moment ago, `--wait`.',
  },
  SECRET_NOT_FOUND: {
    exitStatus: 3,
    meaning: 'Secrets Manager has no such secret in this account and Region.',
    nextStep: 'Check name, Region and account; the full ARN brings its own Region.',
  },
  SECRET_VERSION_NOT_FOUND: {
    exitStatus: 3,
    meaning: 'The secret has no version with this id, or none that carries the label; also a secret without a value.',
    nextStep: 'Put a value into the secret, or name a version or label that exists.',
  },
  ALREADY_EXISTS: {
    exitStatus: 4,
    meaning: 'The user has a login profile already, and `--create-only` was asked for.',
    nextStep: 'Leave `--create-only` out to set the password of the login profile that exists.',
  },
  TEMPORARILY_UNMODIFIABLE: {
    exitStatus: 4,
    meaning: 'IAM is still busy with a change of this user, and the time to wait ran out.',
    nextStep: 'Run it again in a few minutes, or with a longer `--timeout`.',
  },
  SECRET_PENDING_DELETION: {
    exitStatus: 4,
    meaning: 'The secret is scheduled for deletion, so its value cannot be read.',
    nextStep: '`aws secretsmanager restore-secret --secret-id …`, or name another secret.',
  },
  ACCESS_DENIED: {
    exitStatus: 5,
    meaning:
      'No credentials were found, AWS does not accept them, or they lack a permission; that of the KMS key of the secret, too.',
    nextStep: 'The message names the permission. `iam-login-profile doctor` shows who you are and what is allowed.',
  },
  LIMIT_EXCEEDED: {
    exitStatus: 1,
    meaning: 'A quota of the account is reached. That is no rate: waiting does not help.',
    nextStep: 'Raise the quota, or remove what is not needed.',
  },
  THROTTLED: {
    exitStatus: 1,
    meaning: 'AWS kept asking to slow down until the attempts were used up.',
    nextStep: 'Run it again later; for many users with a lower `--parallelism`.',
  },
  SERVICE_FAILURE: {
    exitStatus: 1,
    meaning:
      'AWS failed, could not be reached, or did not answer in time. A change may have been carried out all the same.',
    nextStep: 'Run it again: setting the same password twice does no harm. Check network and endpoints.',
  },
  INTERNAL: {
    exitStatus: 1,
    meaning: 'Something that should not happen, such as an incomplete installation; also an interrupted run.',
    nextStep: 'Install the package again. If that does not help, please report it.',
  },
} as const satisfies Record<string, ErrorCodeFacts>;

/** Every code an answer can carry. */
export type ErrorCode = keyof typeof ERROR_CODES;
