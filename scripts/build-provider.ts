/**
 * Builds what travels inside the npm package: `provider/terraform-provider-iam.zip`, one archive for every platform
 * (plain JavaScript with its execute bit), and `provider/manifest.json`, which names it and its `h1:` hash.
 * The same sources give the same bytes.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { zipSync } from 'fflate';
import { bundle, OUT, ROOT } from './bundle';

const FOLDER = join(OUT, 'provider');
const SOURCE = 'cdktf.internal/login-profile/iam';
const EXECUTABLE = 'terraform-provider-iam.cjs';
const SERVING = 'serving.cjs';
const AWS_SDK = 'aws-sdk.cjs';
/** Terraform's names of the platforms the provider is delivered for. */
const PLATFORMS = ['darwin_amd64', 'darwin_arm64', 'linux_amd64', 'linux_arm64'];

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

/**
 * What is loaded later, by the words of its one import. The executable holds what leads to the handshake and nothing
 * else; the gRPC services and the rules are read while Terraform takes that in; the AWS SDK at the first call.
 */
const APART: Readonly<Partial<Record<string, string>>> = {
  './services/serving': SERVING,
  '../provider': SERVING,
  './sdk.js': AWS_SDK,
};

const loadedLater = (self: string): Plugin => ({
  name: 'loaded-later',
  setup: (building) => {
    building.onResolve({ filter: /^\.\.?\// }, ({ path }) => {
      const file = APART[path];
      return file === undefined || file === self ? undefined : { path: `./${file}`, external: true };
    });
  },
});

/** @param sources whose exports the file has */
async function bundled(name: string, ...sources: readonly [string, ...string[]]): Promise<Uint8Array> {
  const executable = name === EXECUTABLE;
  const contents = sources.map((source) => `export * from './${source}';`).join('\n');
  const result = await bundle(`provider-${name}`, {
    stdin: { contents, resolveDir: ROOT },
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // Readable where a stack trace may end up in front of a user; the SDK is nobody's to read.
    minify: name === AWS_SDK,
    legalComments: 'none',
    // A plain require: a dynamic import would start the module loader that nothing else here needs.
    supported: { 'dynamic-import': false },
    define: { PROVIDER_VERSION: JSON.stringify(version) },
    plugins: [loadedLater(name)],
    alias: { debug: './scripts/silent-debug.cjs' },
    ...(executable && { banner: { js: '#!/usr/bin/env node' } }),
  });
  const file = result.outputFiles?.at(0);
  if (file === undefined) throw new Error(`esbuild made nothing of ${name}.`);
  return file.contents;
}

const sha256 = (data: Uint8Array | string) => createHash('sha256').update(data);

/** Terraform's hash of a package: over names and contents, in the order of names. */
function h1(files: Readonly<Record<string, Uint8Array>>): string {
  const lines = Object.entries(files)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, contents]) => `${sha256(contents).digest('hex')}  ${name}\n`);
  return `h1:${sha256(lines.join('')).digest('base64')}`;
}

/** Unix, regular file, 0755: without the bit Terraform installs the provider and then cannot start it. */
const EXECUTE = { os: 3, attrs: 0o100755 << 16, mtime: new Date(1980, 0, 1), level: 9 } as const;

async function main(): Promise<void> {
  const files = {
    [EXECUTABLE]: await bundled(EXECUTABLE, 'src/cli/terraform-provider-iam'),
    [SERVING]: await bundled(SERVING, 'src/plugin/services/serving', 'src/provider'),
    [AWS_SDK]: await bundled(AWS_SDK, 'src/aws/sdk'),
  };
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const zip = zipSync(Object.fromEntries(Object.entries(files).map(([name, data]) => [name, [data, EXECUTE]])));
  writeFileSync(join(FOLDER, 'terraform-provider-iam.zip'), zip);
  const manifest = {
    source: SOURCE,
    version,
    protocols: ['6.0'],
    platforms: PLATFORMS,
    zip: 'terraform-provider-iam.zip',
    h1: h1(files),
  };
  writeFileSync(join(FOLDER, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

void main();
