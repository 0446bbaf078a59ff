import type { Attribute, Schema } from '../../plugin';

const ENUM = (values: readonly string[]) => values.map((value) => `\`${value}\``).join(', ');

/** What create does where a login profile already exists. */
export const EXISTING_PROFILE = ['adopt', 'trust', 'fail'] as const;
/** What becomes of the login profile when the resource is destroyed. */
export const ON_DESTROY = ['delete', 'retain'] as const;
/** How closely the login profile is watched. */
export const DRIFT_DETECTION = ['off', 'profile', 'password', 'trail'] as const;
/** What happens after the person replaced the password themselves. */
export const ON_USER_CHANGE = ['accept', 'enforce'] as const;
/** What the last refresh found out about the password in force. */
export const SYNC_STATUS = [
  'in_sync',
  'recreated',
  'handed_over',
  'reset_flag_changed',
  'password_changed',
  'not_checked',
  'unverified',
] as const;

export type ExistingProfile = (typeof EXISTING_PROFILE)[number];
export type OnDestroy = (typeof ON_DESTROY)[number];
export type DriftDetection = (typeof DRIFT_DETECTION)[number];
export type OnUserChange = (typeof ON_USER_CHANGE)[number];
export type SyncStatus = (typeof SYNC_STATUS)[number];

/** What Terraform plans for attributes that are not configured. */
export const DEFAULTS = {
  secret_version_stage: 'AWSCURRENT',
  password_reset_required: false,
  existing_profile: 'adopt',
  on_destroy: 'delete',
  drift_detection: 'profile',
  on_user_change: 'accept',
} as const;

const required = (type: Attribute['type'], description: string): Attribute => ({ type, required: true, description });
const optional = (type: Attribute['type'], description: string): Attribute => ({ type, optional: true, description });
/** Terraform allows a planned default only where the attribute is computed too. */
const defaulted = (type: Attribute['type'], description: string): Attribute => ({
  type,
  optional: true,
  computed: true,
  description,
});
const computed = (type: Attribute['type'], description: string): Attribute => ({ type, computed: true, description });

const duration = (operation: string) =>
  optional('string', `How long ${operation} may take, such as \`90s\` or \`5m\`. At most \`24h\`. Default \`5m\`.`);

const arguments_: Record<string, Attribute> = {
  user_name: required(
    'string',
    'The IAM user: 1-64 letters, digits or `_+=,.@-`, compared without case as IAM does. Changing it is in place: ' +
      'a renamed user keeps the password, another user gets it and the old login profile goes as `on_destroy` says.',
  ),
  secret_id: required(
    'string',
    'Name or full ARN of the Secrets Manager secret that holds the password. Only this reference enters plan and ' +
      'state. Changing it is in place.',
  ),
  secret_json_key: optional(
    'string',
    'The key that holds the password where the secret is a JSON object. Without it the whole secret string is the ' +
      'password, byte for byte.',
  ),
  secret_version_stage: defaulted(
    'string',
    'The staging label to follow, 1-256 characters. Default `AWSCURRENT`. Not read where `secret_version_id` is set.',
  ),
  secret_version_id: defaulted(
    'string',
    'Configured: exactly that version is applied. Not configured: the version that carries the label, looked up ' +
      'when Terraform refreshes, so that plan shows a rotation from version to version.',
  ),
  password_reset_required: defaulted(
    'bool',
    'Whether the user must choose a new password at the next sign-in; sent with each password. The user needs ' +
      '`iam:ChangePassword`. Default `false`.',
  ),
  rotation_triggers: optional({ map: 'string' }, 'Any change of these values sends the password again.'),
  existing_profile: defaulted(
    'string',
    'Where the user already has a login profile at create: `adopt` sets its password, `trust` records the ' +
      "secret's current version as in force and sends nothing, `fail` refuses. Default `adopt`.",
  ),
  on_destroy: defaulted(
    'string',
    '`delete` removes the login profile, `retain` forgets it and leaves the access. Default `delete`.',
  ),
  drift_detection: defaulted(
    'string',
    '`profile` compares the login profile with what was applied; `password` also asks the credential report whether ' +
      'the password was changed; `trail` also asks CloudTrail who made a change that was found; `off` notices only ' +
      'that the profile is gone. Default `profile`; a change takes effect after the next apply.',
  ),
  on_user_change: defaulted(
    'string',
    'After the user replaced the password themselves: `accept` leaves theirs, `enforce` sends the secret’s again. ' +
      'Default `accept`.',
  ),
  timeouts: optional(
    {
      nesting: 'single',
      attributes: { create: duration('create'), update: duration('update'), delete: duration('delete') },
    },
    'How long temporary refusals, throttling and users that are not visible yet are waited out.',
  ),
};

const outputs: Record<string, Attribute> = {
  id: computed('string', 'The user name, as IAM spells it.'),
  create_date: computed('string', 'When IAM created the login profile, RFC 3339. Setting a password leaves it alone.'),
  user_id: computed('string', 'The unique id of the user (`AIDA…`), which survives a rename.'),
  secret_arn: computed('string', 'ARN of the secret.'),
  secret_current_version_id: computed(
    'string',
    'The version that carries the label now, as far as the last refresh saw. Null where `secret_version_id` is set.',
  ),
  password_applied_at: computed('string', 'When this resource last sent the password, by AWS’s clock, RFC 3339.'),
  password_reset_pending: computed('bool', 'Whether IAM asks for a new password at the next sign-in, as it stands.'),
  sync_status: computed(
    'string',
    `What the last refresh found, until an apply mends it: ${ENUM(SYNC_STATUS)}. See the page on drift.`,
  ),
};

/** The schema of the managed resource. No attribute holds the password, its length, or anything derived from it. */
export const loginProfileSchema: Schema = {
  version: 0,
  description:
    "The console password of one IAM user, taken from a Secrets Manager secret and rotated with the secret's versions.",
  attributes: { ...arguments_, ...outputs },
};
