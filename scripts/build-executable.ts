/** Builds `bin/iam-login-profile.cjs`: the executable in one file, so that the package needs no dependencies. */
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { bundle, OUT, ROOT } from './bundle';

const OUTFILE = join(OUT, 'bin', 'iam-login-profile.cjs');

/** The AWS SDK stands in a file of its own, which commands that call nothing do not even parse; see build-operations. */
const AWS_SDK = '../lib-aws/aws-sdk.cjs';

const awsSdkApart: Plugin = {
  name: 'aws-sdk-apart',
  setup: (building) => {
    building.onResolve({ filter: /^\.\/sdk\.js$/ }, () => ({ path: AWS_SDK, external: true }));
  },
};

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

async function main(): Promise<void> {
  await bundle('executable', {
    entryPoints: ['src/cli/iam-login-profile.ts'],
    outfile: OUTFILE,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    legalComments: 'none',
    // A plain require: a dynamic import would start the module loader that nothing else here needs.
    supported: { 'dynamic-import': false },
    plugins: [awsSdkApart],
    banner: { js: '#!/usr/bin/env node' },
    define: { PACKAGE_VERSION: JSON.stringify(version) },
  });
  chmodSync(OUTFILE, 0o755);
}

void main();
