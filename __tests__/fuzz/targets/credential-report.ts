import { parseCredentialReport } from '../../../src/aws/credential-report-csv';

const HEAD =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation';
const ROWS = [
  '<root_account>,arn:aws:iam::111122223333:root,2020-01-01T00:00:00+00:00,not_supported,no_information,not_supported,not_supported',
  'alice,arn:aws:iam::111122223333:user/team/alice,2020-01-01T00:00:00+00:00,true,2026-01-01T00:00:00+00:00,2026-01-02T00:00:00+00:00,N/A',
];

export const seeds = [[HEAD, ...ROWS].join('\n'), HEAD, `${HEAD}\n"al""ice",arn:aws:iam::111122223333:user/a`, ''];
export const words = [
  HEAD,
  ...ROWS,
  'arn:aws:iam::111122223333:user/',
  'N/A',
  '2026-13-45T99:99:99Z',
  '""',
  '\r\n',
  '\ufeff',
];

/** What IAM, or something in its place, gives as credential report: dates by user, or no report. */
export function fuzz(data: Buffer): void {
  for (const [userName, { lastChanged, lastUsed }] of parseCredentialReport(data.toString('utf8')) ?? []) {
    if (userName === '' || userName !== userName.toLowerCase()) throw new Error('a user without a name of its own');
    for (const date of [lastChanged, lastUsed])
      if (date !== undefined && Number.isNaN(date.getTime())) throw new Error('no date');
  }
}
