/**
 * What a CDKTF program sees. Needs cdktf, constructs and Node, nothing else: no AWS SDK, no gRPC and no provider code
 * is loaded by a program that synthesizes.
 */
export { type IamProviderConfig, type IamProviderEndpoints } from './bindings/provider';
export { DataIamLoginProfile, type DataIamLoginProfileConfig } from './bindings/data-iam-login-profile';
export {
  LoginProfile as IamLoginProfile,
  type LoginProfileConfig as IamLoginProfileConfig,
  type LoginProfileTimeouts,
} from './bindings/login-profile';
export {
  type DriftDetection,
  type ExistingProfile,
  LoginProfile,
  type LoginProfileProps,
  type OnDestroy,
  type OnUserChange,
  type UserDataReference,
  type UserReference,
} from './login-profile';
export {
  type KmsKeyReference,
  type LoginProfilePolicyOptions,
  type PolicyDocument,
  type PolicyStatement,
} from './policies';
export { IamProvider } from './provider';
export {
  SecretPassword,
  type SecretOptions,
  type SecretReference,
  type SecretVersionOptions,
  type SecretVersionReference,
} from './secret-password';
