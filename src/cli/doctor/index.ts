/** `iam-login-profile doctor`: what is wrong, and what to do about it. */
import { Option } from 'commander';
import { deadline } from '../../aws';
import { connectAccount } from '../../operations';
import type { AddCommand, Surroundings } from '../command';
import { CommandError, type Outcome } from '../envelope';
import { type AwsOptions, connectWith, formOf, type FormatOptions, withAwsOptions, withFormat } from '../options';
import { checkCredentials, checkEndpoints, checkRegion } from './account';
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
  readonly role: 'plan' | 'apply';
}

export const addDoctor: AddCommand = (program, surroundings, report) => {
  const command = program
    .command('doctor')
    .description('look for what is wrong: Node, Terraform, provider, credentials, endpoints, permissions')
    .option('--user-name <name>', 'the user on whom permissions are looked at')
    .option('--secret-id <id>', 'the secret on which permissions are looked at')
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

async function examine(options: Options, surroundings: Surroundings): Promise<Check[]> {
  const patient: Patient = {
    aws: connectWith(options, surroundings, { maxRetries: MAX_RETRIES }),
    account: connectAccount({ ...options, version: surroundings.version, maxRetries: MAX_RETRIES }),
    until: deadline(TIMEOUT_MS, new AbortController().signal),
  };
  const [terraform, { checks, identity }] = await Promise.all([checkTerraform(), checkCredentials(patient)]);
  const region = await checkRegion(patient.aws, identity);
  const machine = [checkNode(), terraform, ...checkProvider(surroundings.providerFolder, process.cwd())];
  const needs = (name: string) => skipped(name, 'needs credentials and a Region');
  if (identity === undefined || region.status === 'failed') {
    return [...machine, ...checks, region, ...['iam', 'secrets manager', 'password policy', 'permissions'].map(needs)];
  }
  const { userName, secretId, role } = options;
  const endpoints = await checkEndpoints(patient);
  const permissions = await checkPermissions(patient, identity, { userName, secretId, role });
  return [...machine, ...checks, region, ...endpoints, ...permissions];
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
