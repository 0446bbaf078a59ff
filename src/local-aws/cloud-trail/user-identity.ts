/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
import type { Identity } from '../identity';

/** Who made a call, as it was at that moment: a user may be renamed or deleted later. */
export interface UserIdentity {
  readonly type: 'IAMUser' | 'AssumedRole' | 'FederatedUser' | 'Root' | 'WebIdentityUser';
  readonly principalId: string;
  readonly arn?: string;
  readonly accountId?: string;
  readonly accessKeyId?: string;
  readonly userName?: string;
  /** Issuer, of a call that a web identity token signed. */
  readonly identityProvider?: string;
  readonly sessionContext?: SessionContext;
}

interface SessionContext {
  readonly sessionIssuer: {
    readonly type: 'Role';
    readonly principalId: string;
    readonly arn: string;
    readonly accountId: string;
    readonly userName: string;
  };
  readonly attributes: { readonly creationDate: string | undefined; readonly mfaAuthenticated: 'false' };
}

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const toTheSecond = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;

/** The ARN of a session names neither the path nor the id of its role. */
const sessionContext = ({ arn, roleArn, userId, accountId, sessionCreationDate }: Identity): SessionContext => {
  const [, partition = ''] = arn.split(':');
  const [, roleName = ''] = arn.split('/');
  return {
    sessionIssuer: {
      type: 'Role',
      principalId: userId.split(':')[0] ?? userId,
      arn: roleArn ?? `arn:${partition}:iam::${accountId}:role/${roleName}`,
      accountId,
      userName: roleName,
    },
    attributes: {
      creationDate: sessionCreationDate && toTheSecond(sessionCreationDate),
      mfaAuthenticated: 'false',
    },
  };
};

export const userIdentityOf = (identity: Identity): UserIdentity => {
  const { arn, userId, accountId, accessKeyId, user } = identity;
  const [kind = ''] = arn.split(':').slice(5).join(':').split('/');
  const common = { principalId: userId, arn, accountId, accessKeyId };
  switch (kind) {
    case 'root':
      return { type: 'Root', ...common, principalId: accountId };
    case 'assumed-role':
      return { type: 'AssumedRole', ...common, sessionContext: sessionContext(identity) };
    case 'federated-user':
      return { type: 'FederatedUser', ...common };
    default:
      return { type: 'IAMUser', ...common, userName: user?.userName ?? lastPart(arn) };
  }
};

/** What LookupEvents calls `Username`: of a session that is its name, not the role's. */
export const usernameOf = ({ type, userName, arn = '' }: UserIdentity): string =>
  type === 'Root' ? 'root' : (userName ?? lastPart(arn));
