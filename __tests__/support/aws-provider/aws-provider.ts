import type { Provider } from '../../../src/plugin';
import { connect, type Connection } from './connection';
import { dataIamUser, iamUser } from './iam-user';
import { dataSourceOf, resourceOf } from './kind';
import { providerBlock } from './provider-block';
import { dataSecret, secret } from './secret';
import { secretVersion } from './secret-version';
import { userLoginProfile } from './user-login-profile';

export const RESOURCE_KINDS = {
  aws_iam_user: iamUser,
  aws_iam_user_login_profile: userLoginProfile,
  aws_secretsmanager_secret: secret,
  aws_secretsmanager_secret_version: secretVersion,
} as const;

export const DATA_SOURCE_KINDS = {
  aws_iam_user: dataIamUser,
  aws_secretsmanager_secret: dataSecret,
} as const;

/**
 * Stands in for the AWS provider where that cannot be had: the few resources that people put beside ours, with the real
 * attribute names, kinds and replacements, effective on the local AWS. Tags are left out. Never shipped.
 */
export function awsProvider(): Provider {
  let connection: Connection | undefined;
  const connected = (): Connection => {
    if (connection === undefined) throw new Error('not configured');
    return connection;
  };
  return {
    schema: providerBlock,
    resources: Object.fromEntries(
      Object.entries(RESOURCE_KINDS).map(([name, kind]) => [name, resourceOf(kind, connected)]),
    ),
    dataSources: Object.fromEntries(
      Object.entries(DATA_SOURCE_KINDS).map(([name, kind]) => [name, dataSourceOf(kind, connected)]),
    ),
    configure: async (block) => {
      connection = connect(block);
      return [];
    },
  };
}
