import type { AccountScope } from '../account-scope';
import { uniqueId } from '../identifiers';
import { ServiceError } from '../model/service-error';
import { IamUser } from './user';

export interface NewUser {
  /** 1-64 of `[\w+=,.@-]`, unique without regard to case. */
  readonly userName: string;
  /** @default `/` */
  readonly path?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export const noSuchUser = (userName: string) =>
  new ServiceError('NoSuchEntity', `The user with name ${userName} cannot be found.`);

const keyOf = (userName: string) => userName.toLowerCase();

/** The IAM users of one account; every method acts at once, as an administrator in a settled account would see it. */
export class Users {
  readonly #scope: AccountScope;
  readonly #byName = new Map<string, IamUser>();
  #sorted: readonly IamUser[] | undefined;

  constructor(scope: AccountScope) {
    this.#scope = scope;
  }

  get size(): number {
    return this.#byName.size;
  }

  /** @throws ServiceError `EntityAlreadyExists` */
  create({ userName, path = '/', tags = {} }: NewUser): IamUser {
    this.#requireFree(userName);
    const user = new IamUser(this.#scope, userName, path, uniqueId('AIDA'), this.#scope.nowToTheSecond());
    for (const [key, value] of Object.entries(tags)) user.tags.set(key, value);
    this.#byName.set(keyOf(userName), user);
    this.#sorted = undefined;
    return user;
  }

  get(userName: string): IamUser | undefined {
    return this.#byName.get(keyOf(userName));
  }

  /** @throws ServiceError `NoSuchEntity` */
  require(userName: string): IamUser {
    const user = this.get(userName);
    if (user === undefined) throw noSuchUser(userName);
    return user;
  }

  /** Renames or moves a user, who keeps unique id, login profile and keys. @throws ServiceError */
  rename(userName: string, { newUserName, newPath }: { newUserName?: string; newPath?: string }): IamUser {
    const user = this.require(userName);
    if (newUserName !== undefined) {
      if (keyOf(newUserName) !== keyOf(userName)) this.#requireFree(newUserName);
      this.#byName.delete(keyOf(userName));
      user.userName = newUserName;
      this.#byName.set(keyOf(newUserName), user);
      this.#sorted = undefined;
    }
    user.path = newPath ?? user.path;
    return user;
  }

  /** Deletes a user with all that belongs to them, as the console does. @throws ServiceError `NoSuchEntity` */
  delete(userName: string): void {
    this.#byName.delete(keyOf(this.require(userName).userName));
    this.#sorted = undefined;
  }

  /** Sorted by name without regard to case. */
  list(): readonly IamUser[] {
    this.#sorted ??= Array.from(this.#byName.entries())
      .sort(([name], [other]) => (name < other ? -1 : 1))
      .map(([, user]) => user);
    return this.#sorted;
  }

  #requireFree(userName: string): void {
    if (this.get(userName) !== undefined) {
      throw new ServiceError('EntityAlreadyExists', `User with name ${userName} already exists.`);
    }
  }
}
