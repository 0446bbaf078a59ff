import type { AccountScope } from '../account-scope';
import type { Identity } from '../identity';
import { ServiceError } from '../model/service-error';
import { AccountPasswordPolicy } from './account-settings';
import { type IamConsistency, Propagation, settled } from './consistency';
import { CredentialReports } from './credential-report';
import { LoginProfiles } from './login-profiles';
import type { PasswordPolicy } from './password-policy';
import type { IamUser } from './user';
import { noSuchUser, Users } from './users';

/** Everything one account keeps in IAM. */
export class Iam {
  readonly users: Users;
  readonly passwordPolicy: AccountPasswordPolicy;
  readonly loginProfiles: LoginProfiles;
  readonly credentialReports: CredentialReports;
  readonly consistency: IamConsistency = settled();
  readonly propagation: Propagation;

  constructor(scope: AccountScope, policy?: Partial<PasswordPolicy>) {
    this.users = new Users(scope);
    this.passwordPolicy = new AccountPasswordPolicy(scope.accountId, policy);
    this.loginProfiles = new LoginProfiles(scope, this.users, this.passwordPolicy);
    this.credentialReports = new CredentialReports(scope, this.users, this.passwordPolicy, this.consistency);
    this.propagation = new Propagation(scope, this.consistency);
  }

  /**
   * The user a call is about, as far as the account has settled. Without a name that is the caller.
   * @throws ServiceError `NoSuchEntity`; `ValidationError` without a name and without a user as caller.
   */
  userFor(userName: string | undefined, caller: Identity): IamUser {
    if (userName === undefined) {
      if (caller.user !== undefined) return caller.user;
      throw new ServiceError('ValidationError', 'Must specify userName when calling with non-User credentials');
    }
    const user = this.users.require(userName);
    if (!this.propagation.isVisible(user)) throw noSuchUser(userName);
    return user;
  }
}
