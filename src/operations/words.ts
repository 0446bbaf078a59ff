/** What is said about a failed call, in one line. */
import type { AwsCallError, Failure } from '../aws';

/** Whom and what a call was about. */
export interface Subject {
  readonly userName: string;
  readonly secretId?: string | undefined;
}

type Say = (failed: AwsCallError, subject: Subject) => string;

const user = ({ userName }: Subject): string => `the IAM user "${userName}"`;
const secret = ({ secretId }: Subject): string => `the secret "${secretId ?? ''}"`;

const CREDENTIALS = 'Check AWS_PROFILE and the AWS_ACCESS_KEY_ID family of variables, and renew an expired session.';
const AGAIN = 'Run it again: the same password twice does no harm.';

const WORDS: Readonly<Record<Failure, Say>> = {
  'not-found': (_, subject) => `IAM has no user "${subject.userName}". Check the name and the account.`,
  'no-login-profile': (_, subject) => `${sentence(user(subject))} has no login profile.`,
  'already-exists': (_, subject) => `${sentence(user(subject))} has a login profile already.`,
  'temporarily-unmodifiable': (_, subject) =>
    `IAM is still busy with ${user(subject)}. Try again in a few minutes, or allow more time.`,
  'limit-exceeded': ({ operation }) => `${operation}: a quota of the account is reached; waiting does not help.`,
  'password-policy': (_, subject) =>
    `The account's password policy rejects the password for ${user(subject)}. Choose one that meets the policy.`,
  'invalid-request': ({ operation, text }) => `AWS refused ${operation}: ${text}`,
  'access-denied': ({ operation }, subject) => `Permission missing: ${operation}, for ${about(operation, subject)}.`,
  credentials: ({ code }) => `AWS does not accept the credentials (${code}). ${CREDENTIALS}`,
  'no-credentials': () => `No AWS credentials were found. ${CREDENTIALS}`,
  'role-refused': ({ text }) => `The IAM role cannot be assumed: ${text}`,
  'secret-not-found': (_, subject) =>
    `Secrets Manager has no ${secret(subject).replace('the ', '')}. Check name, Region and account.`,
  'secret-version-not-found': (_, subject) =>
    `${sentence(secret(subject))} has no such version, or none that carries the label. Put a value into it, or name another version.`,
  'secret-pending-deletion': (_, subject) =>
    `${sentence(secret(subject))} is scheduled for deletion. Restore it, or name another one.`,
  kms: (_, subject) =>
    `${sentence(secret(subject))} cannot be decrypted. Allow kms:Decrypt on its key, and check that the key is enabled.`,
  'report-absent': () => 'There is no credential report of the last four hours. Try again in a few minutes.',
  'report-not-ready': () => 'IAM is still working on the credential report. Try again in a few minutes.',
  throttled: ({ operation, attempts }) => `AWS kept throttling ${operation} (attempts: ${attempts}). Try again later.`,
  service: ({ operation }) => `AWS failed to answer ${operation}. ${AGAIN}`,
  unreachable: ({ operation, text }) =>
    `AWS cannot be reached for ${operation}: ${text}. Check network, Region and endpoints.`,
  'timed-out': ({ operation }) => `${operation} took too long; it may have been carried out all the same. ${AGAIN}`,
  stopped: ({ operation, attempts }) =>
    attempts === 0
      ? `Interrupted while waiting for ${operation}, which was not carried out.`
      : `Interrupted during ${operation}; it may have been carried out all the same.`,
  unexpected: ({ operation }) => `The answer to ${operation} could not be understood. Check the endpoints in use.`,
};

const about = (operation: string, subject: Subject): string =>
  operation.startsWith('secretsmanager:') ? secret(subject) : user(subject);

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const explain: Say = (failed, subject) => WORDS[failed.failure](failed, subject);
