import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CommandError } from '../envelope';
import type { BuiltProvider } from './built-provider';

/** What the operating system says about a folder that the user has to change. */
const REFUSALS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  EEXIST: 'a file stands in the way',
  ENOTDIR: 'a file stands in the way',
  ENOENT: 'a folder above it cannot be made',
};

/**
 * The files of the provider below a mirror's folder: packed, one zip per platform. Packed because the zip carries the
 * execute bit, which copies of a folder easily lose.
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror
 */
export function mirrorFiles({ source, version, platforms }: Omit<BuiltProvider, 'zip'>): string[] {
  return platforms.map((platform) =>
    join(...source.split('/'), `terraform-provider-${basename(source)}_${version}_${platform}.zip`),
  );
}

/** In one step, so that no Terraform reads half a file, and only where the content differs. */
function writeIfChanged(file: string, content: Uint8Array): void {
  if (existsSync(file) && readFileSync(file).equals(content)) return;
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, content);
  renameSync(draft, file);
}

/**
 * Writes the provider into a filesystem mirror. Other providers and versions there stay, as in any mirror.
 * @throws CommandError where the folder cannot be written
 */
export function writeMirror(directory: string, provider: BuiltProvider): void {
  try {
    for (const file of mirrorFiles(provider)) writeIfChanged(join(directory, file), provider.zip);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const refusal = code === undefined ? undefined : REFUSALS[code];
    if (code === undefined || refusal === undefined) throw error;
    throw new CommandError(
      'VALIDATION_ERROR',
      `The mirror cannot be written to ${directory}: ${refusal} (${code}). Name a folder that you may write to.`,
    );
  }
}
