import type { AwsCallError, Failure } from '../../aws';
import { attribute, type AttributePath, type Diagnostic } from '../../plugin';

/** Ends an operation with something the practitioner can act on. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.summary);
    this.diagnostic = diagnostic;
  }
}

/** Whom and what an AWS call was about, and where the user stands if it failed. */
export interface Subject {
  readonly userName: string;
  readonly secretId?: string | null | undefined;
  readonly versionId?: string | undefined;
  /** True where the configuration names the version. */
  readonly isPinned?: boolean;
  /** One sentence on the password in force after the failure. */
  readonly standing: string;
}

export const error = (summary: string, paragraphs: readonly string[], path?: AttributePath): Diagnostic => ({
  severity: 'error',
  summary,
  detail: paragraphs.filter((text) => text !== '').join('\n\n'),
  ...(path !== undefined && { attribute: path }),
});

export const warning = (summary: string, paragraphs: readonly string[], path?: AttributePath): Diagnostic => ({
  ...error(summary, paragraphs, path),
  severity: 'warning',
});

/** Each failure's headline, the attribute it blames, and what to do about it. */
interface Explanation {
  readonly summary: string;
  readonly blame?: 'user_name' | 'secret_id' | 'secret_version_id' | 'timeouts';
  readonly nextStep: (failed: AwsCallError, subject: Subject) => string;
}

const tryAgain = 'Apply again once AWS answers; nothing else needs to be done.';

const reportLater = 'Plan again in a few minutes.';

/** What the provider says about each kind of failure; `docs/errors.md` lists the summaries. */
export const EXPLANATIONS: Readonly<Record<Failure, Explanation>> = {
  'not-found': {
    summary: 'IAM user not found',
    blame: 'user_name',
    nextStep: (_failed, { userName }) =>
      `Check the spelling of "${userName}" and the account of the provider's credentials. Where the same apply ` +
      'creates the user, refer to the user resource instead of writing its name, so that Terraform waits for it.',
  },
  'no-login-profile': {
    summary: 'Login profile not found',
    blame: 'user_name',
    nextStep: () => 'The login profile was deleted after the plan was made. Plan and apply again: it will be created.',
  },
  'already-exists': {
    summary: 'Login profile already exists',
    blame: 'user_name',
    nextStep: () =>
      'Set existing_profile to "adopt" to take it over and set its password, to "trust" to keep its password, or import it.',
  },
  'temporarily-unmodifiable': {
    summary: 'IAM is still busy with the user',
    blame: 'timeouts',
    nextStep: () => 'Apply again in a few minutes, or allow more time in timeouts.',
  },
  'limit-exceeded': {
    summary: 'AWS quota reached',
    nextStep: () => 'This is a quota, not a rate: waiting does not help. Raise it or remove what is not needed.',
  },
  'password-policy': {
    summary: "Password rejected by the account's password policy",
    blame: 'secret_id',
    nextStep: (_failed, { secretId }) =>
      `Put a value that meets the policy into the secret ${named(secretId)}, then plan and apply again.`,
  },
  'invalid-request': {
    summary: 'AWS refused the request',
    nextStep: () => 'Correct what AWS names above. If the configuration is right, please report this as a bug.',
  },
  'report-absent': { summary: 'Credential report is missing', nextStep: () => reportLater },
  'report-not-ready': { summary: 'Credential report is not ready', nextStep: () => reportLater },
  'access-denied': {
    summary: 'Permission missing',
    nextStep: ({ operation }) => `Allow ${operation} for the identity that runs Terraform, then try again.`,
  },
  credentials: {
    summary: 'AWS does not accept the credentials',
    nextStep: () =>
      'Check the provider block, AWS_PROFILE and the AWS_ACCESS_KEY_ID family of variables; renew a session that has ' +
      'expired. `aws sts get-caller-identity` shows who you are.',
  },
  'no-credentials': {
    summary: 'No AWS credentials found',
    nextStep: () =>
      'Set AWS_PROFILE or the AWS_ACCESS_KEY_ID family of variables, or profile in the provider block; where the profile ' +
      'signs in by SSO, renew it with `aws sso login`.',
  },
  'role-refused': {
    summary: 'IAM role cannot be assumed',
    nextStep: ({ operation }) =>
      `Check the role's ARN in the provider block or the profile, that its trust policy names the caller (and the external id), and that the caller is allowed ${operation} on it.`,
  },
  'secret-not-found': {
    summary: 'Secret not found',
    blame: 'secret_id',
    nextStep: (_failed, { secretId }) =>
      `Check the name, Region and account of ${named(secretId)}. Where the same apply creates the secret, pass the ` +
      "secret's arn or its version resource, so that Terraform waits for it.",
  },
  'secret-version-not-found': {
    summary: 'Secret version not found',
    blame: 'secret_version_id',
    nextStep: (_failed, { versionId, isPinned }) => {
      if (versionId === undefined)
        return 'Put a value into the secret, or name a staging label that a version carries.';
      return isPinned === true
        ? 'Correct secret_version_id, or remove it to follow the staging label.'
        : `Version ${versionId} is gone. Plan again: the plan will take the version that carries the label now.`;
    },
  },
  'secret-pending-deletion': {
    summary: 'Secret is scheduled for deletion',
    blame: 'secret_id',
    nextStep: (_failed, { secretId }) =>
      `Restore it (aws secretsmanager restore-secret --secret-id ${secretId ?? ''}) or name another secret.`,
  },
  kms: {
    summary: 'Secret cannot be decrypted',
    blame: 'secret_id',
    nextStep: () =>
      "Allow kms:Decrypt on the secret's key for the identity that applies, and check that the key is enabled.",
  },
  throttled: {
    summary: 'AWS is throttling the calls',
    nextStep: () => 'Apply again with a lower -parallelism, or raise max_retries in the provider block.',
  },
  service: { summary: 'AWS failed to answer', nextStep: () => tryAgain },
  unreachable: {
    summary: 'AWS endpoint cannot be reached',
    nextStep: () =>
      'Check the network, the Region and the endpoints (provider block, AWS_ENDPOINT_URL*), then try again.',
  },
  'timed-out': {
    summary: 'Timed out',
    blame: 'timeouts',
    nextStep: () => 'Apply again, or allow more time in timeouts.',
  },
  stopped: { summary: 'Stopped', nextStep: () => 'Apply again to finish.' },
  unexpected: {
    summary: 'Answer of AWS not understood',
    nextStep: () =>
      'Check the endpoints in use and what stands in front of them, such as a proxy. If it was AWS that answered, please report this as a bug.',
  },
};

