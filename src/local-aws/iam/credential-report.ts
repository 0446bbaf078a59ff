import type { AccountScope } from '../account-scope';
import { ServiceError } from '../model/service-error';
import type { AccountPasswordPolicy } from './account-settings';
import type { IamConsistency } from './consistency';
import { credentialReportCsv } from './credential-report-csv';
import type { Users } from './users';

/** A report is kept, and no other one made, for this long. */
const REPORT_LIFETIME_MS = 4 * 60 * 60 * 1000;

export interface CredentialReport {
  readonly content: string;
  readonly generatedTime: Date;
}

export interface Generation {
  readonly state: 'STARTED' | 'INPROGRESS' | 'COMPLETE';
  readonly description?: string;
}

/** The one stored report of an account, which stays as it is whatever changes meanwhile. */
export class CredentialReports {
  readonly #scope: AccountScope;
  readonly #users: Users;
  readonly #policy: AccountPasswordPolicy;
  readonly #settings: IamConsistency;
  readonly #accountCreated: Date;
  #report: (CredentialReport & { readonly readyAt: number }) | undefined;

  constructor(scope: AccountScope, users: Users, policy: AccountPasswordPolicy, settings: IamConsistency) {
    this.#scope = scope;
    this.#users = users;
    this.#policy = policy;
    this.#settings = settings;
    this.#accountCreated = scope.nowToTheSecond();
  }

  generate(): Generation {
    const now = this.#scope.now().getTime();
    if (this.#report !== undefined && !this.#isExpired(this.#report.generatedTime)) {
      return { state: now < this.#report.readyAt ? 'INPROGRESS' : 'COMPLETE' };
    }
    const content = credentialReportCsv(this.#scope, this.#accountCreated, this.#users.list(), this.#policy);
    const readyAt = now + this.#settings.credentialReportGenerationMs;
    this.#report = { content, generatedTime: this.#scope.nowToTheSecond(), readyAt };
    return { state: 'STARTED', description: 'No report exists. Starting a new report generation task' };
  }

  /** @throws ServiceError `ReportNotPresent`, `ReportInProgress`, `ReportExpired`, all without a message as recorded. */
  get(): CredentialReport {
    if (this.#report === undefined) throw new ServiceError('ReportNotPresent', '');
    if (this.#scope.now().getTime() < this.#report.readyAt) throw new ServiceError('ReportInProgress', '');
    if (this.#isExpired(this.#report.generatedTime)) throw new ServiceError('ReportExpired', '');
    return this.#report;
  }

  #isExpired(generatedTime: Date): boolean {
    return this.#scope.now().getTime() - generatedTime.getTime() >= REPORT_LIFETIME_MS;
  }
}
