/**
 * Everything we use of the AWS SDK. Loaded at the first call and never before: it costs more start-up than all the
 * rest, and most processes that Terraform starts call nothing.
 */
export {
  CreateLoginProfileCommand,
  DeleteLoginProfileCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  IAMClient,
  UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam';
export { DescribeSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
export { StandardRetryStrategy } from '@smithy/core/retry';
