import type { STSClient } from '@aws-sdk/client-sts';
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
    return askCaller(this.#clients, await this.#clients.sts(), until);
  }

  /** Who assumes the roles of the settings; `undefined` where there are none. @throws AwsCallError */
  async beforeRoles(until: Deadline): Promise<CallerIdentity | undefined> {
    const sts = await this.#clients.stsBeforeRoles();
    return sts && askCaller(this.#clients, sts, until);
  }
}

/** Who calls by this client, and when AWS answered, by its own clock. Needs no permission. @throws AwsCallError */
export async function askCaller(
  clients: Clients,
  sts: STSClient,
  until: Deadline,
): Promise<CallerIdentity & { readonly at: Date }> {
  const operation = 'sts:GetCallerIdentity';
  const { GetCallerIdentityCommand } = await clients.sdk();
  const output = await call(operation, until, (options) => sts.send(new GetCallerIdentityCommand({}), options));
  const { Account, Arn, UserId } = output;
  // The SDK answers an empty or foreign body with an object without content.
  if (Account === undefined || Arn === undefined || UserId === undefined) {
    throw new AwsCallError({
      operation,
      failure: 'service',
      code: 'EmptyAnswer',
      text: 'the answer does not say who calls',
    });
  }
  return { account: Account, arn: Arn, uniqueId: UserId, at: clients.clock.dateOf(output) };
}
