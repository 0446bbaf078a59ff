import { call } from './call';
import { Clients } from './clients';
import { askCaller, type CallerIdentity } from './caller';
import type { Deadline } from './deadline';
import { AwsCallError } from './errors';
import type { AwsSettings } from './settings';

/** An account's rules for passwords, as far as they are asked of a new one. */
export interface AccountPasswordPolicy {
  readonly minimumPasswordLength: number;
  readonly requireSymbols: boolean;
  readonly requireNumbers: boolean;
  readonly requireUppercaseCharacters: boolean;
  readonly requireLowercaseCharacters: boolean;
  readonly allowUsersToChangePassword: boolean;
  /** In days; undefined where passwords do not expire. */
  readonly maxPasswordAge: number | undefined;
}

/** What a simulation is about. */
export interface SimulatedCall {
  readonly actions: readonly string[];
  /** An ARN, or `*`. */
  readonly resource: string;
  /** Keys that conditions of policies look at, with one value each. */
  readonly context?: Readonly<Record<string, string>>;
}

/** Whether a principal may do something, as IAM's simulator says. */
export interface SimulatedAction {
  readonly action: string;
  readonly isAllowed: boolean;
}

/** Questions about ourselves and the account; nothing here changes anything. */
export class Account {
  readonly #clients: Clients;

  constructor(settings: AwsSettings) {
    this.#clients = new Clients(settings);
  }

  /** Who we are, and what time it is, by AWS's clock. Needs no permission. @throws AwsCallError */
  async identity(until: Deadline): Promise<CallerIdentity & { readonly at: Date }> {
    return askCaller(this.#clients, await this.#clients.sts(), until);
  }

  /** `undefined` where the account has none of its own, and IAM's default policy counts. @throws AwsCallError */
  async passwordPolicy(until: Deadline): Promise<AccountPasswordPolicy | undefined> {
    const operation = 'iam:GetAccountPasswordPolicy';
    const { GetAccountPasswordPolicyCommand } = await this.#clients.sdk();
    const iam = await this.#clients.iam();
    try {
      const { PasswordPolicy: policy } = await call(operation, until, (options) =>
        iam.send(new GetAccountPasswordPolicyCommand({}), options),
      );
      if (policy === undefined) throw emptyAnswer(operation);
      return {
        minimumPasswordLength: policy.MinimumPasswordLength ?? 6,
        requireSymbols: policy.RequireSymbols ?? false,
        requireNumbers: policy.RequireNumbers ?? false,
        requireUppercaseCharacters: policy.RequireUppercaseCharacters ?? false,
        requireLowercaseCharacters: policy.RequireLowercaseCharacters ?? false,
        allowUsersToChangePassword: policy.AllowUsersToChangePassword ?? false,
        maxPasswordAge: policy.MaxPasswordAge,
      };
    } catch (failed) {
      if (failed instanceof AwsCallError && failed.failure === 'not-found') return undefined;
      throw failed;
    }
  }

  /**
   * Asks IAM's simulator, which looks at the principal's own policies and boundary, not at those of the organization.
   * @param principalArn of a user or a role; a session has none
   * @throws AwsCallError
   */
  async simulate(
    principalArn: string,
    { actions, resource, context = {} }: SimulatedCall,
    until: Deadline,
  ): Promise<readonly SimulatedAction[]> {
    const { SimulatePrincipalPolicyCommand } = await this.#clients.sdk();
    const iam = await this.#clients.iam();
    const command = new SimulatePrincipalPolicyCommand({
      PolicySourceArn: principalArn,
      ActionNames: [...actions],
      ResourceArns: [resource],
      ContextEntries: Object.entries(context).map(([ContextKeyName, value]) => ({
        ContextKeyName,
        ContextKeyType: 'string',
        ContextKeyValues: [value],
      })),
    });
    const output = await call('iam:SimulatePrincipalPolicy', until, (options) => iam.send(command, options));
    return (output.EvaluationResults ?? []).map(({ EvalActionName: action = '', EvalDecision: decision }) => ({
      action,
      isAllowed: decision === 'allowed',
    }));
  }
}

const emptyAnswer = (operation: string) =>
  new AwsCallError({ operation, failure: 'service', code: 'EmptyAnswer', text: 'the answer holds nothing' });
