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
  /** Set where the keys came from AssumeRole: what a trust or resource policy would name, path included. */
  readonly roleArn?: string;
  /** Set for a session: when it began. */
  readonly sessionCreationDate?: Date;
  /** What GetCallerIdentity calls `UserId`: `AIDA…`, or `AROA…:session`. */
  readonly userId: string;
  /** Set where the keys belong to an IAM user: then IAM takes a missing `UserName` for this one. */
  readonly user?: IamUser;
}

/** Whether a list of account ids and ARNs, as a policy's `Principal`, takes in a caller. */
export const isAmong = (principals: Iterable<string>, { accountId, arn, roleArn }: Identity): boolean =>
  [...principals].some((principal) => [accountId, arn, roleArn].includes(principal));
