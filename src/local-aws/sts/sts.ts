import type { AccountScope } from '../account-scope';
import type { Identities } from '../identities';
import type { Roles } from './roles';

/** What the token service needs of the account of a role. */
export interface RoleAccount {
  readonly scope: AccountScope;
  readonly identities: Identities;
  readonly roles: Roles;
}

/** What the token service works with: the ARN of a role tells the account, whoever calls. */
export interface Sts {
  readonly now: () => Date;
  readonly accountOf: (arn: string) => RoleAccount | undefined;
}
