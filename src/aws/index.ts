/**
 * The AWS calls of this project, for any caller: their errors sorted, what is retried, how long
 * is waited, and what a console password may be. Nothing here knows Terraform.
 */
import { Caller } from './caller';
import { Clients } from './clients';
import { CloudTrail } from './cloud-trail';
import { CredentialReports } from './credential-report';
import { LoginProfiles } from './login-profiles';
import { Secrets } from './secrets';
import type { AwsSettings } from './settings';
import { Users } from './users';

export { Account, type AccountPasswordPolicy, type SimulatedAction, type SimulatedCall } from './account';
export type { CallerIdentity } from './caller';
export type { TrailEvent, TrailEventName, TrailPage } from './cloud-trail';
export type { CredentialReport } from './credential-report';
export { type Deadline, deadline } from './deadline';
export { unencryptedEndpoints } from './endpoints';
export { AwsCallError, type Failure } from './errors';
export type { LoginProfile, LoginProfileChange, LoginProfileLookup, NewPassword } from './login-profiles';
export { checked, MAX_PASSWORD_CHARACTERS, passwordFrom, type PasswordProblem, type SecretContent } from './password';
export { caBundle } from './request-handler';
export { waitOut } from './retry';
export { type SecretIdProblem, regionOfSecret, secretIdProblem } from './secret-id';
export { SecretString } from './secret-string';
export { type SecretDescription, type SecretVersion, type VersionSelector, versionWithStage } from './secrets';
export type {
  AssumeRoleSettings,
  AwsSettings,
  IdentitySettings,
  RetryMode,
  SecretsSettings,
  WebIdentitySettings,
} from './settings';
export { MAX_USER_NAME_CHARACTERS, userNameProblem, type UserNameProblem } from './user-name';
export type { IamUser } from './users';

/** The calls, as one value that a caller can hold and a test can stand in for. */
export interface Aws {
  readonly loginProfiles: Pick<LoginProfiles, 'get' | 'create' | 'update' | 'delete'>;
  readonly users: Pick<Users, 'get'>;
  readonly secrets: Pick<Secrets, 'describe' | 'getValue'>;
  readonly credentialReports: Pick<CredentialReports, 'get'>;
  readonly cloudTrail: Pick<CloudTrail, 'lookUp'>;
  readonly caller: Pick<Caller, 'signIn' | 'identity' | 'beforeRoles'>;
  /** The Region in use, or `undefined` where none is configured anywhere. */
  region(): Promise<string | undefined>;
}

/** For whoever passes on what AWS says where a login profile is not there. */
export interface DirectAws extends Aws {
  readonly loginProfiles: Aws['loginProfiles'] & Pick<LoginProfiles, 'find'>;
}

/** Connects nothing yet: clients are made, and credentials resolved, at the first call. */
export function connectAws(settings: AwsSettings): DirectAws {
  const clients = new Clients(settings);
  return {
    loginProfiles: new LoginProfiles(clients),
    users: new Users(clients),
    secrets: new Secrets(clients),
    credentialReports: new CredentialReports(clients),
    cloudTrail: new CloudTrail(clients),
    caller: new Caller(clients),
    region: () => clients.region(),
  };
}
