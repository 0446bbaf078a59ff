import { parseEntries } from '../../../../src/cli/set-many/entries';

describe('a file of many mistakes', () => {
  test('is refused in few words, however many there are', () => {
    const rows = Array.from({ length: 150_000 }, () => ({ user_name: 'alice', secret_id: 'console/alice' }));
    expect(() => parseEntries('users.json', JSON.stringify(rows))).toThrow(/And 149994 more\./);
  });

  test('is quoted without what a terminal would obey', () => {
    expect(() => parseEntries('users.csv', 'user_name,secret_id,\u009b2J\nalice,console/alice,x\n')).toThrow(
      /There is no column "\?2J"/,
    );
  });
});
