/**
 * The rules of `iam_login_profile`: what is planned, what counts as drift, what apply does and what is said about it.
 * Speaks neither gRPC nor the AWS SDK.
 */
export { EXPLANATIONS, type SyncStatus } from './login-profile';
export { iamProvider } from './provider';
