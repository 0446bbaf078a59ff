import { toTell, type Report, type StackReport, countKinds, whichApply, DRIFT_EXIT_STATUS } from '../report';
import type { Finding } from '../classify';
import { tell } from '../words';

/** The report for programs: every finding, one by one. */
export const asData = ({ result, stacks }: Report) => ({
  result,
  exit_status: DRIFT_EXIT_STATUS[result],
  login_profiles: countKinds(stacks.flatMap(({ findings }) => findings)),
  stacks: stacks.map(stackData),
});

const stackData = (report: StackReport) => ({
  stack: report.stack,
  result: report.result,
  refresh_only: report.isRefreshOnly,
  ...(report.failure === undefined ? {} : { failure: report.failure }),
  login_profiles: countKinds(report.findings),
  findings: toTell(report).map((finding) => findingData(finding, report)),
});

const findingData = (finding: Finding, report: StackReport) => ({
  kind: finding.kind,
  also: finding.also,
  address: finding.address,
  user_name: finding.userName ?? null,
  sync_status: finding.status ?? null,
  secret_version_id: finding.rotation ?? null,
  changed_arguments: finding.changed,
  message: tell(finding, whichApply(report)),
});
