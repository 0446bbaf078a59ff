import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, TerraformStack, Testing } from 'cdktf';
import { builtProviderLocation } from '../../src/constructs/delivery/built-provider';

export const SOURCE = 'cdktf.internal/login-profile/iam';
export const VERSION = '0.1.0';

const PLATFORMS = ['darwin_amd64', 'darwin_arm64', 'linux_amd64', 'linux_arm64'];

const folders: string[] = [];

export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'synth-test-'));
  folders.push(folder);
  return folder;
}

/** Points synth at a provider that this test made, as the build would; until `restore` is called. */
export function useBuiltProvider({ version = VERSION, zip = 'a zip', h1 = 'h1:aGFzaA==' } = {}): string {
  const folder = temporaryFolder();
  const manifest = {
    source: SOURCE,
    version,
    platforms: PLATFORMS,
    protocols: ['6.0'],
    zip: 'terraform-provider-iam.zip',
    h1,
  };
  fs.writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
  fs.writeFileSync(path.join(folder, 'terraform-provider-iam.zip'), zip);
  builtProviderLocation.folder = folder;
  return folder;
}

const original = builtProviderLocation.folder;

export function restore(): void {
  builtProviderLocation.folder = original;
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
}

export const newApp = (outdir = temporaryFolder()): App => Testing.app({ outdir, stackTraces: false });
export const newStack = (id = 'stack', app = newApp()): TerraformStack => new TerraformStack(app, id);

interface Synthesized {
  readonly provider: { readonly iam: readonly Record<string, unknown>[] };
  readonly resource: { readonly iam_login_profile: Record<string, Record<string, unknown>> };
  readonly [block: string]: unknown;
}

/** The stack's Terraform JSON, validations run. */
export const synth = (stack: TerraformStack): Synthesized => JSON.parse(Testing.synth(stack, true)) as Synthesized;

/** All files below a folder with their contents, by relative path. */
export function filesIn(folder: string): Record<string, string> {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return Object.fromEntries(files.sort().map((file) => [path.relative(folder, file), fs.readFileSync(file, 'utf8')]));
}
