/** Builds `bin/iam-login-profile.cjs`: the executable in one file, so that the package needs no dependencies. */
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(__dirname, '..');
const OUTFILE = join(ROOT, 'bin', 'iam-login-profile.cjs');

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

async function main(): Promise<void> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/cli/iam-login-profile.ts'],
    outfile: OUTFILE,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    legalComments: 'none',
    banner: { js: '#!/usr/bin/env node' },
    define: { PACKAGE_VERSION: JSON.stringify(version) },
  });
  chmodSync(OUTFILE, 0o755);
}

void main();
