/** `iam-login-profile completion SHELL`. */
import { Argument, type Command } from 'commander';
import type { AddCommand } from '../command';
import { type CompletedCommand, type Shell, SHELLS } from './shells';

const HELP = `
Examples:
  eval "$(iam-login-profile completion bash)"  # in ~/.bashrc
  eval "$(iam-login-profile completion zsh)"   # in ~/.zshrc, after compinit
  iam-login-profile completion fish > ~/.config/fish/completions/iam-login-profile.fish`;

export const addCompletion: AddCommand = (program, { stdout }) => {
  program
    .command('completion')
    .description('print the completion script for a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(SHELLS)))
    .addHelpText('after', HELP)
    .action((shell: Shell) => {
      stdout.write(SHELLS[shell](program.commands.map(completed)));
    });
};

const completed = (command: Command): CompletedCommand => ({
  name: command.name(),
  argumentChoices: command.registeredArguments.at(0)?.argChoices ?? [],
  description: command.description(),
  options: command.options.flatMap(({ long, description, required, optional, argChoices = [] }) =>
    long === undefined ? [] : [{ flag: long, description, takesValue: required || optional, choices: argChoices }],
  ),
});
