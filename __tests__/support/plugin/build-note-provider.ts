import { buildSync } from 'esbuild';
import { chmodSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const NOTE_ADDRESS = 'local/example/note';
const VERSION = '1.0.0';

/** Bundles the example as one executable file, as a provider would be shipped. */
export function buildNoteProvider(file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  buildSync({
    entryPoints: [join(__dirname, 'serve-note-provider.ts')],
    outfile: file,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    banner: { js: '#!/usr/bin/env node' },
  });
  chmodSync(file, 0o755);
  return file;
}

/** Where `terraform init` looks for the example without being told. */
export const installedAt = (workspace: string): string =>
  join(
    workspace,
    'terraform.d/plugins',
    NOTE_ADDRESS,
    VERSION,
    `${process.platform}_${process.arch === 'x64' ? 'amd64' : 'arm64'}`,
    'terraform-provider-note.cjs',
  );
