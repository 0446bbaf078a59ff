import type { AccountScope } from '../account-scope';
import { HiddenText } from '../hidden-text';
import { ServiceError } from '../model/service-error';
import type { AccountPasswordPolicy } from './account-settings';
import { expiryOf, MAX_REUSE_PREVENTION, policyViolation } from './password-policy';
import type { IamUser, LoginProfile } from './user';
import type { Users } from './users';

export interface NewLoginProfile {
  readonly userName: string;
  readonly password: string;
  /** @default false */
  readonly passwordResetRequired?: boolean;
}

export interface LoginProfileChange {
  /** The password is kept where this is left out. */
  readonly password?: string;
  /** The flag is kept where this is left out. */
  readonly passwordResetRequired?: boolean;
}

export interface SignIn {
  readonly outcome: 'signed-in' | 'password-reset-required' | 'refused';
}

export const noSuchLoginProfile = (userName: string) =>
  new ServiceError('NoSuchEntity', `Login Profile for User ${userName} cannot be found.`);

const setPassword = (profile: LoginProfile, password: string, now: Date): void => {
  profile.formerPasswords = [...profile.formerPasswords, profile.password].slice(-MAX_REUSE_PREVENTION);
  profile.password = new HiddenText(password);
  profile.passwordLastChanged = now;
};

/**
 * Console passwords. Each method acts at once, as an administrator or the person would in the console:
 * nothing is journalled, and nothing has to settle.
 */
export class LoginProfiles {
  readonly #scope: AccountScope;
  readonly #users: Users;
  readonly #policy: AccountPasswordPolicy;

  constructor(scope: AccountScope, users: Users, policy: AccountPasswordPolicy) {
    this.#scope = scope;
    this.#users = users;
    this.#policy = policy;
  }

  /** Undefined without a login profile or without the user. */
  get(userName: string): LoginProfile | undefined {
    return this.#users.get(userName)?.loginProfile;
  }

  /** @throws ServiceError `NoSuchEntity` for the profile as well as for the user. */
  require(userName: string): LoginProfile {
    const user = this.#users.require(userName);
    if (user.loginProfile === undefined) throw noSuchLoginProfile(user.userName);
    return user.loginProfile;
  }

  /** @throws ServiceError `NoSuchEntity`, `EntityAlreadyExists`, `PasswordPolicyViolation` */
  create({ userName, password, passwordResetRequired = false }: NewLoginProfile): LoginProfile {
    const user = this.#users.require(userName);
    if (user.loginProfile !== undefined) {
      throw new ServiceError('EntityAlreadyExists', `Login Profile for user ${user.userName} already exists.`);
    }
    this.#checkPolicy(password);
    const createDate = this.#scope.nowToTheSecond();
    user.loginProfile = {
      createDate,
      passwordResetRequired,
      password: new HiddenText(password),
      passwordLastChanged: createDate,
      formerPasswords: [],
    };
    return user.loginProfile;
  }

  /**
   * Sets what is given and keeps the rest, the creation date always.
   * @throws ServiceError `NoSuchEntity`, `PasswordPolicyViolation`
   */
  update(userName: string, { password, passwordResetRequired }: LoginProfileChange): LoginProfile {
    const profile = this.require(userName);
    if (password !== undefined) {
      this.#checkPolicy(password);
      setPassword(profile, password, this.#scope.nowToTheSecond());
    }
    profile.passwordResetRequired = passwordResetRequired ?? profile.passwordResetRequired;
    return profile;
  }

  /** @throws ServiceError `NoSuchEntity` */
  delete(userName: string): void {
    this.require(userName);
    this.#users.require(userName).loginProfile = undefined;
  }

  /** Deletes the profile and makes another, whose creation date is a new one from the next second on. */
  recreate(profile: NewLoginProfile): LoginProfile {
    this.delete(profile.userName);
    return this.create(profile);
  }

  /**
   * The person chooses a new password, which ends a required reset.
   * @throws ServiceError `AccessDenied` for a wrong or an unchanged password, `PasswordPolicyViolation`
   */
  changePassword(userName: string, oldPassword: string, newPassword: string): LoginProfile {
    const profile = this.require(userName);
    if (!profile.password.equals(oldPassword)) {
      throw new ServiceError('AccessDenied', 'The old password was incorrect.');
    }
    if (oldPassword === newPassword) {
      throw new ServiceError('AccessDenied', 'The new password must differ from the old one.');
    }
    this.#checkPolicy(newPassword);
    this.#checkReuse(profile, newPassword);
    setPassword(profile, newPassword, this.#scope.nowToTheSecond());
    profile.passwordResetRequired = false;
    return profile;
  }

  /** Tries a password at the console's sign-in page. */
  signIn(userName: string, password: string): SignIn {
    const user = this.#users.get(userName);
    const profile = user?.loginProfile;
    if (user === undefined || !profile?.password.equals(password)) return { outcome: 'refused' };
    const expiry = expiryOf(this.#policy.get(), profile.passwordLastChanged);
    const expired = expiry !== undefined && expiry <= this.#scope.now();
    if (expired && this.#policy.get()?.hardExpiry === true) return { outcome: 'refused' };
    if (expired || profile.passwordResetRequired) return { outcome: 'password-reset-required' };
    this.#recordSignIn(user);
    return { outcome: 'signed-in' };
  }

  #recordSignIn(user: IamUser): void {
    // Sign-ins within five minutes of each other count once.
    const now = this.#scope.nowToTheSecond();
    const previous = user.passwordLastUsed?.getTime() ?? -Infinity;
    if (now.getTime() - previous >= 5 * 60 * 1000) user.passwordLastUsed = now;
  }

  #checkPolicy(password: string): void {
    const violation = policyViolation(this.#policy.get(), password);
    if (violation !== undefined) throw new ServiceError('PasswordPolicyViolation', violation);
  }

  /** AWS documents reuse prevention for the person's own change only, not for an administrator's. */
  #checkReuse(profile: LoginProfile, password: string): void {
    const remembered = this.#policy.get()?.passwordReusePrevention ?? 0;
    const former = remembered === 0 ? [] : [...profile.formerPasswords, profile.password].slice(-remembered);
    if (former.some((old) => old.equals(password))) {
      const message = 'Password does not conform to the account password policy.';
      throw new ServiceError('PasswordPolicyViolation', message);
    }
  }
}
