import { Command, CommanderError } from 'commander';
import { revealingOptionProblem } from '../plugin';
import type { AddCommand, Surroundings } from './command';
import { CommandError, type Form, type Outcome, writeError, writeOutcome } from './envelope';
import { addCompletion } from './completion';
import { addDoctor } from './doctor';
import { addDrift, DRIFT_EXIT_STATUS } from './drift';
import { addLocalAws } from './local-aws';
import { addDelete, addGet, addSet } from './login-profile';
import { addMirror } from './mirror';
import { type ExitStatusOf, refuseMistakes, refusePassword } from './mistakes';
import { addPolicy } from './policy';

const COMMANDS: readonly AddCommand[] = [
  addSet,
  addGet,
  addDelete,
  addDrift,
  addDoctor,
  addPolicy,
  addMirror,
  addLocalAws,
  addCompletion,
];

const HELP = `
At a terminal answers are words; elsewhere each is one JSON object: {"success":true,"data":{…}} or
{"success":false,"error":{"code":…,"message":…}}. Messages go to stderr. NO_COLOR is obeyed.

Exit status:
  0  success
  1  AWS failed, throttled or reached a limit; or something that should not happen
  2  a parameter, a file or a password breaks a rule, or there is no such command (drift: somebody changed a login
     profile)
  3  there is no such user, login profile, secret or version (drift: a rotation waits)
  4  a conflict: it exists already, or AWS is busy with it
  5  access: credentials or permissions

Examples:
  iam-login-profile set --user-name alice --secret-id console/alice --password-reset-required
  iam-login-profile doctor --user-name alice --secret-id console/alice
  terraform show -json plan.tfplan | iam-login-profile drift -`;

/** In this command 2 means drift, so no mistake may exit with it. */
const exitStatusOfMistakes: ExitStatusOf = (command) => (command === 'drift' ? DRIFT_EXIT_STATUS.failure : undefined);

/** The commands and their options. Documentation and completions are made of the same. */
export function commandLine(surroundings: Surroundings, report: (outcome: Outcome) => void): Command {
  const program = new Command('iam-login-profile')
    .description('Console passwords of IAM users, from secrets in AWS Secrets Manager.')
    .version(surroundings.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', HELP)
    // What commander would print about a mistake is thrown as well, and becomes the answer.
    .configureOutput({ writeOut: (text) => void surroundings.stdout.write(text), writeErr: () => undefined })
    .action((_options: unknown, { args }: Command) => {
      const name = args.at(0);
      throw new CommandError(
        'VALIDATION_ERROR',
        `${name === undefined ? 'No command was given' : `There is no command "${name}"`}. ` +
          'Run iam-login-profile --help for the list.',
      );
    });
  for (const add of COMMANDS) add(program, surroundings, report);
  for (const command of [program, ...program.commands]) refuseMistakes(command, exitStatusOfMistakes(command.name()));
  // Of the program alone, not of the commands: the action above says what is wrong better than commander does.
  return program.allowExcessArguments();
}

/** Help and the version arrive as thrown objects too; they are answers, not mistakes. */
const isPrinted = (error: unknown): boolean => error instanceof CommanderError && error.exitCode === 0;

const FORM_OF_FORMAT: Readonly<Partial<Record<string, Form>>> = {
  json: 'data',
  text: 'text',
  table: 'text',
  markdown: 'text',
  junit: 'text',
};

/** The form that was asked for, also where the arguments could not be parsed as a whole. */
function formAskedFor(args: readonly string[]): Form | undefined {
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  const place = own.findIndex((arg) => /^--format(=|$)/.test(arg));
  const [, value = own[place + 1] ?? ''] = /^--format=(.*)$/.exec(own[place] ?? '') ?? [];
  return place === -1 ? undefined : FORM_OF_FORMAT[value];
}

/** @throws CommandError */
function refuseRevealingOptions({ NODE_OPTIONS }: Surroundings['env'], args: readonly string[]): void {
  const problem = revealingOptionProblem(NODE_OPTIONS ?? '');
  if (problem === undefined) return;
  const exitStatus = exitStatusOfMistakes(args.at(0) ?? '');
  throw new CommandError('VALIDATION_ERROR', `${problem}.`, exitStatus === undefined ? {} : { exitStatus });
}

/**
 * Runs one command. Never throws: what goes wrong is written, too.
 * @param args without the names of Node and the script
 * @returns the exit status, see EXIT_STATUS
 */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<number> {
  let exitStatus = 0;
  try {
    refuseRevealingOptions(surroundings.env, args);
    refusePassword(args, exitStatusOfMistakes);
    const program = commandLine(surroundings, (outcome) => (exitStatus = writeOutcome(outcome, surroundings)));
    await program.parseAsync(args, { from: 'user' });
    return exitStatus;
  } catch (error) {
    return isPrinted(error) ? 0 : writeError(error, surroundings, formAskedFor(args));
  }
}
