/** `iam-login-profile get` and `delete`. */
import { deleteLoginProfile, getLoginProfile, type LookupParameters } from '../../operations';
import type { AddCommand } from '../command';
import { dataOf } from '../envelope';
import {
  type AwsOptions,
  connectWith,
  formOf,
  type FormatOptions,
  withAwsOptions,
  withFormat,
  withTimeout,
} from '../options';

const GET_HELP = `
IAM has no way to read a password or when it was set.

Examples:
  iam-login-profile get --user-name alice
  iam-login-profile get --user-name alice --format json | jq -r .data.created_at`;

const DELETE_HELP = `
Console access ends; access keys stay as they are.

Examples:
  iam-login-profile delete --user-name alice
  iam-login-profile delete --user-name alice --if-exists`;

type Options = LookupParameters & AwsOptions & FormatOptions & { readonly timeout: number };

const USER = ['--user-name <name>', 'the IAM user, in any case'] as const;

export const addGet: AddCommand = (program, surroundings, report) => {
  const command = program.command('get').description('show the login profile of an IAM user as it stands');
  withTimeout(withFormat(withAwsOptions(command.requiredOption(...USER).addHelpText('after', GET_HELP)))).action(
    async ({ userName, timeout: timeoutMs, ...options }: Options) => {
      const form = formOf(options);
      const data = dataOf(await getLoginProfile(connectWith(options, surroundings), { userName, timeoutMs }), form);
      const reset = data.password_reset_required
        ? 'a new password is asked for at the next sign-in'
        : 'no reset is required';
      report({ data, text: `${data.id}: login profile created at ${data.created_at}; ${reset}.`, form });
    },
  );
};

export const addDelete: AddCommand = (program, surroundings, report) => {
  const command = program
    .command('delete')
    .description('remove the login profile of an IAM user, and console access with it')
    .requiredOption(...USER)
    .option('--if-exists', 'count an absent login profile as removed')
    .addHelpText('after', DELETE_HELP);
  withTimeout(withFormat(withAwsOptions(command))).action(
    async ({ userName, timeout: timeoutMs, ifExists, ...options }: Options & { readonly ifExists?: boolean }) => {
      const form = formOf(options);
      const aws = connectWith(options, surroundings);
      const data = dataOf(await deleteLoginProfile(aws, { userName, timeoutMs, ifExists }), form);
      const what = data.deleted ? 'The login profile was removed.' : 'There was no login profile.';
      report({ data, text: `${data.id}: ${what}`, form });
    },
  );
};
