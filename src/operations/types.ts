/**
 * What goes in and what comes out. Programs get the declarations of this file, so nothing here names a type of the AWS
 * SDK, or of a file that does.
 */
import type { ErrorCode } from './codes';

/** One IAM user. */
export interface UserParameters {
  /** 1-64 letters, digits or `_+=,.@-`. IAM finds a user under any case of the name. */
  readonly userName: string;
}

/** A secret of Secrets Manager and where in it the password is. */
export interface SecretReference {
  /** Name or full ARN; an ARN brings its own Region. */
  readonly secretId: string;
  /** The key that holds the password where the secret is a JSON object. @default the whole secret string */
  readonly secretJsonKey?: string | undefined;
  /** Exactly that version, 32-64 characters. Not together with `secretVersionStage`. */
  readonly secretVersionId?: string | undefined;
  /** The version that carries this label, 1-256 characters. @default `AWSCURRENT` */
  readonly secretVersionStage?: string | undefined;
}

/**
 * Parameters of `UpdateLoginProfile`. The password comes from a secret or is given; without either the reset flag alone
 * is set.
 */
export interface UpdateLoginProfileParameters extends UserParameters, Partial<SecretReference> {
  /** 1-128 characters of U+0020 to U+00FF, tab and line breaks. Not together with `secretId`. */
  readonly password?: string | HiddenPassword | undefined;
  /**
   * Whether the person must choose a new password at the next sign-in.
   * @default as it is; false for a login profile that is made
   */
  readonly passwordResetRequired?: boolean | undefined;
  /** What may be done: make a login profile where there is none, set one that exists, or either. @default `either` */
  readonly mode?: 'either' | 'create-only' | 'update-only' | undefined;
  /** Waits up to a minute for a user that IAM does not know yet. @default false */
  readonly wait?: boolean | undefined;
  /** Calls nothing that changes anything or reads a secret's value; says what would be done. @default false */
  readonly dryRun?: boolean | undefined;
  /** Milliseconds for the whole operation, at most a day. @default 300000, five minutes */
  readonly timeoutMs?: number | undefined;
  /** Ends the operation early. */
  readonly signal?: AbortSignal | undefined;
}

/** A password that does not print itself. */
export interface HiddenPassword {
  reveal(): string;
}

/** What was done to a login profile, or would be done by a dry run. */
export interface UpdatedLoginProfile {
  /** The user name, as IAM spells it. */
  readonly id: string;
  /** When IAM made the login profile, RFC 3339. Null for one that a dry run would make. */
  readonly created_at: string | null;
  readonly action: 'created' | 'updated' | 'would_create' | 'would_update';
  readonly password_reset_required: boolean;
  /** When the change was made, by AWS's clock. Null for a dry run. */
  readonly updated_at: string | null;
  /** Null where the password did not come from a secret. */
  readonly secret_arn: string | null;
  readonly secret_version_id: string | null;
}

/** A login profile as it stands. IAM has no way to read the password or when it was set. */
export interface CurrentLoginProfile {
  /** The user name, as IAM spells it. */
  readonly id: string;
  /** When IAM made the login profile, RFC 3339. Setting a password leaves it alone. */
  readonly created_at: string;
  readonly password_reset_required: boolean;
}

export interface LookupParameters extends UserParameters {
  /** Milliseconds for the whole operation, at most a day. @default 300000, five minutes */
  readonly timeoutMs?: number | undefined;
  /** Ends the operation early. */
  readonly signal?: AbortSignal | undefined;
}

export interface DeleteParameters extends LookupParameters {
  /** Counts an absent login profile as done. A user that does not exist is `NOT_FOUND` all the same. @default false */
  readonly ifExists?: boolean | undefined;
}

export interface DeletedLoginProfile {
  readonly id: string;
  /** Null where there was none. */
  readonly created_at: string | null;
  /** False where there was none. */
  readonly deleted: boolean;
}

/** What AWS said itself. Present where a call failed, and not where what AWS answered breaks a rule of ours. */
export interface AwsErrorDetails {
  /** The operation in the form of the permission it needs: `iam:UpdateLoginProfile`. */
  readonly operation: string;
  /** AWS's own code, such as `NoSuchEntity`; or Node's, such as `ECONNREFUSED`. */
  readonly aws_code: string;
  readonly aws_message: string;
  readonly request_id: string | null;
  /** How often the call was sent. */
  readonly attempts: number;
}

export interface ResultError {
  readonly code: ErrorCode;
  /** One line: what happened, to whom, and what to do. Never holds a password. */
  readonly message: string;
  readonly details?: AwsErrorDetails;
}

/** The envelope of every answer. Tell the two apart by `success`. */
export type Result<T> =
  | { readonly success: true; readonly data: T; readonly error?: never }
  | { readonly success: false; readonly error: ResultError; readonly data?: never };

/** How AWS is reached. What is left out comes from the environment and the shared files, as in every AWS tool. */
export interface ConnectionOptions {
  readonly region?: string | undefined;
  /** A profile of the shared files. */
  readonly profile?: string | undefined;
  /** One address for IAM, Secrets Manager and STS, such as that of a local AWS. */
  readonly endpointUrl?: string | undefined;
  /** 0-100. @default `AWS_MAX_ATTEMPTS` less one, or 9 */
  readonly maxRetries?: number | undefined;
  /** `adaptive` holds all calls back once one is throttled. @default `AWS_RETRY_MODE`, or `adaptive` */
  readonly retryMode?: 'standard' | 'adaptive' | undefined;
  /** What CloudTrail shows as the version. */
  readonly version?: string | undefined;
}
