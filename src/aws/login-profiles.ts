import { call } from './call';
import type { Clients } from './clients';
import type { Deadline } from './deadline';
import { AwsCallError } from './errors';
import type { SecretString } from './secret-string';

/** IAM's record of a console password. There is no way to read the password or when it was set. */
export interface LoginProfile {
  /** As IAM spells it, whatever case was asked for. */
  readonly userName: string;
  /** Moves only when the profile is deleted and made again. To the second. */
  readonly createDate: Date;
  readonly passwordResetRequired: boolean;
}

/** "Not there" is a value, and tells whether the user is there at all. */
export type LoginProfileLookup = LoginProfile | 'no-login-profile' | 'no-user';

export interface NewPassword {
  readonly userName: string;
  readonly password: SecretString;
  readonly passwordResetRequired: boolean;
}

export interface LoginProfileChange {
  readonly userName: string;
  /** Left out, the password stays as it is. */
  readonly password?: SecretString;
  readonly passwordResetRequired: boolean;
}

/** IAM's login profile operations. Every one names its user: IAM takes a missing name for the caller. */
export class LoginProfiles {
  readonly #clients: Clients;

  constructor(clients: Clients) {
    this.#clients = clients;
  }

  /** @throws AwsCallError `not-found` (the user), `no-login-profile`, … */
  async find(userName: string, until: Deadline): Promise<LoginProfile> {
    const { GetLoginProfileCommand } = await this.#clients.sdk();
    const iam = await this.#clients.iam();
    const command = new GetLoginProfileCommand({ UserName: named(userName) });
    const output = await call('iam:GetLoginProfile', until, (options) => iam.send(command, options));
    return loginProfile('iam:GetLoginProfile', output.LoginProfile);
  }

  /** As {@link find}, with what is not there as a value. */
  async get(userName: string, until: Deadline): Promise<LoginProfileLookup> {
    try {
      return await this.find(userName, until);
    } catch (error) {
      if (!(error instanceof AwsCallError) || !isAbsent(error)) throw error;
      return error.failure === 'not-found' ? 'no-user' : 'no-login-profile';
    }
  }

  /** @throws AwsCallError `already-exists`, `not-found` (the user), `password-policy`, … */
  async create(profile: NewPassword, until: Deadline): Promise<LoginProfile & { readonly at: Date }> {
    const { CreateLoginProfileCommand } = await this.#clients.sdk();
    const iam = await this.#clients.iam();
    const command = new CreateLoginProfileCommand({
      UserName: named(profile.userName),
      Password: profile.password.reveal(),
      PasswordResetRequired: profile.passwordResetRequired,
    });
    const output = await scrubbed(profile.password, () =>
      call('iam:CreateLoginProfile', until, (options) => iam.send(command, options)),
    );
    return { ...loginProfile('iam:CreateLoginProfile', output.LoginProfile), at: this.#clients.clock.dateOf(output) };
  }

  /** Sets the password, the reset flag, or both. Returns when, by AWS's clock. The creation date stays. */
  async update(change: LoginProfileChange, until: Deadline): Promise<{ readonly at: Date }> {
    const { UpdateLoginProfileCommand } = await this.#clients.sdk();
    const iam = await this.#clients.iam();
    const command = new UpdateLoginProfileCommand({
      UserName: named(change.userName),
      ...(change.password !== undefined && { Password: change.password.reveal() }),
      PasswordResetRequired: change.passwordResetRequired,
    });
    const output = await scrubbed(change.password, () =>
      call('iam:UpdateLoginProfile', until, (options) => iam.send(command, options)),
    );
    return { at: this.#clients.clock.dateOf(output) };
  }

  /** Removes the login profile; one that is not there counts as removed. */
  async delete(userName: string, until: Deadline): Promise<void> {
    const { DeleteLoginProfileCommand } = await this.#clients.sdk();
    const iam = await this.#clients.iam();
    const command = new DeleteLoginProfileCommand({ UserName: named(userName) });
    try {
      await call('iam:DeleteLoginProfile', until, (options) => iam.send(command, options));
    } catch (error) {
      if (!(error instanceof AwsCallError) || !isAbsent(error)) throw error;
    }
  }
}

/** AWS has not been seen to quote a password, but its messages are not ours to trust. */
async function scrubbed<T>(password: SecretString | undefined, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (password === undefined || !(error instanceof AwsCallError)) throw error;
    throw error.cleaned((said) => password.scrub(said));
  }
}

function named(userName: string): string {
  if (userName === '') throw new Error('A login profile call without a user name would mean the caller.');
  return userName;
}

/** A missing user and a user without console access are both `NoSuchEntity`. */
const isAbsent = ({ failure }: AwsCallError): boolean => failure === 'not-found' || failure === 'no-login-profile';

interface WireLoginProfile {
  readonly UserName?: string | undefined;
  readonly CreateDate?: Date | undefined;
  readonly PasswordResetRequired?: boolean | undefined;
}

/** The SDK answers an empty or foreign body with an object without content. */
function loginProfile(operation: string, wire: WireLoginProfile | undefined): LoginProfile {
  if (wire?.UserName === undefined || wire.CreateDate === undefined) {
    throw new AwsCallError({
      operation,
      failure: 'service',
      code: 'EmptyAnswer',
      text: 'the answer holds no login profile',
    });
  }
  return {
    userName: wire.UserName,
    createDate: wire.CreateDate,
    passwordResetRequired: wire.PasswordResetRequired ?? false,
  };
}
