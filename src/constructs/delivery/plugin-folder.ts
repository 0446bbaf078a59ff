import * as fs from 'node:fs';
import * as path from 'node:path';
import type { BuiltProvider } from './built-provider';
import { writeFileIfChanged } from './write-file';

/** Removes what another version left behind: Terraform would pick the newest version it finds. */
function removeOthers(folder: string, wanted: ReadonlySet<string>): void {
  const others = fs.readdirSync(folder).filter((name) => !wanted.has(name) && !name.endsWith('.tmp'));
  for (const name of others) fs.rmSync(path.join(folder, name), { recursive: true, force: true });
}

/**
 * Puts the provider where `terraform init` looks first: packed, one zip per platform, below `terraform.d/plugins` of
 * the stack's folder. Packed because the zip carries the execute bit, which copies of a folder easily lose.
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
 */
export function writePluginFolder(stackFolder: string, provider: BuiltProvider): void {
  const folder = path.join(stackFolder, 'terraform.d', 'plugins', ...provider.source.split('/'));
  const type = path.basename(provider.source);
  const names = provider.platforms.map((platform) => `terraform-provider-${type}_${provider.version}_${platform}.zip`);
  for (const name of names) writeFileIfChanged(path.join(folder, name), provider.zip);
  removeOthers(folder, new Set(names));
}
