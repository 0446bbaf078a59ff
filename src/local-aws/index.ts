/**
 * A stand-in on loopback for the IAM, Secrets Manager, STS and CloudTrail calls of this project, true to AWS's documents.
 * Nothing here knows our own client, and nothing here is ever used against real AWS.
 */
export { startLocalAws, type LocalAws, type LocalAwsOptions } from './local-aws';
export type { LocalAccount } from './local-account';
export type { Fault, FaultHandle, FaultRule, Faults } from './faults';
export type { Journal, JournalEntry, JournalFilter } from './journal';
export type { Credentials, Identities, NewIdentity } from './identities';
export type { CloudTrailConsistency, CloudTrailQuotas } from './cloud-trail/cloud-trail';
export type { LoginProfileChange, LoginProfiles, NewLoginProfile, SignIn } from './iam/login-profiles';
export type { PasswordPolicy } from './iam/password-policy';
export type { IamConsistency } from './iam/consistency';
export type { IamUser, LoginProfile } from './iam/user';
export type { NewUser, Users } from './iam/users';
export type { SecretsConsistency } from './secrets-manager/consistency';
export type { KmsKeys } from './secrets-manager/kms';
export type { Secret, SecretVersion } from './secrets-manager/secret';
export type { CreatedSecret, NewSecret, NewVersion, Secrets } from './secrets-manager/secrets';
export type { NewRole, Role, Roles } from './sts/roles';
