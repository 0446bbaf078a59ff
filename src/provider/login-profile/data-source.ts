import { type Aws, AwsCallError } from '../../aws';
import {
  type Attr,
  attribute,
  type Call,
  type DataSource,
  type Diagnostic,
  isKnown,
  type StateResult,
} from '../../plugin';
import type { Session } from '../session';
import { explained, lookupContext } from './context';
import { dataLoginProfileSchema } from './data-schema';
import { error, Refusal } from './diagnostics';
import { withoutReport } from './drift-story';
import { rfc3339 } from './model';
import { userNameProblem } from './validate';

interface DataConfig {
  readonly user_name: Attr<string>;
  readonly credential_report: Attr<boolean>;
}

/** Terraform reads a data source only once its configuration is known. */
interface KnownConfig {
  readonly user_name: string;
  readonly credential_report: boolean | null;
}

/** The data source `iam_login_profile`: whether a user has console access, and how old the password is. */
export function loginProfileDataSource(session: () => Session): DataSource {
  return {
    schema: dataLoginProfileSchema,
    validate: async (config) => checkUserName((config as unknown as DataConfig).user_name),
    read: async (config, call) => {
      const { aws } = session();
      if (aws === undefined) return { state: null, diagnostics: [notConfigured] };
      const invalid = checkUserName((config as unknown as DataConfig).user_name);
      if (invalid.length > 0) return { state: null, diagnostics: invalid };
      try {
        return await read(config as unknown as KnownConfig, { aws, session: session(), call });
      } catch (failed) {
        if (!(failed instanceof Refusal)) throw failed;
        return { state: null, diagnostics: [failed.diagnostic] };
      }
    },
  };
}

function checkUserName(userName: Attr<string>): Diagnostic[] {
  const problem = isKnown(userName) ? userNameProblem(userName) : undefined;
  return problem === undefined ? [] : [error('Invalid IAM user name', [problem], attribute('user_name'))];
}

const notConfigured = error('Provider is not configured', [
  'The provider block has values that are known only after apply, so no login profile can be looked up before it.',
]);

interface Surroundings {
  readonly aws: Aws;
  readonly session: Session;
  readonly call: Call;
}

async function read(config: KnownConfig, surroundings: Surroundings): Promise<StateResult> {
  const { user_name: userName } = config;
  const { aws, session, call } = surroundings;
  const { until } = lookupContext(aws, session, call);
  const [profile, report] = await Promise.all([
    explained({ userName, standing: '' }, () => aws.loginProfiles.get(userName, until)),
    config.credential_report === true ? readReport(userName, surroundings) : NO_REPORT,
  ]);
  if (profile === 'no-user') throw new Refusal(noSuchUser(userName));
  const exists = profile !== 'no-login-profile';
  return {
    state: {
      ...config,
      id: exists ? profile.userName : userName,
      exists,
      create_date: exists ? rfc3339(profile.createDate) : null,
      password_reset_pending: exists ? profile.passwordResetRequired : null,
      ...report.state,
    },
    diagnostics: report.diagnostics,
  };
}

type ReportedAttribute = 'password_last_changed' | 'password_last_used' | 'credential_report_generated_at';

interface Reported {
  readonly state: Readonly<Record<ReportedAttribute, string | null>>;
  readonly diagnostics: readonly Diagnostic[];
}

const NO_REPORT: Reported = {
  state: { password_last_changed: null, password_last_used: null, credential_report_generated_at: null },
  diagnostics: [],
};

async function readReport(userName: string, { aws, session, call }: Surroundings): Promise<Reported> {
  const report = await session.credentialReport(aws, call);
  if (report instanceof AwsCallError) {
    const isFirst = session.isFirst('credential report of data sources');
    return { ...NO_REPORT, diagnostics: isFirst ? [reportUnavailable(report)] : [] };
  }
  const password = report.passwordOf(userName);
  const date = (value: Date | undefined) => (value === undefined ? null : rfc3339(value));
  const state = {
    password_last_changed: date(password?.lastChanged),
    password_last_used: date(password?.lastUsed),
    credential_report_generated_at: date(report.generatedAt),
  };
  return { state, diagnostics: [] };
}

/** Said once a run, and apart from what a resource says: here the report is all that was asked for. */
const reportUnavailable = (failed: AwsCallError): Diagnostic =>
  withoutReport(failed, {
    consequence:
      'password_last_changed, password_last_used and credential_report_generated_at are null in all data sources of this run.',
    alternative: 'set credential_report to false',
    path: attribute('credential_report'),
  });

const noSuchUser = (userName: string): Diagnostic =>
  error(
    'IAM user not found',
    [
      `IAM has no user "${userName}".`,
      "Check the spelling and the account of the provider's credentials. Where the same apply creates the user, refer to the user resource, so that Terraform reads this after it.",
    ],
    attribute('user_name'),
  );
