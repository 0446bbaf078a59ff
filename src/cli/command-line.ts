import { Command, CommanderError } from 'commander';
import type { AddCommand, Surroundings } from './command';
import { CommandError, type Outcome, writeError, writeOutcome } from './envelope';
import { addCompletion } from './completion';
import { addDoctor } from './doctor';
import { addDrift } from './drift';
import { addLocalAws } from './local-aws';
import { addDelete, addGet, addSet } from './login-profile';
import { PASSWORD_REFUSAL } from './login-profile/input-json';
import { addMirror } from './mirror';
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
  2  a parameter, a file or a password breaks a rule (drift: somebody changed a login profile)
  3  there is no such user, login profile, secret or version (drift: a rotation waits)
  4  a conflict: it exists already, or AWS is busy with it
  5  access: credentials or permissions

Examples:
  iam-login-profile set --user-name alice --secret-id console/alice --password-reset-required
  iam-login-profile doctor --user-name alice --secret-id console/alice
  terraform show -json plan.tfplan | iam-login-profile drift -`;

/** The commands and their options. Documentation and completions are made of the same. */
export function commandLine(surroundings: Surroundings, report: (outcome: Outcome) => void): Command {
  const program = new Command('iam-login-profile')
    .description('Console passwords of IAM users, from secrets in AWS Secrets Manager.')
    .version(surroundings.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .addHelpText('after', HELP)
    .exitOverride()
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
  // Of the program alone, not of the commands: the action above says what is wrong better than commander does.
  return program.allowExcessArguments();
}

/** Help and the version arrive as thrown objects too; they are answers, not mistakes. */
const isPrinted = (error: unknown): boolean => error instanceof CommanderError && error.exitCode === 0;

const asCommandError = (error: unknown): unknown =>
  error instanceof CommanderError ? new CommandError('VALIDATION_ERROR', error.message.replace(/^error: /, '')) : error;

/** Before the arguments are parsed, whose mistakes are quoted: the value must not be. @throws CommandError */
function refusePassword(args: readonly string[]): void {
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  if (own.some((arg) => /^--password(=|$)/.test(arg))) throw new CommandError('VALIDATION_ERROR', PASSWORD_REFUSAL);
}

/**
 * Runs one command. Never throws: what goes wrong is written, too.
 * @param args without the names of Node and the script
 * @returns the exit status, see EXIT_STATUS
 */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<number> {
  let exitStatus = 0;
  try {
    refusePassword(args);
    const program = commandLine(surroundings, (outcome) => (exitStatus = writeOutcome(outcome, surroundings)));
    await program.parseAsync(args, { from: 'user' });
    return exitStatus;
  } catch (error) {
    return isPrinted(error) ? 0 : writeError(asCommandError(error), surroundings);
  }
}