/** What to do about a failed call. */
export const nextStep = (failed: AwsCallError, subject: Subject): string =>
  EXPLANATIONS[failed.failure].nextStep(failed, subject);

/** A secret in quotes, for a sentence. */
export const named = (secretId: string | null | undefined): string => `"${secretId ?? ''}"`;

/** Words for a failed call: what happened, to whom, what holds now, and what to do. */
export function callFailed(
  failed: AwsCallError,
  subject: Subject,
  severity: Diagnostic['severity'] = 'error',
): Diagnostic {
  const explanation = EXPLANATIONS[failed.failure];
  const paragraphs = [
    `${whatFailed(failed, subject)}\n${quoteAws(failed)}`,
    whatHolds(failed, subject),
    explanation.nextStep(failed, subject),
  ];
  const blame = blamed(failed, subject) ?? explanation.blame;
  const path = blame === undefined ? undefined : attribute(blame);
  return severity === 'error'
    ? error(explanation.summary, paragraphs, path)
    : warning(explanation.summary, paragraphs, path);
}

/** A label that no version carries is not the fault of a version id. */
const blamed = ({ failure }: AwsCallError, { versionId }: Subject): 'secret_version_stage' | undefined =>
  failure === 'secret-version-not-found' && versionId === undefined ? 'secret_version_stage' : undefined;

const UNCERTAIN =
  'No answer came, so it is not known whether IAM carried the call out. If it did, the new setting is in force ' +
  'already. Terraform keeps the previous state, and the next apply makes the call again, which does no harm.';

/** One sentence on the password in force. */
function whatHolds(failed: AwsCallError, { userName, standing }: Subject): string {
  if (failed.failure === 'no-login-profile') return `The IAM user "${userName}" has no console password now.`;
  return mayHaveHappened(failed) ? UNCERTAIN : standing;
}

/** Failures after which a call may have been carried out all the same. */
const UNANSWERED: ReadonlySet<Failure> = new Set(['timed-out', 'stopped', 'unreachable', 'service', 'unexpected']);

const mayHaveHappened = ({ operation, failure, attempts }: AwsCallError): boolean =>
  attempts > 0 && UNANSWERED.has(failure) && /^iam:(Create|Update|Delete)LoginProfile$/.test(operation);

function whatFailed({ operation }: AwsCallError, { userName, secretId, versionId }: Subject): string {
  if (!operation.startsWith('secretsmanager:')) return `${operation} failed for the IAM user "${userName}".`;
  const version = versionId === undefined ? '' : `, version ${versionId}`;
  return `${operation} failed for the secret ${named(secretId)}${version}, which holds the password of the IAM user "${userName}".`;
}

/** Long enough for every message of AWS that has been seen. */
const MAX_QUOTED_CHARACTERS = 500;

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, MAX_QUOTED_CHARACTERS);

/** Lines that begin with a space are left as they are by Terraform, so AWS's words stay in one piece. */
export function quoteAws({ code, text, requestId, attempts }: AwsCallError): string {
  const notes = [attempts > 1 ? `${attempts} attempts` : '', requestId === undefined ? '' : `request ${requestId}`];
  const note = notes.filter((part) => part !== '').join(', ');
  return `  ${code}: ${oneLine(text)}${note === '' ? '' : ` (${note})`}`;
}
