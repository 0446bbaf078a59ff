/**
 * `npm run soak`: many rotations of many login profiles while calls fail at random. In the end every secret's last
 * version is the password, nothing else has changed, and the memory is where it was.
 *
 *   npm run soak -- --profiles 200 --rounds 10 --share 0.05 --seed 1
 */
import { parseArgs } from 'node:util';
import { InMemoryProvider } from '../../__tests__/support/faults/in-memory-provider';
import { type Goal, TerraformCore } from '../../__tests__/support/faults/terraform-core';
import { type Fault, type LocalAws, startLocalAws } from '../../src/local-aws';
import { Random } from '../fuzz/random';
import { searchForPasswords } from '../demo/leaks';

/** As many resources at a time as Terraform works on. */
const SIDE_BY_SIDE = 10;
/** Users whose passwords nobody manages here. */
const BYSTANDERS = 20;

const FAULTS: readonly Fault[] = [
  { kind: 'status', status: 503 },
  { kind: 'status', status: 429 },
  { kind: 'delay', ms: 200 },
  { kind: 'reset-before' },
  { kind: 'reset-after' },
  { kind: 'truncated-body' },
  { kind: 'malformed-body' },
  { kind: 'wrong-content-type', status: 200 },
  { kind: 'error', code: 'AccessDenied', status: 403 },
  { kind: 'error', code: 'ExpiredToken', status: 403 },
];

interface Profile {
  readonly userName: string;
  readonly core: TerraformCore;
  readonly goal: Goal;
  password: string;
}

const passwordOf = (userName: string, round: number): string => `S0ak-${userName}-${round}`;

function startProfiles(aws: LocalAws, count: number): Profile[] {
  const { accessKeyId, secretAccessKey } = aws.credentials;
  const { endpoint, region } = aws;
  const block = {
    region,
    access_key: accessKeyId,
    secret_key: secretAccessKey,
    endpoints: [{ iam: endpoint, secretsmanager: endpoint, sts: endpoint }],
  };
  return Array.from({ length: count }, (_, index) => {
    const userName = `user-${index}`;
    const password = passwordOf(userName, 0);
    aws.users.create({ userName });
    aws.secrets.create({ name: `console/${userName}`, secretString: password });
    const core = new TerraformCore(block);
    return {
      userName,
      core,
      password,
      goal: { config: core.body({ user_name: userName, secret_id: `console/${userName}` }) },
    };
  });
}

/** One `terraform apply` of all profiles. @returns how many failed */
async function applyAll(profiles: readonly Profile[]): Promise<number> {
  const processes = { plan: new InMemoryProvider(), apply: new InMemoryProvider() };
  const queue = [...profiles];
  let failed = 0;
  const work = async (): Promise<void> => {
    for (let profile = queue.shift(); profile !== undefined; profile = queue.shift()) {
      const { errors } = await profile.core.apply(profile.goal, {}, processes);
      if (errors.length > 0) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  return failed;
}

function leaksOf(profiles: readonly Profile[], rounds: number): number {
  return profiles.reduce((sum, { core, userName }) => {
    const passwords = Array.from({ length: rounds + 1 }, (_, round) => passwordOf(userName, round));
    const { leaks } = searchForPasswords(passwords, [], { transcript: core.transcript });
    core.transcript = '';
    return sum + leaks.length;
  }, 0);
}

const mebibytes = (bytes: number): number => Math.round(bytes / 1024 / 1024);

const dates = (aws: LocalAws, names: readonly string[]): string =>
  names.map((name) => aws.loginProfiles.get(name)?.createDate.toISOString() ?? 'none').join();

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      profiles: { type: 'string', default: '200' },
      rounds: { type: 'string', default: '10' },
      share: { type: 'string', default: '0.05' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    },
  });
  const rounds = Number(values.rounds);
  const random = new Random(Number(values.seed));
  const draw = (): number => random.below(1_000_000) / 1_000_000;
  process.stdout.write(`seed ${values.seed}\n`);
  const aws = await startLocalAws();
  const profiles = startProfiles(aws, Number(values.profiles));
  const bystanders = Array.from({ length: BYSTANDERS }, (_, index) => `bystander-${index}`);
  for (const userName of bystanders) {
    aws.users.create({ userName });
    aws.loginProfiles.create({ userName, password: passwordOf(userName, 0) });
  }
  if ((await applyAll(profiles)) > 0) throw new Error('The profiles could not be created.');
  const names = [...bystanders, ...profiles.map(({ userName }) => userName)];
  const datesBefore = dates(aws, names);
  let calls = 0;
  let met = 0;
  let leaks = 0;
  for (let round = 1; round <= rounds; round += 1) {
    for (const profile of profiles) {
      profile.password = passwordOf(profile.userName, round);
      aws.secrets.putValue(`console/${profile.userName}`, profile.password);
    }
    aws.journal.clear();
    // Shares of what the rules before leave over: all in all the share that was asked for, as nearly as matters.
    const share = Number(values.share) / FAULTS.length;
    for (const fault of FAULTS) aws.faults.add({ operation: '*', times: Infinity, share, random: draw, fault });
    const failed = await applyAll(profiles);
    aws.faults.clear();
    calls += aws.journal.entries.length;
    met += aws.journal.entries.filter(({ fault }) => fault !== undefined).length;
    leaks += leaksOf(profiles, rounds);
    globalThis.gc?.();
    const { rss, heapUsed } = process.memoryUsage();
    process.stdout.write(
      `round ${round}: ${failed} of ${profiles.length} failed for now; RSS ${mebibytes(rss)} MiB, heap ${mebibytes(heapUsed)} MiB\n`,
    );
  }
  const failedInTheEnd = await applyAll(profiles);
  const deletions = aws.journal.operations({ operation: 'iam:DeleteLoginProfile' }).length;
  aws.journal.clear();
  await applyAll(profiles);
  const idleWrites = aws.journal.operations().filter((one) => /Create|Update|Delete|GetSecretValue/.test(one)).length;
  const wrong = profiles.filter(({ userName, password }) => aws.signIn(userName, password).outcome !== 'signed-in');
  const touched = bystanders.filter((name) => aws.signIn(name, passwordOf(name, 0)).outcome !== 'signed-in');
  const problems = {
    'calls that failed in the clean apply': failedInTheEnd,
    'users without their secret’s last version': wrong.length,
    'bystanders whose password has changed': touched.length,
    'login profiles made again': dates(aws, names) === datesBefore ? 0 : 1,
    'deleted login profiles': deletions,
    'writes where nothing was to do': idleWrites,
    'places with a password in them': leaks,
  };
  const percent = ((100 * met) / calls).toFixed(1);
  process.stdout.write(
    `${profiles.length * rounds} rotations of ${profiles.length} profiles, ${calls} calls, ${met} with a fault (${percent} %)\n`,
  );
  for (const [what, count] of Object.entries(problems)) process.stdout.write(`  ${count} ${what}\n`);
  process.exitCode = Object.values(problems).some((count) => count > 0) ? 1 : 0;
  await aws.stop();
}

void main();
