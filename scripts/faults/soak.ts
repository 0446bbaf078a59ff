/**
 * `npm run soak`: many rotations of many login profiles while calls fail at random. In the end every secret's last
 * version is the password, nothing else has changed, and the memory is where it was.
 *
 *   npm run soak -- --profiles 200 --rounds 10 --share 0.05 --seed 1
 */
import { parseArgs } from 'node:util';
import { InMemoryProvider } from '../../__tests__/support/faults/in-memory-provider';
import { TerraformCore } from '../../__tests__/support/faults/terraform-core';
import type { Goal } from '../../__tests__/support/faults/terraform-goal';
import { type Fault, type JournalEntry, type LocalAws, startLocalAws } from '../../src/local-aws';
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

/** All that IAM holds of these users, apart from the password itself. */
const imageOf = (aws: LocalAws, names: readonly string[]): string =>
  JSON.stringify(
    names.map((name) => {
      const { userId, path, tags, accessKeys, loginProfile } = aws.users.get(name) ?? {};
      const { createDate, passwordResetRequired } = loginProfile ?? {};
      return { userId, path, tags: [...(tags ?? [])], accessKeys, createDate, passwordResetRequired };
    }),
  );

/** A rotation updates login profiles of its own users and changes nothing else in IAM or Secrets Manager. */
const isStrayWrite = ({ operation, userName }: JournalEntry): boolean =>
  !/:(Get|Describe|List|Generate)/.test(operation) &&
  !(operation === 'iam:UpdateLoginProfile' && userName?.startsWith('user-') === true);

interface Soak {
  readonly aws: LocalAws;
  readonly profiles: readonly Profile[];
  readonly bystanders: readonly string[];
  readonly before: string;
}

interface Tally {
  calls: number;
  met: number;
  leaks: number;
  /** Calls that change something, other than the ones that a rotation is made of. */
  strayWrites: number;
  /** In use after each round, once the garbage is collected; bytes. */
  readonly heap: number[];
}

/** The first rounds fill caches and pools; from then on the heap is to stay where it is. */
const WARM_UP_ROUNDS = 2;
const MAX_GROWTH = 1.15;

async function begin(count: number): Promise<Soak> {
  const aws = await startLocalAws();
  const profiles = startProfiles(aws, count);
  const bystanders = Array.from({ length: BYSTANDERS }, (_, index) => `bystander-${index}`);
  for (const userName of bystanders) {
    aws.users.create({ userName });
    aws.loginProfiles.create({ userName, password: passwordOf(userName, 0) });
  }
  if ((await applyAll(profiles)) > 0) throw new Error('The profiles could not be created.');
  return { aws, profiles, bystanders, before: imageOf(aws, namesOf(profiles, bystanders)) };
}

const namesOf = (profiles: readonly Profile[], bystanders: readonly string[]): string[] => [
  ...bystanders,
  ...profiles.map(({ userName }) => userName),
];

/** A new version of every secret, and one apply of all of them under fire. */
async function rotate(
  { aws, profiles }: Soak,
  tally: Tally,
  { round, share, random }: { round: number; share: number; random: () => number },
): Promise<void> {
  for (const profile of profiles) {
    profile.password = passwordOf(profile.userName, round);
    aws.secrets.putValue(`console/${profile.userName}`, profile.password);
  }
  // What the local AWS writes down is not what is measured.
  aws.journal.clear();
  aws.forgetEvents();
  // Each takes its share of what the ones before leave over: near enough to the share that was asked for.
  for (const fault of FAULTS)
    aws.faults.add({ operation: '*', times: Infinity, share: share / FAULTS.length, random, fault });
  const failed = await applyAll(profiles);
  aws.faults.clear();
  tally.leaks += leaksOf(profiles, round);
  const { entries } = aws.journal;
  tally.calls += entries.length;
  tally.met += entries.filter(({ fault }) => fault !== undefined).length;
  tally.strayWrites += entries.filter(isStrayWrite).length;
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  process.stdout.write(
    `round ${round}: ${failed} of ${profiles.length} failed for now; RSS ${mebibytes(rss)} MiB, heap ${mebibytes(heapUsed)} MiB\n`,
  );
  tally.heap.push(heapUsed);
}

/** What is wrong in the end, and how often. */
async function judge({ aws, profiles, bystanders, before }: Soak, tally: Tally): Promise<Record<string, number>> {
  aws.journal.clear();
  const failed = await applyAll(profiles);
  const strayWrites = tally.strayWrites + aws.journal.entries.filter(isStrayWrite).length;
  aws.journal.clear();
  await applyAll(profiles);
  const needless = aws.journal.operations().filter((one) => /Create|Update|Delete|Put|Tag|GetSecretValue/.test(one));
  const signsIn = (userName: string, password: string): boolean =>
    aws.signIn(userName, password).outcome === 'signed-in';
  return {
    'applies that failed without a fault': failed,
    'users without their secret’s last version': profiles.filter((one) => !signsIn(one.userName, one.password)).length,
    'bystanders whose password has changed': bystanders.filter((name) => !signsIn(name, passwordOf(name, 0))).length,
    'other changes of the users': imageOf(aws, namesOf(profiles, bystanders)) === before ? 0 : 1,
    'writes that no rotation is made of': strayWrites,
    'calls of an apply where nothing was to do': needless.length,
    'places with a password in them': tally.leaks,
    'rounds that left memory in use': roundsThatGrew(tally.heap),
  };
}

/** Of the rounds after the warm-up. */
function roundsThatGrew(heap: readonly number[]): number {
  const flat = Math.max(...heap.slice(0, WARM_UP_ROUNDS)) * MAX_GROWTH;
  return heap.slice(WARM_UP_ROUNDS).filter((used) => used > flat).length;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      profiles: { type: 'string', default: '200' },
      rounds: { type: 'string', default: '10' },
      share: { type: 'string', default: '0.05' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    },
  });
  const random = new Random(Number(values.seed));
  process.stdout.write(`seed ${values.seed}\n`);
  const soak = await begin(Number(values.profiles));
  const tally: Tally = { calls: 0, met: 0, leaks: 0, strayWrites: 0, heap: [] };
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    await rotate(soak, tally, { round, share: Number(values.share), random: () => random.below(1e6) / 1e6 });
  }
  const problems = await judge(soak, tally);
  const percent = ((100 * tally.met) / tally.calls).toFixed(1);
  const rotations = soak.profiles.length * Number(values.rounds);
  process.stdout.write(`${rotations} rotations, ${tally.calls} calls, ${tally.met} with a fault (${percent} %)\n`);
  for (const [what, count] of Object.entries(problems)) process.stdout.write(`  ${count} ${what}\n`);
  process.exitCode = Object.values(problems).some((count) => count > 0) ? 1 : 0;
  await soak.aws.stop();
}

void main();
