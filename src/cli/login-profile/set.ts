/** `iam-login-profile set`: the password of one user, or of many. */
import { Option, type Command } from 'commander';
import { type UpdatedLoginProfile, updateLoginProfile, type UpdateLoginProfileParameters } from '../../operations';
import type { AddCommand, Surroundings } from '../command';
import { CommandError, dataOf, type Outcome } from '../envelope';
import {
  type AwsOptions,
  connectWith,
  formOf,
  type FormatOptions,
  wholeNumber,
  withAwsOptions,
  withFormat,
  withTimeout,
} from '../options';
import { setMany } from '../set-many';
import { parseInputJson, SKELETON } from './input-json';
import { passwordFromStdin } from './password-input';

const HELP = `
Without a version the one that carries AWSCURRENT is taken. A password given by --password-stdin loses one final line
break, as echo and editors add one. There is no --password: it would stay in the shell history.

Files for --from have a user a row (CSV with a header, or a JSON array of objects):
  user_name,secret_id,secret_json_key,secret_version_id,secret_version_stage,password_reset_required
Only the first two are needed. What is done is written to FILE.journal, without secrets; after an interruption the same
command goes on where it stopped. Off a terminal every user is one line of JSON, and the last line is the summary.
Where users fail, its code and the exit status are those of the first of them in the order of the file.

Examples:
  iam-login-profile set --user-name alice --secret-id console/alice --password-reset-required
  iam-login-profile set --user-name alice --secret-id console/team --secret-json-key alice
  pass show alice | iam-login-profile set --user-name alice --password-stdin
  iam-login-profile set --user-name alice --no-password-reset-required
  iam-login-profile set --cli-input-json file://alice.json
  iam-login-profile set --from users.csv --dry-run`;

interface SetOptions extends AwsOptions, FormatOptions, Partial<UpdateLoginProfileParameters> {
  readonly passwordStdin?: boolean;
  readonly cliInputJson?: string;
  readonly generateCliSkeleton?: boolean;
  readonly createOnly?: boolean;
  readonly updateOnly?: boolean;
  readonly timeout: number;
  readonly from?: string;
  readonly journal?: string;
  readonly restart?: boolean;
  readonly parallelism: number;
}

/** What is said of one user stands in the file where there are many. */
const NOT_WITH_FROM = [
  'userName',
  'secretId',
  'secretJsonKey',
  'secretVersionId',
  'secretVersionStage',
  'passwordStdin',
  'passwordResetRequired',
  'cliInputJson',
] as const;

const ONLY_WITH_FROM = ['journal', 'restart', 'parallelism'] as const;

const withSetOptions = (command: Command): Command =>
  command
    .option('--user-name <name>', 'the IAM user: 1-64 letters, digits or _+=,.@-')
    .option('--secret-id <id>', 'name or full ARN of the secret that holds the password')
    .option('--secret-json-key <key>', 'the key of the password where the secret is a JSON object')
    .option('--secret-version-id <id>', 'exactly that version of the secret')
    .option('--secret-version-stage <label>', 'the version that carries this label (default: AWSCURRENT)')
    .option('--password-stdin', 'read the password from standard input')
    .option('--password-reset-required', 'the person must choose a new password at the next sign-in')
    .option('--no-password-reset-required', 'the password stays until it is changed')
    .addOption(new Option('--create-only', 'fail where the user has a login profile already').conflicts('updateOnly'))
    .option('--update-only', 'fail where the user has no login profile')
    .option('--wait', 'wait up to a minute for a user that IAM does not know yet')
    .option('--dry-run', 'say what would be done; reads no secret’s value and changes nothing')
    .option('--cli-input-json <json>', 'parameters as JSON, or file:// and a path; options win')
    .option('--generate-cli-skeleton', 'print the JSON for --cli-input-json to fill in')
    .addOption(new Option('--from <file>', 'set the users of this .csv or .json file').conflicts([...NOT_WITH_FROM]))
    .option('--journal <file>', 'where --from notes what is done (default: FILE.journal)')
    .option('--restart', 'with --from: do all again, whatever the journal says')
    .option('--parallelism <n>', 'with --from: users at a time, at most', wholeNumber('--parallelism', 1, 64), 8);

export const addSet: AddCommand = (program, surroundings, report) => {
  const command = program
    .command('set')
    .description('set the console password of an IAM user, from a secret or from standard input')
    .addHelpText('after', HELP);
  withTimeout(withFormat(withAwsOptions(withSetOptions(command)))).action(async (options: SetOptions) => {
    if (options.from === undefined) refuseWithoutFrom(command);
    if (options.generateCliSkeleton === true) {
      surroundings.stdout.write(`${JSON.stringify(SKELETON, null, 2)}\n`);
    } else if (options.from === undefined) {
      report(await setOne(options, surroundings));
    } else {
      report(await setMany({ ...options, from: options.from }, surroundings));
    }
  });
};

/** What is meant for many would be ignored for one. */
function refuseWithoutFrom(command: Command): void {
  const given = ONLY_WITH_FROM.find((name) => command.getOptionValueSource(name) === 'cli');
  if (given === undefined) return;
  const flags = command.options.find((option) => option.attributeName() === given)?.flags ?? given;
  command.error(`option '${flags}' cannot be used without option '--from <file>'`);
}

async function setOne(options: SetOptions, surroundings: Surroundings): Promise<Outcome> {
  const parameters = { ...(await parametersOf(options, surroundings)), dryRun: options.dryRun };
  const form = formOf(options);
  const data = dataOf(await updateLoginProfile(connectWith(options, surroundings), parameters), form);
  return { data, text: told(data), form };
}

const PARAMETERS = [
  'userName',
  'secretId',
  'secretJsonKey',
  'secretVersionId',
  'secretVersionStage',
  'passwordResetRequired',
] as const;

async function parametersOf(options: SetOptions, { stdin }: Surroundings): Promise<UpdateLoginProfileParameters> {
  const input = options.cliInputJson === undefined ? {} : parseInputJson(options.cliInputJson);
  const given = PARAMETERS.filter((name) => options[name] !== undefined).map((name) => [name, options[name]] as const);
  const parameters = { ...input, ...Object.fromEntries(given) } as Partial<UpdateLoginProfileParameters>;
  const { userName } = parameters;
  if (userName === undefined) throw new CommandError('VALIDATION_ERROR', 'Name the user: --user-name.');
  return {
    ...parameters,
    userName,
    ...(options.passwordStdin === true && { password: await passwordFromStdin(stdin) }),
    mode: options.createOnly === true ? 'create-only' : options.updateOnly === true ? 'update-only' : 'either',
    wait: options.wait,
    timeoutMs: options.timeout,
  };
}

const ACTIONS: Readonly<Record<UpdatedLoginProfile['action'], string>> = {
  created: 'The login profile was created',
  updated: 'The login profile was updated',
  would_create: 'The login profile would be created',
  would_update: 'The login profile would be updated',
};

/** What was done, for a person. */
export function told(data: UpdatedLoginProfile): string {
  const from =
    data.secret_version_id === null ? '' : `, with version ${data.secret_version_id} of ${data.secret_arn ?? ''}`;
  const reset = data.password_reset_required ? 'A new password is asked for at the next sign-in.' : '';
  return `${data.id}: ${ACTIONS[data.action]}${from}. ${reset}`.trimEnd();
}
