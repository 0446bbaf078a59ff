import type { AccountScope } from '../account-scope';
import type { HiddenText } from '../hidden-text';

/** The console password of one user. IAM tells only its first three properties apart from the user's name. */
export interface LoginProfile {
  /** To the second; UpdateLoginProfile leaves it alone. */
  readonly createDate: Date;
  passwordResetRequired: boolean;
  password: HiddenText;
  /** Shown by the credential report only. */
  passwordLastChanged: Date;
  /** Newest last; as many as a policy may forbid to use again. */
  formerPasswords: readonly HiddenText[];
}

export interface AccessKeyMetadata {
  readonly accessKeyId: string;
  readonly createDate: Date;
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_User.html */
export class IamUser {
  readonly #scope: AccountScope;
  readonly tags = new Map<string, string>();
  /** Undefined until the first sign-in; survives the password. */
  passwordLastUsed?: Date;
  loginProfile?: LoginProfile;
  accessKeys: AccessKeyMetadata[] = [];

  constructor(
    scope: AccountScope,
    /** In the spelling it was created with; IAM compares names without case. */
    public userName: string,
    /** Begins and ends with a slash. */
    public path: string,
    readonly userId: string,
    readonly createDate: Date,
  ) {
    this.#scope = scope;
  }

  get arn(): string {
    return this.#scope.globalArn('iam', `user${this.path}${this.userName}`);
  }
}
