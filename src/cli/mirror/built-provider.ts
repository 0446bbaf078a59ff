import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The provider as `npm run build` leaves it: one zip of plain JavaScript that serves every platform. */
export interface BuiltProvider {
  /** `HOST/NAMESPACE/TYPE`. */
  readonly source: string;
  readonly version: string;
  /** As Terraform names them, such as `linux_amd64`. */
  readonly platforms: readonly string[];
  readonly zip: Uint8Array;
}

/** Reads the built provider. Throws where the package is incomplete. */
export function readBuiltProvider(folder: string): BuiltProvider {
  try {
    const { zip, ...manifest } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Omit<
      BuiltProvider,
      'zip'
    > & { readonly zip: string };
    return { ...manifest, zip: readFileSync(join(folder, zip)) };
  } catch (error) {
    throw new Error(
      `The Terraform provider cannot be read from ${folder}: install cdktf-iam-login-profile again, ` +
        'or run `npm run build` in a checkout of the project.',
      { cause: error },
    );
  }
}
