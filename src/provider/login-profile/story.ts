import { attribute, type Diagnostic } from '../../plugin';
import type { SecretIdProblem } from '../../aws';
import { warning } from './diagnostics';
import type { Planned, State } from './model';

/** What apply makes of a login profile that was imported or moved. Told at plan, where `existing_profile` is known. */
export function tellTakeOver(prior: State, planned: Planned): Diagnostic[] {
  if (prior.sync_status !== 'unverified') return [];
  const becomes =
    planned.existing_profile === 'trust'
      ? 'leave its password as it is (existing_profile is "trust")'
      : "replace its password by the secret's";
  return [
    warning('Existing login profile is taken over', [
      `The login profile of the IAM user "${prior.id}" was imported or moved here, and nobody knows its password. Apply will ${becomes}.`,
    ]),
  ];
}

export const secretUnknown = (state: State): string =>
  `The secret "${state.secret_id ?? ''}" of the IAM user "${state.id}" cannot be looked at, so a new version of it would go unnoticed. The password in force is not touched.`;

export const secretPendingDeletion = (secretId: string, userName: string, since: Date): Diagnostic =>
  warning(
    'Secret is scheduled for deletion',
    [
      `The secret "${secretId}", from which the password of the IAM user "${userName}" comes, was marked for deletion at ${since.toISOString()}. The password in force stays as it is, but no password can be read from the secret.`,
      `Restore it (aws secretsmanager restore-secret --secret-id ${secretId}) or name another secret.`,
    ],
    attribute('secret_id'),
  );

export const labelOnNoVersion = (secretId: string, stage: string, userName: string, standing: string): Diagnostic =>
  warning(
    'No version carries the staging label',
    [
      `No version of the secret "${secretId}" carries the label ${stage}, which the password of the IAM user "${userName}" follows. ${standing}`,
      'Move the label to a version (aws secretsmanager update-secret-version-stage), put a value into the secret, or correct secret_version_stage.',
    ],
    attribute('secret_version_stage'),
  );

const SECRET_ID_RULE = 'Name a secret by its name (1 to 512 letters, digits or any of /_+=.@!-) or by its full ARN.';

/** Why a text cannot name a secret, and what would. */
export const SECRET_ID_PROBLEMS: Readonly<Record<SecretIdProblem, string>> = {
  empty: `The secret id is empty. ${SECRET_ID_RULE}`,
  'bad-name': `This is no name of a secret. ${SECRET_ID_RULE}`,
  'partial-arn': `This ARN is not complete: a secret's ARN ends in a hyphen and six random characters. ${SECRET_ID_RULE}`,
  'other-arn': `This is no ARN of a Secrets Manager secret. ${SECRET_ID_RULE}`,
};
