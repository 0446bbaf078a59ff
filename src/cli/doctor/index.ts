/** `iam-login-profile doctor`: what is wrong, and what to do about it. */
import { Option } from 'commander';
import { deadline } from '../../aws';
import { regionOfKey } from '../../policies';
import { checkSecretId, checkUserName, connectAccount } from '../../operations';
import type { AddCommand, Surroundings } from '../command';
import { CommandError, type Outcome } from '../envelope';
import { type AwsOptions, connectWith, formOf, type FormatOptions, withAwsOptions, withFormat } from '../options';
import { checkCaller, checkEndpoints, checkRegion } from './account';
import { type Check, skipped } from './check';
import { checkNode, checkProvider, checkTerraform } from './machine';
import type { Patient } from './patient';
import { checkPermissions } from './permissions';
import { asTable } from './table';

const HELP = `
Reads are tried. What would change something or read a password is asked of IAM's policy simulator, where that may be
asked (iam:SimulatePrincipalPolicy); it sees the policies of the user or role, not those of the organization.

Examples:
  iam-login-profile doctor
  iam-login-profile doctor --user-name alice --secret-id console/alice
  iam-login-profile doctor --user-name alice --secret-id console/alice --role plan --format json`;

/** Milliseconds for all questions to AWS together. */
const TIMEOUT_MS = 60_000;
/** Whoever asks what is wrong does not want to wait for ten attempts. */
const MAX_RETRIES = 1;

interface Options extends AwsOptions, FormatOptions {
  readonly userName?: string;
  readonly secretId?: string;
  readonly kmsKey?: string;
  readonly driftDetection: 'profile' | 'password' | 'trail';
  readonly role: 'plan' | 'apply';
}

export const addDoctor: AddCommand = (program, surroundings, report) => {
  const command = program
    .command('doctor')
    .description('look for what is wrong: Node, Terraform, provider, credentials, endpoints, permissions')
    .option('--user-name <name>', 'the user on whom permissions are looked at')
    .option('--secret-id <id>', 'the secret on which permissions are looked at')
    .option('--kms-key <arn>', 'the customer managed key of the secret, where it has one')
    .addOption(
      new Option('--drift-detection <level>', 'as drift_detection of the resource')
        .choices(['profile', 'password', 'trail'])
        .default('profile'),
    )
    .addOption(
      new Option('--role <role>', 'whose permissions: a plan role only reads')
        .choices(['plan', 'apply'])
        .default('apply'),
    )
    .addHelpText('after', HELP);
  withFormat(withAwsOptions(command)).action(async (options: Options) => {
    report(outcomeOf(await examine(options, surroundings), options, surroundings));
  });
};

/** @throws OperationError, CommandError */
async function check({ userName, secretId, kmsKey }: Options, { aws }: Patient): Promise<void> {
  if (userName !== undefined) checkUserName(userName);
  if (secretId !== undefined) checkSecretId(secretId);
  if (kmsKey !== undefined && regionOfKey(kmsKey) === undefined) {
    throw new CommandError('VALIDATION_ERROR', `--kms-key: ${JSON.stringify(kmsKey)} is no ARN of a key.`);
  }
  await aws.check(false);
}

async function examine(options: Options, surroundings: Surroundings): Promise<Check[]> {
  const patient: Patient = {
    aws: connectWith(options, surroundings, { maxRetries: MAX_RETRIES }),
    account: connectAccount({ ...options, version: surroundings.version, maxRetries: MAX_RETRIES }),
    until: deadline(TIMEOUT_MS, new AbortController().signal),
  };
  await check(options, patient);
  const regionInUse = await patient.aws.region();
  const [terraform, caller] = await Promise.all([checkTerraform(), checkCaller(patient, regionInUse)]);
  const region = checkRegion(regionInUse, caller.identity);
  const machine = [checkNode(), terraform, ...checkProvider(surroundings.providerFolder, process.cwd())];
  const found = [...machine, ...caller.checks, region];
  const needs = (name: string) => skipped(name, 'needs credentials and a Region');
  if (regionInUse === undefined)
    return [...found, ...['iam', 'secrets manager', 'password policy', 'permissions'].map(needs)];
  const endpoints = await checkEndpoints(patient);
  if (!caller.isKnown) return [...found, ...endpoints, needs('permissions')];
  return [...found, ...endpoints, ...(await checkPermissions(patient, caller.identity, options))];
}

function outcomeOf(checks: readonly Check[], options: Options, { stdout, env }: Surroundings): Outcome {
  const wrong = checks.filter(({ status }) => status === 'failed');
  const data = {
    healthy: wrong.length === 0,
    checks: checks.map(({ name, status, found, fix }) => ({ name, status, found, fix: fix ?? null })),
  };
  const outcome = { data, text: asTable(checks, { stdout, env }), form: formOf(options) };
  const first = wrong.at(0);
  if (first === undefined) return outcome;
  const message = `${wrong.length === 1 ? 'One thing is' : `${wrong.length} things are`} wrong; the first one: ${first.name}: ${first.found}. ${first.fix ?? ''}`;
  return { ...outcome, failure: new CommandError(first.code ?? 'VALIDATION_ERROR', message) };
}
