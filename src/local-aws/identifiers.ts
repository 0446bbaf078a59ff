import { randomBytes } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const randomText = (alphabet: string, length: number): string =>
  Array.from(randomBytes(length), (byte) => alphabet.charAt(byte % alphabet.length)).join('');

/**
 * Unique id as IAM makes them: a prefix that tells the kind, and 16 or 17 characters.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
export const uniqueId = (prefix: 'AIDA' | 'AROA'): string => prefix + randomText(BASE32, 17);

/** `AKIA` keys last until deleted; `ASIA` keys belong to a session and need its token. */
export const newAccessKeyId = (prefix: 'AKIA' | 'ASIA'): string => prefix + randomText(BASE32, 16);

export const newSecretAccessKey = (): string => randomBytes(30).toString('base64');

export const newSessionToken = (): string => randomBytes(120).toString('base64');

/** The six characters that Secrets Manager appends to a secret's ARN. */
export const secretArnSuffix = (): string => randomText(ALPHANUMERIC, 6);
