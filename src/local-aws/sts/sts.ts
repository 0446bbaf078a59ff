import type { AccountScope } from '../account-scope';
import type { Identities } from '../identities';
import { Roles } from './roles';

/** What the token service works with: roles to assume, and the keys it hands out. */
export class Sts {
  readonly roles: Roles;

  constructor(
    readonly scope: AccountScope,
    readonly identities: Identities,
  ) {
    this.roles = new Roles(scope);
  }
}
