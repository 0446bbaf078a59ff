/**
 * Everything we use of the AWS SDK, and what only its answers need. Loaded at the first call and never before: it
 * costs more start-up than all the rest, and most processes that Terraform starts call nothing.
 */
export { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
export {
  CreateLoginProfileCommand,
  DeleteLoginProfileCommand,
  GenerateCredentialReportCommand,
  GetAccountPasswordPolicyCommand,
  GetCredentialReportCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  IAMClient,
  SimulatePrincipalPolicyCommand,
  UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam';
export { DescribeSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
export {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
export { fromEnv } from '@aws-sdk/credential-provider-env';
export { defaultProvider } from '@aws-sdk/credential-provider-node';
export { doesIdentityRequireRefresh, isIdentityExpired, memoizeIdentityProvider } from '@smithy/core';
export { externalDataInterceptor, loadSharedConfigFiles } from '@smithy/core/config';
export { AdaptiveRetryStrategy, StandardRetryStrategy } from '@smithy/core/retry';
export { NodeHttpHandler } from '@smithy/node-http-handler';
export { parseCredentialReport } from './credential-report-csv';
export { MAX_SOCKETS, Tunnel } from './tunnel';
