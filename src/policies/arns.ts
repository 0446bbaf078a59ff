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

/** The ARN of a secret that is named by its name: it ends in six characters that nobody knows before it is made. */
export const secretArn = (name: string, { partition, account, region }: ArnParts): string =>
  `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}-??????`;

/** The partition that an ARN is in. */
export const partitionOf = (arn: string): string | undefined => /^arn:(aws[a-z-]*):/.exec(arn)?.[1];

/** The Region of the ARN of a KMS key; undefined for an alias or a bare key id, which match no request. */
export const regionOfKey = (arn: string): string | undefined =>
  /^arn:aws[a-z-]*:kms:([a-z0-9-]+):\d{12}:key\/[A-Za-z0-9-]+$/.exec(arn)?.[1];
