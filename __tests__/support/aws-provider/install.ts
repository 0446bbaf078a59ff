import { buildSync } from 'esbuild';
import { chmodSync, linkSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { providerAddress } from '../../../src/constructs/delivery/lock-file';

/** The version that the bindings of `@cdktf/provider-aws` ask for. */
export const AWS_PROVIDER_VERSION = '6.25.0';

const PLATFORM = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
const EXECUTABLE = 'terraform-provider-aws.cjs';

/** The bundled stand-in, made once for a test file. */
export class AwsProviderStandIn {
  readonly #dir = mkdtempSync(join(tmpdir(), 'lp-aws-'));
  readonly #file = join(this.#dir, EXECUTABLE);

  constructor() {
    buildSync({
      entryPoints: [join(__dirname, 'serve-aws-provider.ts')],
      outfile: this.#file,
      bundle: true,
      minify: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      legalComments: 'none',
      banner: { js: '#!/usr/bin/env node' },
    });
    chmodSync(this.#file, 0o755);
  }

  /** Puts it where `terraform init` looks for `hashicorp/aws` before it would ask anybody else. */
  install(stackFolder: string): void {
    const address = join(stackFolder, 'terraform.d', 'plugins', ...providerAddress('hashicorp/aws').split('/'));
    const folder = join(address, AWS_PROVIDER_VERSION, PLATFORM);
    mkdirSync(folder, { recursive: true });
    linkSync(this.#file, join(folder, EXECUTABLE));
  }

  close(): void {
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
