import type { Attribute, Schema } from '../plugin';

const optional = (description: string): Attribute => ({ type: 'string', optional: true, description });

/** The provider block. Names and meanings are those of the AWS provider, so that its users know them. */
export const providerSchema: Schema = {
  version: 0,
  description: 'Manages IAM console passwords that live in Secrets Manager.',
  attributes: {
    region: optional(
      'AWS Region of the secrets; it also picks the partition. Default: `AWS_REGION`, `AWS_DEFAULT_REGION`, or the ' +
        'profile’s region.',
    ),
    profile: optional('Profile of the shared configuration files. Default: `AWS_PROFILE`.'),
    access_key: optional('Access key id. Set together with `secret_key`. Better: leave credentials to the environment.'),
    secret_key: { ...optional('Secret access key.'), sensitive: true },
    token: { ...optional('Session token of temporary credentials.'), sensitive: true },
    max_retries: {
      type: 'number',
      optional: true,
      description:
        'How often a throttled or failed call is tried again, 0-100. Default: `AWS_MAX_ATTEMPTS` less one, or 9.',
    },
  },
  blocks: {
    endpoints: {
      // Any number, as with the AWS provider, whose settings are copied block by block.
      nesting: 'list',
      block: {
        description: 'Other addresses for the AWS APIs, such as a VPC endpoint or a local stand-in.',
        attributes: {
          iam: optional('URL of the IAM endpoint. Default: `AWS_ENDPOINT_URL_IAM`, `AWS_ENDPOINT_URL`, or AWS.'),
          secretsmanager: optional(
            'URL of the Secrets Manager endpoint. Default: `AWS_ENDPOINT_URL_SECRETS_MANAGER`, `AWS_ENDPOINT_URL`, or AWS.',
          ),
        },
      },
    },
  },
};
