import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type * as Sdk from './sdk';
import type { IdentitySettings } from './settings';

/** The two shared files as the SDK takes them; left out, it finds its own. */
export interface SharedFiles {
  readonly configFilepath?: string;
  readonly filepath?: string;
}

type Settings = Pick<IdentitySettings, 'profile' | 'sharedConfigFiles' | 'sharedCredentialsFiles'>;

export async function sharedFiles(settings: Settings, sdk: typeof Sdk): Promise<SharedFiles> {
  const [configFilepath, filepath] = await Promise.all([
    asOneFile(settings.sharedConfigFiles, sdk),
    asOneFile(settings.sharedCredentialsFiles, sdk),
  ]);
  return { ...(configFilepath !== undefined && { configFilepath }), ...(filepath !== undefined && { filepath }) };
}

/** The Region that the profile names in the shared files. */
export async function regionOfProfile(settings: Settings, sdk: typeof Sdk): Promise<string | undefined> {
  const { configFile, credentialsFile } = await sdk.loadSharedConfigFiles(await sharedFiles(settings, sdk));
  const name = settings.profile ?? process.env.AWS_PROFILE ?? 'default';
  return [configFile, credentialsFile].map((file) => (name in file ? file[name].region : undefined)).find(Boolean);
}

/**
 * The SDK reads one file of each kind. Several are put one behind the other under a path that exists in its memory
 * only; a section that comes again adds to the first, and its later values count.
 */
async function asOneFile(paths: readonly string[] | undefined, sdk: typeof Sdk): Promise<string | undefined> {
  const files = (paths ?? []).map((path) => path.replace(/^~(?=\/)/, homedir()));
  if (files.length < 2) return files.at(0);
  const texts = await Promise.all(files.map((path) => readFile(path, 'utf8').catch(() => '')));
  const merged = join('/merged', ...files.map(encodeURIComponent));
  sdk.externalDataInterceptor.interceptFile(merged, texts.join('\n'));
  return merged;
}
