import { call } from './call';
import type { Clients } from './clients';
import type { Deadline } from './deadline';
import { AwsCallError } from './errors';

export interface CallerIdentity {
  /** Twelve digits. */
  readonly account: string;
  readonly arn: string;
}

/** Who we are to AWS. */
export class Caller {
  readonly #clients: Clients;

  constructor(clients: Clients) {
    this.#clients = clients;
  }

  /** Finds credentials and assumes the roles, without asking AWS for anything else. @throws AwsCallError */
  async signIn(until: Deadline): Promise<void> {
    await call('sts:AssumeRole', until, () => this.#clients.resolveCredentials());
  }

  /** Needs no permission. @throws AwsCallError */
  async identity(until: Deadline): Promise<CallerIdentity> {
    const operation = 'sts:GetCallerIdentity';
    const { GetCallerIdentityCommand } = await this.#clients.sdk();
    const sts = await this.#clients.sts();
    const { Account, Arn } = await call(operation, until, (options) =>
      sts.send(new GetCallerIdentityCommand({}), options),
    );
    if (Account === undefined || Arn === undefined) {
      throw new AwsCallError({
        operation,
        failure: 'service',
        code: 'EmptyAnswer',
        text: 'the answer names no account',
      });
    }
    return { account: Account, arn: Arn };
  }
}
