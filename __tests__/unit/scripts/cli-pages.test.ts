import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cliMarkdown } from '../../../scripts/docs/cli-markdown';
import { errorsMarkdown } from '../../../scripts/docs/errors-markdown';
import { ERROR_CODES } from '../../../src/operations';

const ROOT = join(__dirname, '..', '..', '..');
const DOCS = join(ROOT, 'docs');
const PRETTIER = join(ROOT, 'node_modules', 'prettier', 'bin', 'prettier.cjs');

/** In a process of its own: Prettier loads its parsers in a way that Jest does not. */
const formatted = (markdown: string, file: string): string =>
  spawnSync(process.execPath, [PRETTIER, '--stdin-filepath', file], { input: markdown, encoding: 'utf8', cwd: ROOT })
    .stdout;

test.each([
  ['cli.md', cliMarkdown],
  ['errors.md', errorsMarkdown],
])('docs/%s is what the code says (npm run generate)', (page, markdown) => {
  const file = join(DOCS, page);
  expect(readFileSync(file, 'utf8')).toBe(formatted(markdown(), file));
});

test('the page of errors explains every code', () => {
  const page = readFileSync(join(DOCS, 'errors.md'), 'utf8');
  for (const [code, { exitStatus }] of Object.entries(ERROR_CODES)) {
    expect(page).toMatch(new RegExp(`\\| \`${code}\`\\s+\\| ${exitStatus}\\s+\\| \\S`));
  }
});
