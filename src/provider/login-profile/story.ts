import { attribute, type Diagnostic } from '../../plugin';
import type { SecretIdProblem } from '../../aws';
import { warning } from './diagnostics';
import type { Observation } from './drift';
import type { Planned, State } from './model';

/** What a refresh found, in one sentence that says whose profile it is, what happened and what apply will do. */
export function tellDrift(prior: State, { status, isNew }: Observation, createDate: string): Diagnostic[] {
  const who = `The login profile of the IAM user "${prior.id}"`;
  const resend = 'Apply will send the password of the secret again.';
  switch (status) {
    case 'recreated':
      return [
        warning('Login profile was recreated outside of Terraform', [
          `${who} was deleted and made again outside of Terraform: it was created at ${createDate}, so its password is not the one that was applied. ${resend}`,
        ]),
      ];
    case 'reset_flag_changed':
      if (prior.password_reset_required === true) {
        return [
          warning('Password reset was requested outside of Terraform', [
            `${who} asks for a new password once more, although the user has chosen one already. This configuration asks for it with each password too, so apply only takes note.`,
          ]),
        ];
      }
      return [
        warning('Password reset was requested outside of Terraform', [
          `${who} now asks for a new password at the next sign-in, which this configuration did not request. Apply will set the flag back to ${prior.password_reset_required ?? false} and leave the password alone.`,
        ]),
      ];
    case 'handed_over':
      if (prior.on_user_change === 'enforce') {
        return [
          warning('User has replaced the password', [
            `The IAM user "${prior.id}" was asked for a new password and has chosen one. ${resend}`,
          ]),
        ];
      }
      // Told once: what the person was asked to do is no reason for a warning at every plan.
      return isNew
        ? [
            warning('User has replaced the password', [
              `The IAM user "${prior.id}" was asked for a new password and has chosen one. It is left in force until the secret gets a new version.`,
            ]),
          ]
        : [];
    case 'in_sync':
    case 'password_changed':
    case 'unverified':
      return [];
  }
}

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

/** A user who is gone may have been renamed, and then still has access that nobody manages any more. */
export const userIsGone = ({ id }: State): Diagnostic =>
  warning('IAM user does not exist any more', [
    `IAM has no user "${id}" any more, so the login profile counts as gone.`,
    'Where the user was renamed outside of Terraform, console access goes on under the new name: write that name into user_name and import the login profile by it, with existing_profile = "trust" where the password is to stay.',
  ]);

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
