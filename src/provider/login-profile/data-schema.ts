import type { Attribute, Schema } from '../../plugin';

const computed = (type: Attribute['type'], description: string): Attribute => ({ type, computed: true, description });

/** The schema of the data source. Needs `iam:GetLoginProfile`, and for the report the two permissions named there. */
export const dataLoginProfileSchema: Schema = {
  version: 0,
  description:
    'Whether an IAM user has a console password, and, where the credential report is asked, how old it is and when ' +
    'it was last used.',
  attributes: {
    user_name: {
      type: 'string',
      required: true,
      description: 'The IAM user: 1-64 letters, digits or `_+=,.@-`, compared without case. It must exist.',
    },
    credential_report: {
      type: 'bool',
      optional: true,
      description:
        'Whether to ask the account’s credential report, which is up to four hours old. One report serves all users ' +
        'of a run. Needs `iam:GetCredentialReport` and `iam:GenerateCredentialReport`. Default `false`.',
    },
    id: computed('string', 'The user name, as IAM spells it where there is a login profile.'),
    exists: computed('bool', 'Whether the user has a login profile, which is console access by password.'),
    create_date: computed('string', 'When the login profile was created, RFC 3339. Null without one.'),
    password_reset_pending: computed(
      'bool',
      'Whether IAM asks for a new password at the next sign-in. Null without a login profile.',
    ),
    password_last_changed: computed(
      'string',
      'When the password was last set by anybody, RFC 3339. Null without a password in the report, or without a report.',
    ),
    password_last_used: computed(
      'string',
      'The last sign-in to the console, RFC 3339. Null where the report knows of none, or without a report.',
    ),
    credential_report_generated_at: computed(
      'string',
      'When the report was made, RFC 3339: what happened later is not in it. Null where it was not asked or not available.',
    ),
  },
};
