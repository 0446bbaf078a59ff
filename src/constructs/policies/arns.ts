/** The ARNs of users and secrets that a program names in one way or another. */
import { Fn, Token } from 'cdktf';

/** What an ARN needs beside a name. `*` stands for any. */
export interface ArnParts {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** Begins and ends with a slash. Undefined: any path. */
  readonly userPath: string | undefined;
}

/**
 * The path is part of a user's ARN. Where it is not known, two patterns cover the user on every path and nobody else:
 * a user name holds no slash, and is unique in its account whatever the path.
 */
export function userArns(name: string, { partition, account, userPath }: ArnParts): string[] {
  const user = `arn:${partition}:iam::${account}:user`;
  if (userPath !== undefined) return [`${user}${userPath}${name}`];
  return [`${user}/${name}`, `${user}/*/${name}`];
}

/** A secret's ARN ends in six characters that nobody knows before it is made. */
export function secretArn(secretId: string, { partition, account, region }: ArnParts): string {
  const byName = (name: string) => `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}-??????`;
  if (!Token.isUnresolved(secretId)) return secretId.startsWith('arn:') ? secretId : byName(secretId);
  // A reference may be to a name or to an ARN; only Terraform knows.
  return Token.asString(Fn.conditional(Fn.startswith(secretId, 'arn:'), secretId, byName(secretId)));
}

const KEY_ARN = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):\d{12}:key\/[A-Za-z0-9-]+$/;

/** A key as the policies name it; an alias or a bare key id matches no request. @throws Error for those */
export function keyGrant(arn: string): { readonly arn: string; readonly region: string } {
  if (Token.isUnresolved(arn)) return { arn, region: '*' };
  const region = KEY_ARN.exec(arn)?.[1];
  if (region !== undefined) return { arn, region };
  throw new Error(
    `kmsKeys: ${JSON.stringify(arn)} is no ARN of a KMS key. A policy matches neither an alias nor a bare key id: give ` +
      'arn:PARTITION:kms:REGION:ACCOUNT:key/KEY-ID, or the KmsKey.',
  );
}

/** The partition that a literal ARN is in. */
export const partitionOf = (arn: string): string | undefined =>
  Token.isUnresolved(arn) ? undefined : /^arn:(aws[a-z-]*):/.exec(arn)?.[1];

const PATH = /^\/(?:[!-~]+\/)?$/;

/** @throws Error for a path that no user can have */
export function assertUserPath(path: string | undefined): void {
  if (path === undefined || Token.isUnresolved(path) || PATH.test(path)) return;
  throw new Error(
    `userPath: ${JSON.stringify(path)} is no path. Give one that begins and ends with a slash, such as "/team/".`,
  );
}
