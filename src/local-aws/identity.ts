import type { HiddenText } from './hidden-text';
import type { IamUser } from './iam/user';

/** Who a pair of keys belongs to. */
export interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: HiddenText;
  /** Set for temporary credentials, which are refused without it. */
  readonly sessionToken?: HiddenText;
  readonly expiration?: Date;
  readonly accountId: string;
  readonly arn: string;
  /** What GetCallerIdentity calls `UserId`: `AIDA…`, or `AROA…:session`. */
  readonly userId: string;
  /** Set where the keys belong to an IAM user: then IAM takes a missing `UserName` for this one. */
  readonly user?: IamUser;
}
