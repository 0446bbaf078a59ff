import type { Attribute, Block, NestedBlock, Schema } from '../../../src/plugin';

const optional = (type: Attribute['type']): Attribute => ({
  type,
  optional: true,
  description: 'As in the AWS provider.',
});

const all = (type: Attribute['type'], ...names: readonly string[]): Record<string, Attribute> =>
  Object.fromEntries(names.map((name) => [name, optional(type)]));

const listOf = (block: Block): NestedBlock => ({ nesting: 'list', block });

const session = {
  ...all('string', 'duration', 'policy', 'role_arn', 'session_name'),
  ...all({ set: 'string' }, 'policy_arns'),
};

/** The arguments of `provider "aws"` that programs write. Credentials, region, roles and endpoints have an effect. */
export const providerBlock: Schema = {
  version: 0,
  attributes: {
    ...all('string', 'region', 'profile', 'access_key', 'secret_key', 'token', 'custom_ca_bundle'),
    ...all('string', 'http_proxy', 'https_proxy', 'no_proxy', 'retry_mode', 'sts_region', 'skip_metadata_api_check'),
    ...all('string', 'ec2_metadata_service_endpoint', 'ec2_metadata_service_endpoint_mode'),
    ...all('number', 'max_retries', 'token_bucket_rate_limiter_capacity'),
    ...all('bool', 'insecure', 'use_dualstack_endpoint', 'use_fips_endpoint', 's3_use_path_style'),
    ...all('bool', 'skip_credentials_validation', 'skip_region_validation', 'skip_requesting_account_id'),
    ...all({ list: 'string' }, 'shared_config_files', 'shared_credentials_files'),
    ...all({ set: 'string' }, 'allowed_account_ids', 'forbidden_account_ids'),
  },
  blocks: {
    assume_role: listOf({
      attributes: {
        ...session,
        ...all('string', 'external_id', 'source_identity'),
        ...all({ map: 'string' }, 'tags'),
        ...all({ set: 'string' }, 'transitive_tag_keys'),
      },
    }),
    assume_role_with_web_identity: listOf({
      attributes: { ...session, ...all('string', 'web_identity_token', 'web_identity_token_file') },
    }),
    default_tags: listOf({ attributes: all({ map: 'string' }, 'tags') }),
    ignore_tags: listOf({ attributes: all({ set: 'string' }, 'keys', 'key_prefixes') }),
    endpoints: {
      nesting: 'set',
      block: { attributes: all('string', 'iam', 'secretsmanager', 'sts', 'cloudtrail', 's3', 'kms') },
    },
  },
};
