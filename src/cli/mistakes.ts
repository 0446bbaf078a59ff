/** Mistakes in the arguments: what commander says about them, without what may be a password. */
import type { Command, CommanderError } from 'commander';
import { CommandError } from './envelope';

export const PASSWORD_REFUSAL =
  'A password is not taken as a parameter: it would stay in the shell history, in process lists and in files. Put it ' +
  'into a secret and name that (--secret-id), or pipe it in (--password-stdin).';

/** What people write who look for --password, and the flag that takes no value. */
const PASSWORD_OPTION = /^--?(new-?)?pass(word|wd)?(=|$)|^--password-stdin=/i;

/**
 * Before the arguments are parsed, whose mistakes are quoted: the value must not be.
 * @throws CommandError
 */
export function refusePassword(args: readonly string[], exitStatusOf: ExitStatusOf): void {
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  if (!own.some((arg) => PASSWORD_OPTION.test(arg))) return;
  const exitStatus = exitStatusOf(args.at(0) ?? '');
  throw new CommandError('VALIDATION_ERROR', PASSWORD_REFUSAL, exitStatus === undefined ? {} : { exitStatus });
}

/** Of mistakes in a command's arguments; undefined where the code's own counts. */
export type ExitStatusOf = (command: string) => number | undefined;

/** Has a command refuse its mistakes in our words. */
export function refuseMistakes(command: Command, exitStatus: number | undefined): void {
  refuseMissingValues(command);
  const help = `${command.parent === null ? '' : `${command.parent.name()} `}${command.name()} --help`;
  command.exitOverride((error) => {
    // Help and the version come as errors too; they stay what they are.
    if (error.exitCode === 0) throw error;
    const options = exitStatus === undefined ? {} : { exitStatus };
    throw new CommandError('VALIDATION_ERROR', `${messageOf(error)}. See ${help}.`, options);
  });
}

function messageOf({ code, message }: CommanderError): string {
  if (code === 'commander.help') return 'There is no such command';
  return withoutValue(message.replace(/^error: /, '')).replace(/\.$/, '');
}

/** An option that is none is quoted as it was given: of --name=value only the name may be shown, of -nvalue only -n. */
const withoutValue = (message: string): string =>
  message.replace(/^(unknown option ')([\s\S]*)'(?=$|\n\(Did you mean)/, (_all, before: string, option: string) => {
    const name = option.startsWith('--') ? option.replace(/=[\s\S]*$/, '') : option.slice(0, 2);
    return `${before}${name}'`;
  });

/** Or the next option would be taken for the value, and a dry run would become a real one. */
function refuseMissingValues(command: Command): void {
  for (const option of command.options.filter(({ required }) => required)) {
    const { parseArg } = option;
    option.argParser((value: string, previous: unknown) => {
      if (value.startsWith('--')) {
        command.error(`option '${option.flags}' argument missing: what follows is another option`);
      }
      return parseArg === undefined ? value : parseArg(value, previous);
    });
  }
}
