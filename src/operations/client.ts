import { connect, type Connection } from './connection';
import { deleteLoginProfile, getLoginProfile } from './get-and-delete';
import type {
  ConnectionOptions,
  CurrentLoginProfile,
  DeletedLoginProfile,
  DeleteParameters,
  LookupParameters,
  Result,
  UpdatedLoginProfile,
  UpdateLoginProfileParameters,
} from './types';
import { updateLoginProfile } from './update-login-profile';

/** Set by the build to the version of the package. */
declare const PACKAGE_VERSION: string;

/**
 * Sets, reads and removes login profiles. One client serves any number of calls, also at the same time; it connects,
 * and loads the AWS SDK, at the first one.
 *
 * @example
 * const client = new LoginProfileClient({ region: 'eu-west-1' });
 * const result = await client.updateLoginProfile({ userName: 'alice', secretId: 'console/alice' });
 * if (!result.success) throw new Error(`${result.error.code}: ${result.error.message}`);
 */
export class LoginProfileClient {
  readonly #aws: Connection;

  constructor(options: ConnectionOptions = {}) {
    this.#aws = connect({ version: PACKAGE_VERSION, ...options });
  }

  /** Sets a login profile, and makes it where there is none. Never rejects for what AWS or the parameters say. */
  updateLoginProfile(parameters: UpdateLoginProfileParameters): Promise<Result<UpdatedLoginProfile>> {
    return updateLoginProfile(this.#aws, parameters);
  }

  /** Looks a login profile up; `NOT_FOUND` where there is none. */
  getLoginProfile(parameters: LookupParameters): Promise<Result<CurrentLoginProfile>> {
    return getLoginProfile(this.#aws, parameters);
  }

  /** Removes a login profile, and with it console access. Access keys stay as they are. */
  deleteLoginProfile(parameters: DeleteParameters): Promise<Result<DeletedLoginProfile>> {
    return deleteLoginProfile(this.#aws, parameters);
  }
}
