import { measure } from '../measured-command';
import { secretName, userName } from '../names';
import type { Options } from '../options';
import { Stack } from '../stack';
import type { StandInClient } from '../stand-in-client';
import { type Line, type Sample, scaled } from '../statistics';

/** Users that are really rotated; an AWS CLI call takes a second, and the next one takes as long. */
const SAMPLED_USERS = 5;

/** What people use instead for a rotation, over a few users and scaled up to the size. */
export async function alternativeRows(options: Options, standIn: StandInClient): Promise<Line[]> {
  const users = Math.min(SAMPLED_USERS, Math.max(...options.sizes));
  await standIn.order({ what: 'seed', count: users });
  const environment = { PATH: process.env.PATH, ...standIn.environment };
  const pairs: Sample[] = [];
  const localExec: Sample[] = [];
  const stack = new Stack('local-exec', standIn);
  try {
    stack.write(resources(users, 0, options.awsCli));
    await createLoginProfiles(users, environment, options.awsCli);
    await stack.init();
    await stack.apply();
    for (let run = 1; run <= options.runs; run += 1) {
      for (let index = 0; index < users; index += 1)
        pairs.push(await measure('sh', ['-c', pair(index, options.awsCli)], { cwd: '/', env: environment }));
      stack.write(resources(users, run, options.awsCli));
      localExec.push(await stack.apply());
    }
  } finally {
    stack.close();
  }
  return options.sizes.flatMap((size) => [line(size, 'aws CLI', 1, pairs), line(size, 'local-exec', users, localExec)]);
}

const line = (size: number, subject: string, scaledFrom: number, samples: readonly Sample[]): Line => ({
  row: 'rotate',
  size,
  subject,
  scaledFrom,
  samples: samples.map((sample) => scaled(sample, size / scaledFrom)),
});

/** One user's rotation as a script does it. */
const pair = (index: number, aws: string): string =>
  `password=$('${aws}' secretsmanager get-secret-value --secret-id ${secretName(index)} --query SecretString --output text) && ` +
  `'${aws}' iam update-login-profile --user-name ${userName(index)} --password "$password"`;

/** The same below Terraform, run again when its trigger changes. */
const resources = (users: number, generation: number, aws: string) => ({
  terraform_data: Object.fromEntries(
    Array.from({ length: users }, (_, index) => [
      userName(index),
      { triggers_replace: generation, provisioner: [{ 'local-exec': { command: pair(index, aws) } }] },
    ]),
  ),
});

async function createLoginProfiles(users: number, env: NodeJS.ProcessEnv, aws: string): Promise<void> {
  for (let index = 0; index < users; index += 1)
    await measure(
      aws,
      ['iam', 'create-login-profile', '--user-name', userName(index), '--password', 'F1rst-Passw0rd'],
      {
        cwd: '/',
        env,
      },
    );
}
