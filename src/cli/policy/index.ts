/** `iam-login-profile policy`: the two least-privilege policies for users and secrets that are named. */
import { type Command, Option } from 'commander';
import { secretIdProblem, userNameProblem } from '../../aws';
import {
  applyDocument,
  type ArnParts,
  type Grants,
  partitionOf,
  planDocument,
  regionOfKey,
  secretArn,
  userArns,
} from '../../policies';
import type { AddCommand } from '../command';
import { CommandError } from '../envelope';
import { formOf, type FormatOptions, withFormat } from '../options';

const HELP = `
A plan needs no permission to read a secret's value; apply does. --role prints one document alone, for other tools.

Examples:
  iam-login-profile policy --user alice --user bob --secret console/alice --secret console/bob
  iam-login-profile policy --user-path /console/ --user '*' --secret 'console/*' --account 111122223333
  iam-login-profile policy --user alice --secret console/alice --drift-detection password
  iam-login-profile policy --user alice --secret console/alice --role plan > plan.json
  aws iam put-role-policy --role-name plan --policy-name login-profiles --policy-document file://plan.json`;

interface Options extends FormatOptions {
  readonly user: readonly string[];
  readonly secret: readonly string[];
  readonly kmsKey: readonly string[];
  readonly partition?: string;
  readonly account: string;
  readonly region: string;
  readonly userPath?: string;
  readonly retain?: boolean;
  readonly driftDetection: 'profile' | 'password' | 'trail';
  readonly role?: 'plan' | 'apply';
}

const several = (value: string, before: readonly string[]): readonly string[] => [...before, value];

const withPolicyOptions = (command: Command): Command =>
  command
    .option('--user <name>', 'a user, by name or ARN; patterns allowed; can be given several times', several, [])
    .option('--secret <id>', 'a secret, by name or ARN; patterns allowed; can be given several times', several, [])
    .option('--kms-key <arn>', 'a customer managed key of the secrets; can be given several times', several, [])
    .option('--partition <name>', 'aws, aws-cn, aws-us-gov, … (default: that of the first ARN, or aws)')
    .option('--account <id>', 'the account of what is given by name', '*')
    .option('--region <region>', 'the Region of secrets that are given by name', '*')
    .option('--user-path <path>', 'the path of users that are given by name (default: any)')
    .option('--retain', 'for on_destroy = "retain": without the permission to remove a login profile')
    .addOption(
      new Option('--drift-detection <level>', 'as drift_detection of the resource')
        .choices(['profile', 'password', 'trail'])
        .default('profile'),
    )
    .addOption(new Option('--role <role>', 'print this document alone').choices(['plan', 'apply']));

export const addPolicy: AddCommand = (program, { stdout }, report) => {
  const command = program
    .command('policy')
    .description('print the least-privilege policies for plan and apply')
    .addHelpText('after', HELP);
  withFormat(withPolicyOptions(command)).action((options: Options) => {
    const grants = grantsOf(options);
    const documents = { plan_policy: planDocument(grants), apply_policy: applyDocument(grants) };
    if (options.role === undefined) {
      report({ data: documents, text: JSON.stringify(documents, null, 2), form: formOf(options) });
    } else {
      stdout.write(`${JSON.stringify(documents[`${options.role}_policy`], null, 2)}\n`);
    }
  });
};

const refusal = (message: string): CommandError => new CommandError('VALIDATION_ERROR', message);

/** @throws CommandError */
function grantsOf(options: Options): Grants {
  const { user, secret, kmsKey, account, region, userPath } = options;
  if (user.length === 0 || secret.length === 0)
    throw refusal('Name at least one user (--user) and one secret (--secret).');
  check(options);
  const keys = kmsKey.map((arn) => ({ arn, region: regionOfKey(arn) ?? '*' }));
  const found = [...user, ...secret, ...kmsKey].map(partitionOf).find((partition) => partition !== undefined);
  const parts: ArnParts = { partition: options.partition ?? found ?? 'aws', account, region, userPath };
  const users = user.flatMap((name) => (isArn(name) ? [name] : userArns(name, parts)));
  const secrets = secret.map((id) => (isArn(id) ? id : secretArn(id, parts)));
  const { driftDetection: detection } = options;
  const witnesses = { credentialReport: detection !== 'profile', cloudTrail: detection === 'trail' };
  return { users, removableUsers: options.retain === true ? [] : users, secrets, keys, witnesses };
}

const isArn = (name: string): boolean => name.startsWith('arn:');

/** Wildcards are for policies; without them a name must be one that AWS could have. */
const plain = (name: string): string => name.replaceAll(/[*?]/g, 'x');

function check({ user, secret, kmsKey, account, userPath }: Options): void {
  const badUser = user.find((name) => !isArn(name) && userNameProblem(plain(name)) !== undefined);
  if (badUser !== undefined) throw refusal(`--user: ${JSON.stringify(badUser)} is no user name and no ARN.`);
  const badSecret = secret.find((id) => !isArn(id) && secretIdProblem(plain(id)) !== undefined);
  if (badSecret !== undefined)
    throw refusal(`--secret: ${JSON.stringify(badSecret)} is no name of a secret and no ARN.`);
  const badKey = kmsKey.find((arn) => regionOfKey(arn) === undefined);
  if (badKey !== undefined) {
    throw refusal(
      `--kms-key: ${JSON.stringify(badKey)} is no ARN of a key. A policy matches neither an alias nor a bare key id.`,
    );
  }
  if (!/^(\*|\d{12})$/.test(account)) throw refusal('--account: an account has twelve digits.');
  if (userPath !== undefined && !/^\/(?:[!-~]+\/)?$/.test(userPath)) {
    throw refusal('--user-path: a path begins and ends with a slash, such as /team/.');
  }
}
