import { basename, dirname } from 'node:path/posix';
import type { BuiltProvider } from './built-provider';

type Named = Pick<BuiltProvider, 'source' | 'version'>;

/** The lines that a Terraform configuration needs. */
export const requiredProviders = ({ source, version }: Named): string =>
  `terraform {
  required_providers {
    ${basename(source)} = {
      source  = "${source}"
      version = "${version}"
    }
  }
}`;

/**
 * The lines for Terraform's CLI configuration. They name `direct` too: a `provider_installation` block switches off
 * every place that it leaves out.
 * @param directory absolute: Terraform would take another path from the folder it runs in
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation
 */
export function cliConfiguration({ source }: Named, directory: string): string {
  const providers = `["${dirname(source)}/*"]`;
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(directory)}
    include = ${providers}
  }
  direct {
    exclude = ${providers}
  }
}`;
}
