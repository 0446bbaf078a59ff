import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '../../../../src/cli/set-many/journal';

const alice = { userName: 'alice', secretId: 'console/alice' };
const done = { secret_version_id: null, at: null };

describe('the journal', () => {
  let folder: string;
  let file: string;
  const open = () => new Journal({ file, from: join(folder, 'users.csv'), isRestart: false, isDryRun: false });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'journal-'));
    file = join(folder, 'users.csv.journal');
    const journal = open();
    journal.add(alice, done);
    journal.close({ isAllDone: false });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('goes on behind the last whole line', () => {
    const before = readFileSync(file, 'utf8');
    appendFileSync(file, '{"row":"[\\"bö');
    const journal = open();
    expect(journal.has(alice)).toBe(true);
    journal.close({ isAllDone: false });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  test('is refused, and left as it is, where a line is no text', () => {
    const damaged = Buffer.concat([readFileSync(file), Buffer.from('{"row":"\xff"}\n', 'latin1')]);
    writeFileSync(file, damaged);
    expect(open).toThrow(`${file} is no journal of this command.`);
    expect(readFileSync(file).equals(damaged)).toBe(true);
  });

  test('is refused where it is far larger than any', () => {
    truncateSync(file, 3 * 1024 ** 3);
    expect(open).toThrow(`${file} is no journal of this command.`);
  });
});
