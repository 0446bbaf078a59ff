/** Reads who is to be set from a file, and checks all of it before anything is called. */
import { extname } from 'node:path';
import { parse } from 'csv-parse/sync';
import { checkParameters, OperationError, type SecretReference } from '../../operations';
import { CommandError } from '../envelope';
import { quoted } from '../quoted';
import { readGivenText } from '../read-up-to';

/** One user of the file. */
export interface Entry extends SecretReference {
  readonly userName: string;
  readonly passwordResetRequired?: boolean | undefined;
}

/** An account has 5,000 users at most; their names, secrets and versions take about a tenth of this. */
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_PROBLEMS_TOLD = 5;

/** Columns of the file, and what else they may be called. */
const COLUMNS: Readonly<Partial<Record<string, keyof Entry>>> = {
  user_name: 'userName',
  user: 'userName',
  secret_id: 'secretId',
  secret: 'secretId',
  secret_json_key: 'secretJsonKey',
  key: 'secretJsonKey',
  secret_version_id: 'secretVersionId',
  version: 'secretVersionId',
  secret_version_stage: 'secretVersionStage',
  stage: 'secretVersionStage',
  password_reset_required: 'passwordResetRequired',
};

type Row = Readonly<Record<string, unknown>>;

const refusal = (message: string): CommandError => new CommandError('VALIDATION_ERROR', message);

/** @throws CommandError where the file cannot be read, or any of its rows breaks a rule */
export function readEntries(file: string): Entry[] {
  return parseEntries(file, readGivenText(file, MAX_BYTES));
}

/**
 * @param file whose extension says what the text is
 * @throws CommandError where any of the rows breaks a rule
 */
export function parseEntries(file: string, text: string): Entry[] {
  const rows = extname(file).toLowerCase() === '.json' ? jsonRows(file, text) : csvRows(file, text);
  if (rows.length === 0) throw refusal(`${file} names no user.`);
  const problems: string[] = [];
  const entries = rows.flatMap((row, index) => {
    try {
      return [entryOf(row)];
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      problems.push(`row ${index + 1}: ${error.message}`);
      return [];
    }
  });
  const all = [...problems, ...duplicates(entries)];
  if (all.length > 0) throw refusal(`${file}: ${summedUp(all)}`);
  return entries;
}

const summedUp = (problems: readonly string[]): string => {
  const more = problems.length - MAX_PROBLEMS_TOLD;
  return `${problems.slice(0, MAX_PROBLEMS_TOLD).join(' ')}${more > 0 ? ` And ${more} more.` : ''} Nothing was done.`;
};

/** The parser's messages may quote a line, and a line may hold what should not be there. */
function csvRows(file: string, text: string): Row[] {
  try {
    return parse(text, {
      bom: true,
      columns: (header: string[]) => distinct(file, header),
      skip_empty_lines: true,
      trim: true,
    });
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const { code = 'CSV_ERROR', lines } = error as { code?: string; lines?: number };
    throw refusal(
      `${file} is no CSV with a header and the same columns in each row (${code}, near line ${lines ?? 1}).`,
    );
  }
}

/** The names in the first line. Of two that are the same the parser would keep the last. */
function distinct(file: string, header: string[]): string[] {
  if (!header.some((column) => Object.hasOwn(COLUMNS, column))) {
    throw refusal(`${file}: the first line must be the header, such as user_name,secret_id.`);
  }
  const seen = new Set<string>();
  const twin = header.find((column) => seen.size === seen.add(column).size);
  if (twin !== undefined) throw refusal(`${file}: the header names ${quoted(twin)} twice.`);
  return header;
}

function jsonRows(file: string, text: string): Row[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refusal(`${file} is not JSON.`);
  }
  const isRow = (row: unknown): row is Row => typeof row === 'object' && row !== null && !Array.isArray(row);
  if (!Array.isArray(value) || !value.every(isRow)) throw refusal(`${file} is no JSON array of objects.`);
  return value;
}

const invalid = (message: string): OperationError => new OperationError({ code: 'VALIDATION_ERROR', message });

/** An empty cell is one that says nothing. @throws OperationError */
function entryOf(row: Row): Entry {
  refuseTwins(row);
  const values = Object.entries(row).filter(([, value]) => value !== '' && value !== null);
  const entry = Object.fromEntries(values.map(([column, value]) => cell(column, value))) as Partial<Entry>;
  if (entry.userName === undefined) throw invalid('There is no user_name.');
  if (entry.secretId === undefined) throw invalid('There is no secret_id.');
  const whole: Entry = { ...entry, userName: entry.userName, secretId: entry.secretId };
  checkParameters(whole);
  return whole;
}

/** Two names of one column, of which only one could count. */
function refuseTwins(row: Row): void {
  const columns = Object.keys(row).filter((column) => Object.hasOwn(COLUMNS, column));
  const twin = columns.find((column, index) =>
    columns.slice(0, index).some((other) => COLUMNS[other] === COLUMNS[column]),
  );
  if (twin === undefined) return;
  const other = columns.find((column) => COLUMNS[column] === COLUMNS[twin]) ?? '';
  throw invalid(`The columns ${other} and ${twin} are the same thing. Leave one out.`);
}

function cell(column: string, value: unknown): readonly [keyof Entry, unknown] {
  if (/^pass(word)?$/i.test(column))
    throw invalid('A password does not belong into a file: name a secret that holds it.');
  const name = Object.hasOwn(COLUMNS, column) ? COLUMNS[column] : undefined;
  if (name === undefined) throw invalid(`There is no column ${quoted(column)}.`);
  if (name === 'passwordResetRequired') return [name, yesOrNo(value)];
  if (typeof value !== 'string') throw invalid(`${column} is no text.`);
  return [name, value];
}

function yesOrNo(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw invalid('password_reset_required is true or false.');
}

/** IAM knows no case, and the second row would undo the first one. */
function duplicates(entries: readonly Entry[]): string[] {
  const seen = new Set<string>();
  return entries.flatMap(({ userName }) => {
    const key = userName.toLowerCase();
    if (seen.has(key)) return [`The user "${userName}" is named twice.`];
    seen.add(key);
    return [];
  });
}
