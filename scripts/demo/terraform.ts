import { spawnSync } from 'node:child_process';

/** Terraform's version, or the one line that tells how to get it. */
export function requireTerraform(command = process.env.TERRAFORM_BINARY_NAME ?? 'terraform'): string {
  const { error, stdout } = spawnSync(command, ['version', '-json'], { encoding: 'utf8' });
  if (error !== undefined) {
    throw new Error(
      `${command} was not found. Install Terraform 1.5 or later (https://developer.hashicorp.com/terraform/install) and put it on the PATH.`,
    );
  }
  return (JSON.parse(stdout) as { terraform_version: string }).terraform_version;
}
