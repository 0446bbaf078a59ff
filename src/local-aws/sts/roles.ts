import { accountOfArn, type AccountScope } from '../account-scope';
import { uniqueId } from '../identifiers';
import { type Identity, isAmong } from '../identity';

export interface NewRole {
  /** 1-64 of `[\w+=,.@-]`. */
  readonly roleName: string;
  /** @default `/` */
  readonly path?: string;
  /** Longest session, in seconds (3600-43200). @default 3600 */
  readonly maxSessionDuration?: number;
  /** What a caller must give as `ExternalId`. @default none asked for */
  readonly externalId?: string;
  /**
   * Who may assume the role: account ids, and ARNs of users, roles and sessions.
   * @default any identity of the role's own account
   */
  readonly trusts?: readonly string[];
  /**
   * Issuer (`iss`) of the web identity tokens that may take this role; its audience (`aud`) and subject (`sub`)
   * where they matter. Such a role is not for AssumeRole.
   */
  readonly webIdentity?: { readonly issuer: string; readonly audience?: string; readonly subject?: string };
}

export interface Role extends NewRole {
  readonly roleId: string;
  readonly arn: string;
  readonly maxSessionDuration: number;
}

/** Whether AssumeRole gives a caller the role. A role that is not there and one that refuses look alike to the caller. */
export const mayAssume = (role: Role, caller: Identity, externalId: string | undefined): boolean =>
  role.webIdentity === undefined &&
  (role.externalId ?? externalId) === externalId &&
  isAmong(role.trusts ?? [accountOfArn(role.arn) ?? ''], caller);

/** The roles that can be assumed, and whom each one trusts. */
export class Roles {
  readonly #scope: AccountScope;
  readonly #byArn = new Map<string, Role>();

  constructor(scope: AccountScope) {
    this.#scope = scope;
  }

  /** Replaces a role of the same name and path. */
  create({ path = '/', maxSessionDuration = 3600, ...role }: NewRole): Role {
    const arn = this.#scope.globalArn('iam', `role${path}${role.roleName}`);
    const created = { ...role, path, maxSessionDuration, arn, roleId: uniqueId('AROA') };
    this.#byArn.set(arn, created);
    return created;
  }

  get(roleArn: string): Role | undefined {
    return this.#byArn.get(roleArn);
  }

  delete(roleArn: string): void {
    this.#byArn.delete(roleArn);
  }

  /** Whether a web identity provider of that issuer is known to the account. */
  trustsIssuer(issuer: string): boolean {
    return [...this.#byArn.values()].some(({ webIdentity }) => webIdentity?.issuer === issuer);
  }
}
