/**
 * What a program may ask for: set, get or delete one login profile, with an answer that tells how it went. For the
 * executable, and for programs as `cdktf-iam-login-profile/aws`. Nothing here knows Terraform or a terminal.
 */
export { ERROR_CODES, type ErrorCode, type ErrorCodeFacts } from './codes';
export { connect, connectAccount, type Connection } from './connection';
export { CODE_OF_FAILURE } from './failures';
export { deleteLoginProfile, getLoginProfile } from './get-and-delete';
export { checkParameters, checkSecretId, checkUserName } from './parameters';
export { failedCall, OperationError } from './result';
export type * from './types';
export { updateLoginProfile } from './update-login-profile';
