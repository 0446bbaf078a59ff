import type { GetCallerIdentityCommandOutput, STSClient } from '@aws-sdk/client-sts';
import { call } from './call';
import type { Clients } from './clients';
import type { Deadline } from './deadline';
import { AwsCallError } from './errors';

export interface CallerIdentity {
  /** Twelve digits. */
  readonly account: string;
  readonly arn: string;
  /** Never given twice and kept through a rename: `AIDA…` of a user, `AROA…:session` of a role's session. */
  readonly uniqueId: string;
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
    return this.#ask(await this.#clients.sts(), until);
  }

  /** Who assumes the roles of the settings; `undefined` where there are none. @throws AwsCallError */
  async beforeRoles(until: Deadline): Promise<CallerIdentity | undefined> {
    const sts = await this.#clients.stsBeforeRoles();
    return sts && this.#ask(sts, until);
  }

  async #ask(sts: STSClient, until: Deadline): Promise<CallerIdentity> {
    const { GetCallerIdentityCommand } = await this.#clients.sdk();
    const command = new GetCallerIdentityCommand({});
    return callerIdentity(await call(GET_CALLER_IDENTITY, until, (options) => sts.send(command, options)));
  }
}

export const GET_CALLER_IDENTITY = 'sts:GetCallerIdentity';

/** The SDK answers an empty or foreign body with an object without content. @throws AwsCallError */
export function callerIdentity({ Account, Arn, UserId }: GetCallerIdentityCommandOutput): CallerIdentity {
  if (Account === undefined || Arn === undefined || UserId === undefined) {
    throw new AwsCallError({
      operation: GET_CALLER_IDENTITY,
      failure: 'service',
      code: 'EmptyAnswer',
      text: 'the answer does not say who calls',
    });
  }
  return { account: Account, arn: Arn, uniqueId: UserId };
}
