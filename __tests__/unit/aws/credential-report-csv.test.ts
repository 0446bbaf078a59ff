import fc from 'fast-check';
import { parseCredentialReport } from '../../../src/aws/credential-report-csv';

const HEADER = 'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,mfa_active';
const ROOT =
  '<root_account>,arn:aws:iam::111122223333:root,2026-01-01T00:00:00Z,not_supported,no_information,not_supported,false';

const row = (arn: string, lastUsed: string, lastChanged: string, user = 'somebody'): string =>
  `${user},${arn},2026-01-01T00:00:00Z,true,${lastUsed},${lastChanged},false`;

const user = (path: string): string => `arn:aws:iam::111122223333:user/${path}`;

const passwordOf = (csv: string, userName: string) => parseCredentialReport(csv)?.get(userName);

describe('parseCredentialReport', () => {
  test('finds users by ARN, with and without a path, in lower case', () => {
    const csv = [
      HEADER,
      ROOT,
      row(user('Alice'), 'no_information', '2026-02-01T00:00:00Z', 'misleading'),
      row(user('team/a/bob'), '2026-03-01T00:00:00+00:00', '2026-02-02T00:00:00+00:00'),
    ].join('\n');
    expect(parseCredentialReport(csv)).toEqual(
      new Map([
        ['alice', { lastChanged: new Date('2026-02-01T00:00:00Z'), lastUsed: undefined }],
        ['bob', { lastChanged: new Date('2026-02-02T00:00:00Z'), lastUsed: new Date('2026-03-01T00:00:00Z') }],
      ]),
    );
  });

  test('the root row is no user, whatever its user column says', () => {
    const csv = [HEADER, ROOT.replace('<root_account>', 'alice')].join('\n');
    expect(parseCredentialReport(csv)).toEqual(new Map());
  });

  test.each(['N/A', 'no_information', 'not_supported', '', '2026', 'tomorrow', '2026-13-45T99:99:99Z'])(
    '%j is no date',
    (cell) => {
      expect(passwordOf([HEADER, row(user('alice'), cell, cell)].join('\n'), 'alice')).toEqual({
        lastChanged: undefined,
        lastUsed: undefined,
      });
    },
  );

  test('columns are found by name, in any order and among unknown ones', () => {
    const csv = `new_column,password_last_changed,arn,password_last_used\nx,2026-02-01T00:00:00Z,${user('alice')},N/A\n`;
    expect(passwordOf(csv, 'alice')?.lastChanged).toEqual(new Date('2026-02-01T00:00:00Z'));
  });

  test('a comma in a user name, quoted as CSV does, a byte order mark and Windows line breaks', () => {
    const csv = `\uFEFF${HEADER}\r\n"a,b","${user('a,b')}",2026-01-01T00:00:00Z,true,N/A,2026-02-01T00:00:00Z,false\r\n`;
    expect(passwordOf(csv, 'a,b')?.lastChanged).toEqual(new Date('2026-02-01T00:00:00Z'));
  });

  test.each(['aws-cn', 'aws-us-gov', 'aws-eusc'])('partition %s', (partition) => {
    const arn = user('alice').replace('aws', partition);
    expect(passwordOf([HEADER, row(arn, 'N/A', '2026-02-01T00:00:00Z')].join('\n'), 'alice')).toBeDefined();
  });

  test.each(['', '<html><body>Bad gateway</body></html>', 'user,password_last_changed\nalice,x', '{"a":1}', '"'])(
    '%j is no report',
    (text) => {
      expect(parseCredentialReport(text)).toBeUndefined();
    },
  );

  test('any text at all is a report or none, and never an error', () => {
    const cells = fc.stringMatching(/^[\w,"\n:/ .-]{0,20}$/);
    fc.assert(
      fc.property(fc.array(fc.array(cells, { maxLength: 8 }), { maxLength: 8 }), fc.boolean(), (rows, withHeader) => {
        const lines = rows.map((line) => line.join(','));
        const parsed = parseCredentialReport([...(withHeader ? [HEADER] : []), ...lines].join('\n'));
        expect(parsed === undefined || parsed instanceof Map).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
