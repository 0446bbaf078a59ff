import { call } from './call';
import type { Clients } from './clients';
import type { ReportedPassword } from './credential-report-csv';
import type { Deadline } from './deadline';
import { AwsCallError, type Failure } from './errors';
import { waitOut } from './retry';

/** The account's credential report: what IAM tells about passwords, up to four hours late. */
export interface CredentialReport {
  /** What happened later is not in it. */
  readonly generatedAt: Date;
  /** When it was fetched, by AWS's clock as well; the difference is the report's age. */
  readonly fetchedAt: Date;
  /** Compares names without case. `undefined` for a user who is not in the report. */
  passwordOf(userName: string): ReportedPassword | undefined;
}

const NOT_THERE_YET: ReadonlySet<Failure> = new Set(['report-absent', 'report-not-ready']);

/** IAM's report on all users of the account. */
export class CredentialReports {
  readonly #clients: Clients;

  constructor(clients: Clients) {
    this.#clients = clients;
  }

  /**
   * Fetches the stored report. Has one made only where there is none, or none of the last four hours: within those,
   * IAM would make no other one. Waits for it until the deadline.
   * @throws AwsCallError `access-denied`, `throttled`, and `report-not-ready` once the deadline has passed
   */
  get(until: Deadline): Promise<CredentialReport> {
    let isOrdered = false;
    const attempt = async (): Promise<CredentialReport> => {
      try {
        return await this.#fetch(until);
      } catch (failed) {
        const isAbsent = failed instanceof AwsCallError && failed.failure === 'report-absent';
        // Once is enough: IAM may need a while to see it. One that was in the making may have come to nothing.
        if (!isAbsent || isOrdered) throw failed;
        isOrdered = true;
        await this.#generate(until);
        return this.#fetch(until);
      }
    };
    return waitOut(attempt, ({ failure }) => NOT_THERE_YET.has(failure), until);
  }

  async #generate(until: Deadline): Promise<void> {
    const { GenerateCredentialReportCommand } = await this.#clients.sdk();
    const iam = await this.#clients.iam();
    const command = new GenerateCredentialReportCommand({});
    await call('iam:GenerateCredentialReport', until, (options) => iam.send(command, options));
  }

  async #fetch(until: Deadline): Promise<CredentialReport> {
    const operation = 'iam:GetCredentialReport';
    const { GetCredentialReportCommand, parseCredentialReport } = await this.#clients.sdk();
    const iam = await this.#clients.iam();
    const output = await call(operation, until, (options) => iam.send(new GetCredentialReportCommand({}), options));
    const { Content: content, GeneratedTime: generatedAt } = output;
    const passwords = content && parseCredentialReport(Buffer.from(content).toString('utf8'));
    if (passwords === undefined || generatedAt === undefined) {
      const text = 'the answer holds no credential report';
      throw new AwsCallError({ operation, failure: 'service', code: 'EmptyAnswer', text });
    }
    const fetchedAt = this.#clients.clock.dateOf(output);
    return { generatedAt, fetchedAt, passwordOf: (userName) => passwords.get(userName.toLowerCase()) };
  }
}
