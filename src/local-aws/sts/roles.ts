import type { AccountScope } from '../account-scope';
import { uniqueId } from '../identifiers';

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
   * Issuer (`iss`) of the web identity tokens that may take this role; its audience (`aud`) and subject (`sub`)
   * where they matter. Such a role is not for AssumeRole. @default any identity of the account may assume the role
   */
  readonly webIdentity?: { readonly issuer: string; readonly audience?: string; readonly subject?: string };
}

export interface Role extends NewRole {
  readonly roleId: string;
  readonly arn: string;
  readonly maxSessionDuration: number;
}

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
