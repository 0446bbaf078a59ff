import { asTable } from '../../../src/cli/doctor/table';

const CHECKS = [{ name: 'node', status: 'failed', found: '18.0.0', fix: 'Install another one.' }] as const;
const table = (isTTY: boolean, env: Readonly<Record<string, string>> = {}) =>
  asTable(CHECKS, { stdout: { isTTY, write: () => undefined }, env });

// eslint-disable-next-line no-control-regex -- colors are control characters
const COLOR = /\u001b\[/;

test('colors are for terminals, and not where NO_COLOR or a dumb terminal says no', () => {
  expect(table(true)).toMatch(COLOR);
  expect(table(true, { NO_COLOR: '' })).toMatch(COLOR);
  for (const plain of [table(false), table(true, { NO_COLOR: '1' }), table(true, { TERM: 'dumb' })]) {
    expect(plain).not.toMatch(COLOR);
    expect(plain).toBe('failed   node  18.0.0\n               Install another one.');
  }
});
