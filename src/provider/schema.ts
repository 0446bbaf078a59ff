import type { Attribute, NestedBlock, Schema } from '../plugin';

const optional = (description: string, type: Attribute['type'] = 'string'): Attribute => ({
  type,
  optional: true,
  description,
});

const sensitive = (description: string): Attribute => ({ ...optional(description), sensitive: true });

const LIST = { list: 'string' } as const;
const SET = { set: 'string' } as const;

/** What AssumeRole and AssumeRoleWithWebIdentity both take. */
const sessionAttributes = {
  role_arn: optional('ARN of the role. Required.'),
  session_name: optional(
    'Name of the session, shown in CloudTrail. Default: `AWS_ROLE_SESSION_NAME`, or `iam-login-profile`.',
  ),
  duration: optional(
    'How long the session lasts, such as `1h`: from `15m` to `12h`, and at most `1h` for a role that is assumed with ' +
      'another role’s session. It is renewed before it ends. Default: `1h`.',
  ),
  policy: optional('Session policy in JSON: narrows what the role may do.'),
  policy_arns: optional('ARNs of managed policies that narrow what the role may do, at most 10.', SET),
};

const assumeRole = (description: string): NestedBlock => ({
  nesting: 'list',
  block: {
    description,
    attributes: {
      ...sessionAttributes,
      external_id: optional('The external id that the role’s trust policy asks for.'),
      source_identity: optional('Stays with all sessions that follow, and in CloudTrail.'),
      tags: optional('Session tags.', { map: 'string' }),
      transitive_tag_keys: optional('Session tags that are passed on to the roles assumed next.', SET),
    },
  },
});

const assumeRoleWithWebIdentity: NestedBlock = {
  // A list without a limit, as in the AWS provider, whose settings are copied block by block; at most one is accepted.
  nesting: 'list',
  block: {
    description: 'A role to assume with a token of an identity provider, such as that of a CI system. At most one.',
    attributes: {
      ...sessionAttributes,
      web_identity_token: sensitive('The token itself.'),
      web_identity_token_file: optional('File of the token; read again when the session is renewed.'),
    },
  },
};

const endpoint = (service: string, variable: string): Attribute =>
  optional(`URL of the ${service} endpoint. Default: \`AWS_ENDPOINT_URL_${variable}\`, \`AWS_ENDPOINT_URL\`, or AWS.`);

const endpoints: NestedBlock = {
  // Any number, as with the AWS provider, whose settings are copied block by block.
  nesting: 'list',
  block: {
    description: 'Other addresses for the AWS APIs, such as a VPC endpoint or a local stand-in.',
    attributes: {
      iam: endpoint('IAM', 'IAM'),
      secretsmanager: endpoint('Secrets Manager', 'SECRETS_MANAGER'),
      sts: endpoint('STS', 'STS'),
      cloudtrail: endpoint('CloudTrail', 'CLOUDTRAIL'),
    },
  },
};

const keys = {
  profile: optional('Profile of the shared configuration files. Default: `AWS_PROFILE`.'),
  access_key: optional('Access key id. Set together with `secret_key`. Better: leave credentials to the environment.'),
  secret_key: sensitive('Secret access key.'),
  token: sensitive('Session token of temporary credentials.'),
};

const secrets: NestedBlock = {
  nesting: 'list',
  maxItems: 1,
  block: {
    description:
      'Secrets Manager in another account or Region than the users. What is left out is as for IAM; roles named here ' +
      'are assumed instead of those for IAM, with the credentials from before any role.',
    attributes: {
      region: optional('AWS Region of secrets that are named without an ARN. Default: `region` of the provider block.'),
      ...keys,
      profile: optional('Profile whose credentials read the secrets. Default: the credentials of the provider block.'),
    },
    blocks: { assume_role: assumeRole('A role to assume for the secrets; several are assumed in order.') },
  },
};

const attributes: Record<string, Attribute> = {
  region: optional(
    'AWS Region of the secrets; it also picks the partition. Default: `AWS_REGION`, `AWS_DEFAULT_REGION`, or the ' +
      'profile’s region.',
  ),
  ...keys,
  shared_config_files: optional('Shared configuration files; later ones count more. Default: `~/.aws/config`.', LIST),
  shared_credentials_files: optional(
    'Shared credentials files; later ones count more. Default: `~/.aws/credentials`.',
    LIST,
  ),
  allowed_account_ids: optional('The only AWS accounts in which anything is done. Asks STS once per run.', SET),
  forbidden_account_ids: optional(
    'AWS accounts in which nothing is done. Conflicts with `allowed_account_ids`. Asks STS once per run.',
    SET,
  ),
  allowed_user_names: optional(
    'The only IAM users that are given a password, as patterns with `*` and `?`, compared without case. An empty set ' +
      'allows nobody. Default: everybody.',
    SET,
  ),
  allow_own_user: optional(
    'Whether the IAM user whose credentials are used, be it to assume a role of this block, may be given a password ' +
      'too. Default: `false`; then the apply of a create or an update asks STS once per run who calls.',
    'bool',
  ),
  max_retries: optional(
    'How often a throttled or failed call is tried again, 0-100. Default: `AWS_MAX_ATTEMPTS` less one, or 9.',
    'number',
  ),
  retry_mode: optional(
    '`adaptive`, which calls no faster than a service that throttles lets it, or `standard`, which only waits between ' +
      'the attempts of one call. Default: `AWS_RETRY_MODE`, or `adaptive`.',
  ),
  custom_ca_bundle: optional(
    'File of the certificates to trust, in PEM. Default: `AWS_CA_BUNDLE`, or what Node trusts.',
  ),
  use_fips_endpoint: optional(
    'Whether FIPS endpoints are used, where `endpoints` names no other. Default: `AWS_USE_FIPS_ENDPOINT`, or the profile’s.',
    'bool',
  ),
  http_proxy: optional(
    'URL of a proxy for all calls, but those that `NO_PROXY` excepts. Default: `HTTPS_PROXY`, or `HTTP_PROXY` for ' +
      'endpoints without TLS.',
  ),
};

/** The provider block. Names and meanings are those of the AWS provider, so that its users know them. */
export const providerSchema: Schema = {
  version: 0,
  description: 'Manages IAM console passwords that live in Secrets Manager.',
  attributes,
  blocks: {
    assume_role: assumeRole('A role to assume; several are assumed in order, each with the session of the one before.'),
    assume_role_with_web_identity: assumeRoleWithWebIdentity,
    endpoints,
    secrets,
  },
};
