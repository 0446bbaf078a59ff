import * as fs from 'node:fs';
import * as path from 'node:path';

/** The provider as `npm run build` leaves it: one zip of plain JavaScript that serves every platform. */
export interface BuiltProvider {
  /** `HOST/NAMESPACE/TYPE`. */
  readonly source: string;
  readonly version: string;
  /** Terraform's names of the platforms it is delivered for: `linux_amd64`. */
  readonly platforms: readonly string[];
  readonly h1: string;
  readonly zip: Buffer;
}

/** The folder beside `src` and `lib` that holds the built provider. An object, so that a test can point elsewhere. */
export const builtProviderLocation = { folder: path.join(__dirname, '..', '..', '..', 'provider') };

/**
 * Reads the built provider.
 * @throws where the folder is missing: in a checkout that was not built, or in a program that was bundled into one file
 */
export function readBuiltProvider(folder = builtProviderLocation.folder): BuiltProvider {
  try {
    const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as {
      readonly source: string;
      readonly version: string;
      readonly platforms: readonly string[];
      readonly zip: string;
      readonly h1: string;
    };
    const { source, version, platforms, h1 } = manifest;
    return { source, version, platforms, h1, zip: fs.readFileSync(path.join(folder, manifest.zip)) };
  } catch (error) {
    throw new Error(
      `The Terraform provider of cdktf-iam-login-profile cannot be read from ${folder}. ` +
        'In a checkout of the project: run `npm run build`. In a program that is bundled into one file: keep ' +
        'cdktf-iam-login-profile external to the bundle, since synth copies the provider from its folder.',
      { cause: error },
    );
  }
}
