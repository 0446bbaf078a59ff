/**
 * `cdktf-iam-login-profile/aws`: console passwords of IAM users for programs, such as a Lambda function. The same as
 * the executable's `set`, `get` and `delete`, with the same envelope and codes; `docs/errors.md` explains each code.
 */
import { LoginProfileClient } from './client';
import type {
  CurrentLoginProfile,
  DeletedLoginProfile,
  DeleteParameters,
  LookupParameters,
  Result,
  UpdatedLoginProfile,
  UpdateLoginProfileParameters,
} from './types';

export { LoginProfileClient } from './client';
export type { ErrorCode } from './codes';
export type * from './types';

let shared: LoginProfileClient | undefined;
const sharedClient = (): LoginProfileClient => (shared ??= new LoginProfileClient());

/** {@link LoginProfileClient.updateLoginProfile}, with what the environment says about Region and credentials. */
export const updateLoginProfile = (parameters: UpdateLoginProfileParameters): Promise<Result<UpdatedLoginProfile>> =>
  sharedClient().updateLoginProfile(parameters);

/** {@link LoginProfileClient.getLoginProfile}, with what the environment says about Region and credentials. */
export const getLoginProfile = (parameters: LookupParameters): Promise<Result<CurrentLoginProfile>> =>
  sharedClient().getLoginProfile(parameters);

/** {@link LoginProfileClient.deleteLoginProfile}, with what the environment says about Region and credentials. */
export const deleteLoginProfile = (parameters: DeleteParameters): Promise<Result<DeletedLoginProfile>> =>
  sharedClient().deleteLoginProfile(parameters);
