import { parse } from 'csv-parse/sync';

/** What the credential report says about the console password of one user. */
export interface ReportedPassword {
  /** When anybody last set it. `undefined` without a password. To the second. */
  readonly lastChanged: Date | undefined;
  /** The last console sign-in. `undefined` where there was none, or none that AWS knows of. */
  readonly lastUsed: Date | undefined;
}

/** By user name in lower case: IAM compares names without case. */
export type ReportedPasswords = ReadonlyMap<string, ReportedPassword>;

/** Columns are found by their names, since AWS has added some before. */
const NEEDED = ['arn', 'password_last_changed', 'password_last_used'] as const;

type Row = Readonly<Record<(typeof NEEDED)[number], string | undefined>>;

/** `arn:PARTITION:iam::ACCOUNT:user/PATH/NAME`. The root row's ends in `:root` and is no user's. */
const USER_ARN = /^arn:[^:]+:iam::\d{12}:user\/(?:.*\/)?([^/]+)$/;

/** No row of a user comes near it; a text without line breaks is no report. */
const MAX_ROW_CHARACTERS = 65_536;

/**
 * Reads the report's CSV. Rows are told apart by ARN: the column `user` is for people.
 * @returns `undefined` where the text is no credential report
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export function parseCredentialReport(csv: string): ReportedPasswords | undefined {
  const rows = parseRows(csv);
  if (rows === undefined) return undefined;
  const passwords = rows.flatMap(({ arn, ...row }): [string, ReportedPassword][] => {
    const userName = USER_ARN.exec(arn ?? '')?.[1];
    if (userName === undefined) return [];
    return [
      [
        userName.toLowerCase(),
        { lastChanged: dateIn(row.password_last_changed), lastUsed: dateIn(row.password_last_used) },
      ],
    ];
  });
  return new Map(passwords);
}

function parseRows(csv: string): readonly Row[] | undefined {
  let header: readonly string[] = [];
  try {
    const rows: Row[] = parse(csv, {
      columns: (names: string[]) => (header = names),
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: MAX_ROW_CHARACTERS,
    });
    return NEEDED.every((name) => header.includes(name)) ? rows : undefined;
  } catch {
    return undefined;
  }
}

/** `N/A`, `no_information` and `not_supported` are no dates. */
function dateIn(cell: string | undefined): Date | undefined {
  if (cell === undefined || !/^\d{4}-\d\d-\d\dT/.test(cell)) return undefined;
  const date = new Date(cell);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
