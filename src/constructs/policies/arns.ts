/** The ARNs of users and secrets that a program names in one way or another. */
import { Fn, Token } from 'cdktf';
import { type ArnParts, partitionOf as partitionOfLiteral, regionOfKey, secretArn as arnOfName } from '../../policies';

/** A secret's ARN ends in six characters that nobody knows before it is made. */
export function secretArn(secretId: string, parts: ArnParts): string {
  const byName = (name: string) => arnOfName(name, parts);
  if (!Token.isUnresolved(secretId)) return secretId.startsWith('arn:') ? secretId : byName(secretId);
  // A reference may be to a name or to an ARN; only Terraform knows.
  return Token.asString(Fn.conditional(Fn.startswith(secretId, 'arn:'), secretId, byName(secretId)));
}

/** A key as the policies name it; an alias or a bare key id matches no request. @throws Error for those */
export function keyGrant(arn: string): { readonly arn: string; readonly region: string } {
  if (Token.isUnresolved(arn)) return { arn, region: '*' };
  const region = regionOfKey(arn);
  if (region !== undefined) return { arn, region };
  throw new Error(
    `kmsKeys: ${JSON.stringify(arn)} is no ARN of a KMS key. A policy matches neither an alias nor a bare key id: give ` +
      'arn:PARTITION:kms:REGION:ACCOUNT:key/KEY-ID, or the KmsKey.',
  );
}

/** The partition that a literal ARN is in. */
export const partitionOf = (arn: string): string | undefined =>
  Token.isUnresolved(arn) ? undefined : partitionOfLiteral(arn);

const PATH = /^\/(?:[!-~]+\/)?$/;

/** @throws Error for a path that no user can have */
export function assertUserPath(path: string | undefined): void {
  if (path === undefined || Token.isUnresolved(path) || PATH.test(path)) return;
  throw new Error(
    `userPath: ${JSON.stringify(path)} is no path. Give one that begins and ends with a slash, such as "/team/".`,
  );
}
