/**
 * `npm run generate`, the part that makes pages. In the Terraform registry's format `docs/index.md`, `docs/resources/`
 * and `docs/data-sources/`, from `templates/` and the schemas in `src/provider`: descriptions are written in the schema,
 * examples in the template. And `docs/cli.md` and `docs/errors.md`, from the tables of the executable.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Schema } from '../src/plugin';
import { iamProvider } from '../src/provider';
import { cliMarkdown } from './docs/cli-markdown';
import { errorsMarkdown } from './docs/errors-markdown';
import { schemaMarkdown } from './docs/schema-markdown';

const ROOT = join(__dirname, '..');
const PREFIX = /^iam_/;

interface Page {
  /** Below `templates` and `docs`. */
  readonly path: string;
  readonly schema: Schema;
}

function pages(): Page[] {
  const { schema, resources, dataSources } = iamProvider('0.0.0');
  const below = (folder: string, parts: Readonly<Record<string, { readonly schema: Schema }>>): Page[] =>
    Object.entries(parts).map(([type, part]) => ({
      path: join(folder, `${type.replace(PREFIX, '')}.md`),
      schema: part.schema,
    }));
  return [{ path: 'index.md', schema }, ...below('resources', resources), ...below('data-sources', dataSources)];
}

function readTemplate(path: string): string {
  const file = join(ROOT, 'templates', path);
  if (!existsSync(file)) throw new Error(`templates/${path} is missing: write the page's title and examples there.`);
  return readFileSync(file, 'utf8');
}

async function write({ path, schema }: Page): Promise<void> {
  const text = readTemplate(path)
    .replaceAll('{{description}}', () => schema.description ?? '')
    .replaceAll('{{schema}}', () => schemaMarkdown(schema));
  await writePage(path, text);
}

async function writePage(path: string, text: string): Promise<void> {
  const file = join(ROOT, 'docs', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: 'markdown' }));
}

async function main(): Promise<void> {
  for (const folder of ['resources', 'data-sources'])
    rmSync(join(ROOT, 'docs', folder), { recursive: true, force: true });
  for (const page of pages()) await write(page);
  await writePage('cli.md', cliMarkdown());
  await writePage('errors.md', errorsMarkdown());
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
