import { accountOfArn, type AccountScope } from './account-scope';
import { HiddenText } from './hidden-text';
import type { IamUser } from './iam/user';
import type { Users } from './iam/users';
import { newAccessKeyId, newSecretAccessKey, newSessionToken, uniqueId } from './identifiers';
import type { Identity } from './identity';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Present with temporary credentials. */
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export type NewIdentity =
  | {
      /** An existing IAM user, who gets one more access key. */
      readonly userName: string;
    }
  | {
      /** Any other principal, such as `arn:aws:sts::111122223333:assumed-role/Deploy/session`. */
      readonly arn: string;
      /** What GetCallerIdentity answers as `UserId`. @default a fresh `AROA…` with the ARN's last part */
      readonly userId?: string;
      /** Makes the keys temporary: they need their session token, and end then. */
      readonly expiration?: Date;
    };

interface Session {
  readonly arn: string;
  readonly userId: string;
  readonly roleArn?: string;
  readonly expiration?: Date;
}

/** Deleting and renaming show at once, because the name and ARN are read from the user. */
class UserIdentity implements Identity {
  constructor(
    readonly user: IamUser,
    readonly accessKeyId: string,
    readonly secretAccessKey: HiddenText,
    readonly accountId: string,
  ) {}

  get arn(): string {
    return this.user.arn;
  }

  get userId(): string {
    return this.user.userId;
  }
}

/** Every key of every account, by access key id: the key alone tells whose call it is. */
export type KeyRing = Map<string, Identity>;

/** The keys that AWS would know: of IAM users and of sessions. */
export class Identities {
  readonly #byAccessKeyId: KeyRing;
  readonly #scope: AccountScope;
  readonly #users: Users;

  constructor(scope: AccountScope, users: Users, keys: KeyRing = new Map()) {
    this.#scope = scope;
    this.#users = users;
    this.#byAccessKeyId = keys;
  }

  /**
   * Makes keys for a principal; the only time their secret part is shown.
   * @throws ServiceError `NoSuchEntity` for a user that does not exist.
   */
  add(identity: NewIdentity): Credentials {
    if ('userName' in identity) return this.#addKeyOf(this.#users.require(identity.userName));
    const sessionName = identity.arn.slice(identity.arn.lastIndexOf('/') + 1);
    return this.addSession({ ...identity, userId: identity.userId ?? `${uniqueId('AROA')}:${sessionName}` });
  }

  /** Keys of a session, temporary where an expiration is given. */
  addSession({ arn, userId, roleArn, expiration }: Session): Credentials {
    const accountId = accountOfArn(arn) ?? this.#scope.accountId;
    const keys = { accessKeyId: newAccessKeyId(expiration ? 'ASIA' : 'AKIA'), secretAccessKey: newSecretAccessKey() };
    const secretAccessKey = new HiddenText(keys.secretAccessKey);
    const sessionCreationDate = this.#scope.nowToTheSecond();
    const identity = {
      accessKeyId: keys.accessKeyId,
      secretAccessKey,
      accountId,
      arn,
      userId,
      roleArn,
      sessionCreationDate,
    };
    if (expiration === undefined) {
      this.#byAccessKeyId.set(keys.accessKeyId, identity);
      return keys;
    }
    const sessionToken = newSessionToken();
    this.#byAccessKeyId.set(keys.accessKeyId, { ...identity, sessionToken: new HiddenText(sessionToken), expiration });
    return { ...keys, sessionToken, expiration };
  }

  /** The owner of a key of this account; undefined for keys that never were, were removed, or whose user is gone. */
  find(accessKeyId: string): Identity | undefined {
    const identity = this.#byAccessKeyId.get(accessKeyId);
    const user = identity?.user;
    return user !== undefined && this.#users.get(user.userName) !== user ? undefined : identity;
  }

  /** Deletes a key; later requests signed with it get `InvalidClientTokenId`. */
  remove(accessKeyId: string): void {
    const user = this.#byAccessKeyId.get(accessKeyId)?.user;
    if (user) user.accessKeys = user.accessKeys.filter((key) => key.accessKeyId !== accessKeyId);
    this.#byAccessKeyId.delete(accessKeyId);
  }

  #addKeyOf(user: IamUser): Credentials {
    const keys = { accessKeyId: newAccessKeyId('AKIA'), secretAccessKey: newSecretAccessKey() };
    const secretAccessKey = new HiddenText(keys.secretAccessKey);
    user.accessKeys.push({ accessKeyId: keys.accessKeyId, createDate: this.#scope.nowToTheSecond() });
    this.#byAccessKeyId.set(
      keys.accessKeyId,
      new UserIdentity(user, keys.accessKeyId, secretAccessKey, this.#scope.accountId),
    );
    return keys;
  }
}
