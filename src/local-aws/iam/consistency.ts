import type { AccountScope } from '../account-scope';
import type { IamUser, LoginProfile } from './user';

/**
 * How long the account takes to agree with itself after a change made through the API. All off by default;
 * may be changed at any time and holds for changes made from then on.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
export interface IamConsistency {
  /** How many calls for a user who was just created answer `NoSuchEntity`. @default 0 */
  noSuchEntityCallsAfterCreateUser: number;
  /** How long calls for a user who was just created answer `NoSuchEntity`, in milliseconds. @default 0 */
  userVisibleAfterMs: number;
  /** How many updates and deletions of a new login profile answer `EntityTemporarilyUnmodifiable`. @default 0 */
  unmodifiableCallsAfterCreateLoginProfile: number;
  /** How many GetLoginProfile calls do not find a new login profile. @default 0 */
  noSuchEntityGetsAfterCreateLoginProfile: number;
  /** How many GetLoginProfile calls still show the flag as it was before an update. @default 0 */
  staleGetsAfterUpdateLoginProfile: number;
  /** How long IAM works on a credential report, in milliseconds; `Infinity` for one that never ends. @default 2000 */
  credentialReportGenerationMs: number;
}

export const settled = (): IamConsistency => ({
  noSuchEntityCallsAfterCreateUser: 0,
  userVisibleAfterMs: 0,
  unmodifiableCallsAfterCreateLoginProfile: 0,
  noSuchEntityGetsAfterCreateLoginProfile: 0,
  staleGetsAfterUpdateLoginProfile: 0,
  credentialReportGenerationMs: 2000,
});

/** Counts down per user or profile; one that was never started is over. */
class Countdown<T extends object> {
  readonly #remaining = new WeakMap<T, number>();

  start(subject: T, count: number): void {
    if (count > 0) this.#remaining.set(subject, count);
    else this.#remaining.delete(subject);
  }

  /** True while the count lasts; each call takes one off. */
  take(subject: T): boolean {
    const remaining = this.#remaining.get(subject) ?? 0;
    this.start(subject, remaining - 1);
    return remaining > 0;
  }
}

/** What API callers do not see yet of a change that was made. */
export class Propagation {
  readonly #scope: AccountScope;
  readonly #settings: IamConsistency;
  readonly #hiddenUsers = new Countdown<IamUser>();
  readonly #visibleFrom = new WeakMap<IamUser, number>();
  readonly #unmodifiable = new Countdown<LoginProfile>();
  readonly #hiddenProfiles = new Countdown<LoginProfile>();
  readonly #stale = new Countdown<LoginProfile>();
  readonly #staleFlag = new WeakMap<LoginProfile, boolean>();

  constructor(scope: AccountScope, settings: IamConsistency) {
    this.#scope = scope;
    this.#settings = settings;
  }

  userCreated(user: IamUser): void {
    this.#hiddenUsers.start(user, this.#settings.noSuchEntityCallsAfterCreateUser);
    this.#visibleFrom.set(user, this.#scope.now().getTime() + this.#settings.userVisibleAfterMs);
  }

  isVisible(user: IamUser): boolean {
    if (this.#hiddenUsers.take(user)) return false;
    return this.#scope.now().getTime() >= (this.#visibleFrom.get(user) ?? 0);
  }

  loginProfileCreated(profile: LoginProfile): void {
    this.#unmodifiable.start(profile, this.#settings.unmodifiableCallsAfterCreateLoginProfile);
    this.#hiddenProfiles.start(profile, this.#settings.noSuchEntityGetsAfterCreateLoginProfile);
  }

  isModifiable(profile: LoginProfile): boolean {
    return !this.#unmodifiable.take(profile);
  }

  isReadable(profile: LoginProfile): boolean {
    return !this.#hiddenProfiles.take(profile);
  }

  loginProfileUpdated(profile: LoginProfile, formerFlag: boolean): void {
    this.#staleFlag.set(profile, formerFlag);
    this.#stale.start(profile, this.#settings.staleGetsAfterUpdateLoginProfile);
  }

  /** The flag as a reader sees it now. */
  shownFlag(profile: LoginProfile): boolean {
    const stale = this.#stale.take(profile) ? this.#staleFlag.get(profile) : undefined;
    return stale ?? profile.passwordResetRequired;
  }
}
