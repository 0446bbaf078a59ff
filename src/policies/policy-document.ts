/**
 * The two policy documents, from what the provider calls. Pure; a test runs Terraform against both and fails where a
 * call is missing or an action is not needed.
 */

/** An IAM policy document, ready for `JSON.stringify`. Strings in it may be tokens. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: PolicyStatement[];
}

export interface PolicyStatement {
  /** What it is for, in words. */
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: string[];
  readonly Resource: string[];
  readonly Condition?: Record<string, Record<string, string[]>>;
}

/** Whom and what the documents are about: ARNs, which may be patterns or tokens. */
export interface Grants {
  readonly users: readonly string[];
  /** Those of the users whose login profile the stack may remove. */
  readonly removableUsers: readonly string[];
  readonly secrets: readonly string[];
  /** Customer managed keys the secrets are encrypted with; the key `aws/secretsmanager` needs no statement. */
  readonly keys: readonly { readonly arn: string; readonly region: string }[];
  /** What drift detection asks besides the login profiles. Neither can be limited to some of the users. */
  readonly witnesses: { readonly credentialReport: boolean; readonly cloudTrail: boolean };
}

const VERSION = '2012-10-17';

const unique = (values: readonly string[]): string[] => [...new Set(values)];

const allow = (
  Sid: string,
  Action: string[],
  resources: readonly string[],
  Condition?: PolicyStatement['Condition'],
): PolicyStatement[] => {
  const Resource = unique(resources);
  if (Resource.length === 0) return [];
  return [{ Sid, Effect: 'Allow', Action, Resource, ...(Condition !== undefined && { Condition }) }];
};

const REPORT_ACTIONS = ['iam:GetCredentialReport', 'iam:GenerateCredentialReport'];

/** For actions on the whole account. */
const onAll = (isNeeded: boolean): readonly string[] => (isNeeded ? ['*'] : []);

const planStatements = ({ users, secrets, witnesses }: Grants): PolicyStatement[] => [
  // GetUser tells a user who was made again under the same name from the one the state knows.
  ...allow('SeeLoginProfiles', ['iam:GetLoginProfile', 'iam:GetUser'], users),
  ...allow('SeeSecretVersions', ['secretsmanager:DescribeSecret'], secrets),
  ...allow('SeeCredentialReport', REPORT_ACTIONS, onAll(witnesses.credentialReport)),
  ...allow('SeeTrailEvents', ['cloudtrail:LookupEvents'], onAll(witnesses.cloudTrail)),
];

/** What plan, refresh and drift detection call. `GetSecretValue` is not among it. */
export const planDocument = (grants: Grants): PolicyDocument => ({
  Version: VERSION,
  Statement: planStatements(grants),
});

/** What plan and apply call. */
export const applyDocument = (grants: Grants): PolicyDocument => ({
  Version: VERSION,
  Statement: [
    ...planStatements(grants),
    ...allow('SetPasswords', ['iam:CreateLoginProfile', 'iam:UpdateLoginProfile'], grants.users),
    ...allow('RemoveLoginProfiles', ['iam:DeleteLoginProfile'], grants.removableUsers),
    ...allow('ReadSecretValues', ['secretsmanager:GetSecretValue'], grants.secrets),
    ...allow(
      'DecryptSecrets',
      ['kms:Decrypt'],
      grants.keys.map(({ arn }) => arn),
      throughSecretsManager(grants),
    ),
  ],
});

/** The key is used by Secrets Manager on the role's behalf, for these secrets; never by the role itself. */
const throughSecretsManager = ({ keys, secrets }: Grants): PolicyStatement['Condition'] => ({
  StringLike: {
    // The last part is the partition's domain: amazonaws.com, amazonaws.com.cn, …
    'kms:ViaService': unique(keys.map(({ region }) => `secretsmanager.${region}.*`)),
    'kms:EncryptionContext:SecretARN': unique(secrets),
  },
});
