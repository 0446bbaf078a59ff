import { call } from './call';
import type { Clients } from './clients';
import type { Deadline } from './deadline';
import { AwsCallError } from './errors';

export interface IamUser {
  /** As IAM spells it. */
  readonly userName: string;
  /** `AIDA…`: survives a rename; a user made again under the same name has another one. */
  readonly userId: string;
  readonly arn: string;
}

export class Users {
  readonly #clients: Clients;

  constructor(clients: Clients) {
    this.#clients = clients;
  }

  /** @throws AwsCallError `not-found` where IAM knows no such user, or not yet. */
  async get(userName: string, until: Deadline): Promise<IamUser> {
    if (userName === '') throw new Error('GetUser without a user name would mean the caller.');
    const { GetUserCommand } = await this.#clients.sdk();
    const command = new GetUserCommand({ UserName: userName });
    const iam = await this.#clients.iam();
    const { User } = await call('iam:GetUser', until, (options) => iam.send(command, options));
    if (User?.UserName === undefined || User.UserId === undefined) {
      throw new AwsCallError({
        operation: 'iam:GetUser',
        failure: 'service',
        code: 'EmptyAnswer',
        text: 'the answer holds no user',
      });
    }
    return { userName: User.UserName, userId: User.UserId, arn: User.Arn ?? '' };
  }
}
