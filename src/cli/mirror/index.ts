/** `iam-login-profile mirror DIR`: the provider for configurations that are written in HCL. */
import { resolve } from 'node:path';
import type { AddCommand } from '../command';
import { readBuiltProvider } from './built-provider';
import { cliConfiguration, requiredProviders } from './configuration';
import { writeMirror } from './write-mirror';

const HELP = `
Examples:
  iam-login-profile mirror terraform.d/plugins           # for the configuration in this folder, nothing to configure
  iam-login-profile mirror /usr/share/terraform/plugins  # for every configuration on a Linux machine`;

const indented = (hcl: string): string => hcl.replace(/^(?=.)/gm, '  ');

export const addMirror: AddCommand = (program, { providerFolder }, report) => {
  program
    .command('mirror')
    .description('write the Terraform provider into a folder, as a filesystem mirror')
    .argument('<dir>', 'the folder; made where it is missing, and other providers in it are left alone')
    .addHelpText('after', HELP)
    .action((dir: string) => {
      const directory = resolve(dir);
      const provider = readBuiltProvider(providerFolder);
      writeMirror(directory, provider);
      const { source, version, platforms } = provider;
      const configuration = requiredProviders(provider);
      const cli = cliConfiguration(provider, directory);
      report({
        data: { directory, source, version, platforms, required_providers: configuration, cli_configuration: cli },
        text: [
          `Provider ${source} ${version} is in ${directory} (${platforms.join(', ')}).`,
          `In the Terraform configuration:\n\n${indented(configuration)}`,
          'Where the folder is none that Terraform searches by itself, such as terraform.d/plugins beside the\n' +
            'configuration, in the CLI configuration (~/.terraformrc, or the file that TF_CLI_CONFIG_FILE names):\n\n' +
            indented(cli),
        ].join('\n\n'),
      });
    });
};
