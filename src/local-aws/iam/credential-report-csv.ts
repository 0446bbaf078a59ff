import type { AccountScope } from '../account-scope';
import type { AccountPasswordPolicy } from './account-settings';
import { expiryOf } from './password-policy';
import type { AccessKeyMetadata, IamUser } from './user';

/** In the order of live reports. */
const COLUMNS = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_1_last_used_region',
  'access_key_1_last_used_service',
  'access_key_2_active',
  'access_key_2_last_rotated',
  'access_key_2_last_used_date',
  'access_key_2_last_used_region',
  'access_key_2_last_used_service',
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
] as const;

const NOT_APPLICABLE = 'N/A';

const format = (date: Date) => `${date.toISOString().slice(0, 19)}Z`;

const accessKeyCells = (key: AccessKeyMetadata | undefined): string[] => [
  key ? 'true' : 'false',
  key ? format(key.createDate) : NOT_APPLICABLE,
  NOT_APPLICABLE,
  NOT_APPLICABLE,
  NOT_APPLICABLE,
];

const NO_CERTIFICATES = ['false', NOT_APPLICABLE, 'false', NOT_APPLICABLE];
const NO_MFA = 'false';

const passwordCells = (user: IamUser, policy: AccountPasswordPolicy): string[] => {
  const profile = user.loginProfile;
  if (profile === undefined) return ['false', NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE];
  const expiry = expiryOf(policy.get(), profile.passwordLastChanged);
  return [
    'true',
    user.passwordLastUsed ? format(user.passwordLastUsed) : 'no_information',
    format(profile.passwordLastChanged),
    expiry ? format(expiry) : NOT_APPLICABLE,
  ];
};

const userRow = (user: IamUser, policy: AccountPasswordPolicy): string[] => [
  user.userName,
  user.arn,
  format(user.createDate),
  ...passwordCells(user, policy),
  NO_MFA,
  ...accessKeyCells(user.accessKeys[0]),
  ...accessKeyCells(user.accessKeys[1]),
  ...NO_CERTIFICATES,
];

const rootRow = (scope: AccountScope, accountCreated: Date): string[] => [
  '<root_account>',
  scope.globalArn('iam', 'root'),
  format(accountCreated),
  'not_supported',
  'no_information',
  'not_supported',
  'not_supported',
  NO_MFA,
  ...accessKeyCells(undefined),
  ...accessKeyCells(undefined),
  ...NO_CERTIFICATES,
];

/** User names may hold a comma. */
const cell = (text: string) => (text.includes(',') ? `"${text}"` : text);

/**
 * The credential report: root first, then the users as given; no line break at the end.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export const credentialReportCsv = (
  scope: AccountScope,
  accountCreated: Date,
  users: readonly IamUser[],
  policy: AccountPasswordPolicy,
): string =>
  [COLUMNS, rootRow(scope, accountCreated), ...users.map((user) => userRow(user, policy))]
    .map((row) => row.map(cell).join(','))
    .join('\n');
