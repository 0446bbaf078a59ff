/** Least-privilege policy documents of login profiles. Decides nothing about AWS; the room of policies says who may what. */
import { DefaultTokenResolver, StringConcat, Token, Tokenization } from 'cdktf';
import type { LoginProfile as IamLoginProfile } from '../bindings/login-profile';
import { applyDocument, type ArnParts, type Grants, planDocument, type PolicyDocument, userArns } from '../../policies';
import { assertUserPath, keyGrant, partitionOf, secretArn } from './arns';

export type { PolicyDocument, PolicyStatement } from '../../policies';

/** A customer managed KMS key, by shape: `KmsKey` and `DataAwsKmsKey` fit. */
export interface KmsKeyReference {
  readonly arn: string;
  readonly fqn: string;
}

/** What the policies say where the program does not know it. The more is given, the less is granted. */
export interface LoginProfilePolicyOptions {
  /**
   * `aws`, `aws-cn`, `aws-us-gov`, …; only for ARNs that are made of names.
   * @default - that of the first literal ARN of a secret or key, or `aws`
   */
  readonly partition?: string;
  /**
   * The account of users and secrets given by name, twelve digits. A policy reaches no other account's users anyway.
   * @default '*'
   */
  readonly account?: string;
  /**
   * The Region of secrets given by name.
   * @default '*'
   */
  readonly region?: string;
  /**
   * The path of users given by name, such as `/team/`. It is part of their ARN.
   * @default - the user of that name on any path
   */
  readonly userPath?: string;
  /**
   * The customer managed keys that the secrets are encrypted with, as keys or ARNs of keys; not aliases. A secret with
   * the account's own key `aws/secretsmanager` needs none.
   */
  readonly kmsKeys?: readonly (KmsKeyReference | string)[];
  /**
   * ARNs of users, patterns allowed, in place of those of the login profiles: for `count` and `forEach`, or for a path
   * in place of a thousand names.
   */
  readonly userArns?: readonly string[];
  /** ARNs of secrets, patterns allowed, in place of those of the login profiles. */
  readonly secretArns?: readonly string[];
}

/** The ARNs of the objects that a login profile was made with, beside what the objects gave to its attributes. */
export interface PolicyReferences {
  readonly user?: { readonly name: unknown; readonly arn: string };
  /** What the secret was named by, where that is its ARN. */
  readonly secretArn?: string;
}

export interface PolicySubject {
  readonly login: IamLoginProfile;
  readonly references: PolicyReferences;
}

interface ReferencedProps {
  readonly user: unknown;
  readonly password: { readonly secretId: string; readonly source?: object | undefined };
}

const arnOf = (object: unknown): string | undefined =>
  typeof object === 'object' && object !== null && 'arn' in object && typeof object.arn === 'string'
    ? object.arn
    : undefined;

export function referencesOf({ user, password }: ReferencedProps, userName: unknown): PolicyReferences {
  const { secretId, source } = password;
  const userArn = arnOf(user);
  // A version's own ARN is unknown whenever a new version is planned, and would make the policy unknown too.
  const isSecret = arnOf(source) !== undefined && source !== undefined && !('versionId' in source);
  return {
    ...(userArn !== undefined && { user: { name: userName, arn: userArn } }),
    ...(isSecret && { secretArn: secretId }),
  };
}

export const planPolicyFor = (subjects: readonly PolicySubject[], options: LoginProfilePolicyOptions): PolicyDocument =>
  planDocument(grantsOf(subjects, options));

export const applyPolicyFor = (
  subjects: readonly PolicySubject[],
  options: LoginProfilePolicyOptions,
): PolicyDocument => applyDocument(grantsOf(subjects, options));

function grantsOf(subjects: readonly PolicySubject[], options: LoginProfilePolicyOptions): Grants {
  assertUserPath(options.userPath);
  const keys = (options.kmsKeys ?? []).map((key) => keyGrant(typeof key === 'string' ? key : key.arn));
  const literals = [...subjects.map(({ login }) => login.secretIdInput ?? ''), ...keys.map(({ arn }) => arn)];
  const parts: ArnParts = {
    partition: options.partition ?? literals.map(partitionOf).find((found) => found !== undefined) ?? 'aws',
    account: options.account ?? '*',
    region: options.region ?? '*',
    userPath: options.userPath,
  };
  const usersOf = (of: readonly PolicySubject[]) =>
    of.length === 0 ? [] : (options.userArns ?? of.flatMap((subject) => arnsOfUser(subject, parts)));
  return {
    users: usersOf(subjects),
    removableUsers: usersOf(subjects.filter(({ login }) => login.onDestroyInput !== 'retain')),
    secrets: options.secretArns ?? subjects.map((subject) => arnOfSecret(subject, parts)),
    keys,
    witnesses: {
      credentialReport: subjects.some(({ login }) => mayWatch(login, ['password', 'trail'])),
      cloudTrail: subjects.some(({ login }) => mayWatch(login, ['trail'])),
    },
  };
}

/** Only Terraform knows what a token stands for, so it may be any of them. */
const mayWatch = ({ driftDetectionInput: detection }: IamLoginProfile, settings: readonly string[]): boolean =>
  detection !== undefined && (Token.isUnresolved(detection) || settings.includes(detection));

function arnsOfUser({ login, references: { user } }: PolicySubject, parts: ArnParts): readonly string[] {
  const name = login.userNameInput ?? '';
  // The name may have been set anew since.
  if (user?.name === name) return [user.arn];
  assertKnownOutside(login, name, 'userArns');
  return userArns(name, parts);
}

function arnOfSecret({ login, references }: PolicySubject, parts: ArnParts): string {
  const secretId = login.secretIdInput ?? '';
  if (references.secretArn === secretId) return secretId;
  assertKnownOutside(login, secretId, 'secretArns');
  return secretArn(secretId, parts);
}

/** `each.value` and `count.index` mean something inside the resource only. */
function assertKnownOutside(login: IamLoginProfile, value: string, option: 'userArns' | 'secretArns'): void {
  if (login.forEach === undefined && login.count === undefined) return;
  const resolver = new DefaultTokenResolver(new StringConcat());
  const written = Token.isUnresolved(value) ? String(Tokenization.resolve(value, { scope: login, resolver })) : value;
  if (!/\b(each|count)\./.test(written)) return;
  throw new Error(
    `${login.node.path}: stands for several by ${login.forEach === undefined ? 'count' : 'forEach'}, and a policy ` +
      `cannot name them by ${written}. Pass ${option}, such as an ARN with a path and a wildcard.`,
  );
}
