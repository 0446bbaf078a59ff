/** `iam-login-profile local-aws`: IAM, Secrets Manager and STS on this machine, in memory, for tests and for playing. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { type LocalAws, startLocalAws } from '../../local-aws';
import type { AddCommand, Surroundings } from '../command';
import { CommandError, type Outcome } from '../envelope';
import { wholeNumber } from '../options';
import { readSeed, sow } from './seed';

const HELP = `
With a command it runs that command against the local AWS, ends with it, and exits as it did. Without one it says how
it is reached, and runs until Ctrl-C. Everything is in memory and gone at the end.

A seed:
  {"users":["alice"],"secrets":[{"name":"console/alice","secret_string":"Only-f0r-tests"}]}

Examples:
  iam-login-profile local-aws --seed seed.json
  iam-login-profile local-aws --seed seed.json -- terraform plan
  iam-login-profile local-aws --seed seed.json -- npx cdktf deploy console-access`;

interface Options {
  readonly port: number;
  readonly region: string;
  readonly account: string;
  readonly seed?: string;
}

export const addLocalAws: AddCommand = (program, surroundings, report) => {
  program
    .command('local-aws')
    .description('run a local AWS, for tests and for playing')
    .argument('[command...]', 'a command to run against it, after --')
    .option('--port <n>', 'the port on 127.0.0.1 (0: any free one)', wholeNumber('--port', 0, 65_535), 0)
    .option('--region <region>', 'the Region of its secrets', 'us-east-1')
    .option('--account <id>', 'the number of its account', '111122223333')
    .option('--seed <file>', 'users and secrets to begin with, as JSON')
    .addHelpText('after', HELP)
    .action(async (command: readonly string[], options: Options) => {
      const aws = await start(options);
      try {
        report(command.length > 0 ? await runCommand(command, aws, surroundings) : await serve(aws, surroundings));
      } finally {
        await aws.stop();
      }
    });
};

async function start({ port, region, account, seed }: Options): Promise<LocalAws> {
  if (!/^\d{12}$/.test(account)) throw new CommandError('VALIDATION_ERROR', '--account: an account has twelve digits.');
  const sown = seed === undefined ? {} : readSeed(seed);
  const aws = await startLocalAws({ port, region, account }).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new CommandError('VALIDATION_ERROR', `The port ${port} cannot be used (${code}). Name another one, or none.`);
  });
  try {
    sow(sown, aws);
    return aws;
  } catch (error) {
    // A server that is left running would keep the process alive.
    await aws.stop();
    throw new CommandError('VALIDATION_ERROR', `--seed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The answer comes at the start, because a program has to know the address; nothing more is said at the end. */
async function serve(aws: LocalAws, { stdout, onInterrupt }: Surroundings): Promise<Outcome> {
  const ended = new Promise<void>((resolve) => onInterrupt(() => resolve()));
  const environment = aws.environment();
  const exports = Object.entries(environment).map(([name, value]) => `export ${name}='${value}'`);
  const data = { endpoint: aws.endpoint, account: aws.account, region: aws.region, environment };
  const text = ['The local AWS runs until Ctrl-C. In another shell:', ...exports].join('\n');
  stdout.write(`${stdout.isTTY === true ? text : JSON.stringify({ success: true, data })}\n`);
  await ended;
  return { data: {}, text: '', isSaid: true };
}

function runCommand(
  [command = '', ...args]: readonly string[],
  aws: LocalAws,
  { env, onInterrupt }: Surroundings,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', env: { ...env, ...aws.environment() } });
    // Ctrl-C reaches the command by itself: a terminal tells all of its processes. Either way it is waited for.
    onInterrupt((why) => {
      if (why === 'SIGTERM') child.kill('SIGTERM');
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'ENOENT' ? 'there is no such command' : (error.code ?? 'unknown reason');
      reject(new CommandError('VALIDATION_ERROR', `${command} cannot be run: ${reason}.`));
    });
    child.on('close', (code, signal) => {
      const exitStatus = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      resolve({ data: {}, text: '', isSaid: true, exitStatus });
    });
  });
}
