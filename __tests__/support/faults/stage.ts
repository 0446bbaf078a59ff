import { type LocalAws, type Secrets, startLocalAws } from '../../../src/local-aws';
import { type Run, TerraformCore } from './terraform-core';
import type { Goal } from './terraform-goal';
import { bodyOf } from './terraform-values';

export const PASSWORDS = ['F1rst & "quoted" <pass>/+ö', 'S3cond & "quoted" <pass>/+ö', 'Th1rd & "quoted" <pass>/+ö'];
export const [FIRST, SECOND, THIRD] = PASSWORDS as [string, string, string];

/** Tried again twice, so that a fault that lasts is found to last within seconds. */
export const MAX_RETRIES = 2;

/** Long enough for a loaded machine, short enough for a test, and shorter than a call waits for its answer. */
export const SHORT_TIMEOUTS = { create: '10s', update: '10s', delete: '10s' };

/** More of the provider block. */
export type ProviderBlock = (aws: LocalAws) => object;

/** An account with the user alice and her secret, and the Terraform that works on it. */
export class Stage {
  readonly aws: LocalAws;
  readonly core: TerraformCore;
  /** As configured; null for the default of five minutes. */
  timeouts: typeof SHORT_TIMEOUTS | null = null;

  private constructor(
    aws: LocalAws,
    provider: object,
    /** The time in the local AWS. */
    readonly now: () => Date,
  ) {
    this.aws = aws;
    const { accessKeyId, secretAccessKey } = aws.credentials;
    const { endpoint, region } = aws;
    this.core = new TerraformCore({
      region,
      access_key: accessKeyId,
      secret_key: secretAccessKey,
      max_retries: MAX_RETRIES,
      endpoints: [{ iam: endpoint, secretsmanager: endpoint, sts: endpoint, cloudtrail: endpoint }],
      ...provider,
    });
  }

  /** @param clock `leaping`: two seconds go by with every call, so that no two of them are of the same second */
  static async open(provider: ProviderBlock = () => ({}), clock: 'leaping' | 'true' = 'leaping'): Promise<Stage> {
    let calls = (): number => 0;
    const now = (): Date => new Date(Date.now() + 2_000 * calls());
    const aws = await startLocalAws(clock === 'leaping' ? { now } : {});
    if (clock === 'leaping') calls = () => aws.journal.entries.length;
    aws.users.create({ userName: 'alice' });
    aws.secrets.create({ name: 'console/alice', secretString: FIRST });
    return new Stage(aws, provider(aws), now);
  }

  profile(more: object = {}): Goal & { readonly config: ReturnType<TerraformCore['body']> } {
    const body = { user_name: 'alice', secret_id: 'console/alice', timeouts: this.timeouts, ...more };
    return { config: this.core.body(body) };
  }

  /** A look at alice by the data source. */
  data(more: object = {}): Goal {
    return { data: bodyOf(this.core.dataSchema, { user_name: 'alice', ...more }) };
  }

  /** The secrets among which a name or an ARN is looked up. */
  readonly secretsOf = (secretId: string): Secrets => {
    const account = secretId.split(':').at(4);
    return account === undefined ? this.aws.secrets : this.aws.inAccount(account).secrets;
  };

  /** An apply that has to go well. */
  async settle(goal: Goal): Promise<Run> {
    const run = await this.core.apply(goal);
    if (run.errors.length > 0) throw new Error(`The stage could not be set: ${JSON.stringify(run.errors)}`);
    return run;
  }

  close(): Promise<void> {
    return this.aws.stop();
  }
}
