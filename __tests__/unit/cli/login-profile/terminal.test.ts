import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalAws, startLocalAws } from '../../../../src/local-aws';
import { commandLine } from '../../../support/command-line';
import { FIRST } from '../../../support/scene';

let aws: LocalAws;
let dir: string;
const before = { ...process.env };

beforeEach(async () => {
  aws = await startLocalAws();
  dir = mkdtempSync(join(tmpdir(), 'lp-terminal-'));
  for (const userName of ['alice', 'bob']) aws.users.create({ userName });
  aws.secrets.create({ name: 'console/alice', secretString: FIRST });
  Object.assign(process.env, aws.environment());
});
afterEach(async () => {
  process.env = { ...before };
  rmSync(dir, { recursive: true });
  await aws.stop();
});

const atTerminal = (...args: string[]) => commandLine(args, { isTTY: true });
const TIME = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ';

test('at a terminal success is a line of words', async () => {
  const alice = ['--user-name', 'alice'];
  for (const [args, says] of [
    [
      ['set', ...alice, '--secret-id', 'console/alice'],
      'alice: The login profile was created, with version \\S+ of arn:',
    ],
    [['set', ...alice, '--password-reset-required'], 'alice: The login profile was updated. A new password is asked'],
    [['get', ...alice], `alice: login profile created at ${TIME}; a new password is asked for at the next sign-in.$`],
    [['delete', ...alice], 'alice: The login profile was removed.$'],
    [['delete', ...alice, '--if-exists'], 'alice: There was no login profile.$'],
  ] as const) {
    const { exitStatus, stdout, stderr } = await atTerminal(...args);
    expect({ exitStatus, stderr }).toEqual({ exitStatus: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^${says}`, 'm'));
    expect(stdout.match(/\n/g)).toHaveLength(1);
  }
});

test('of many users a terminal shows the sum and who failed, below the bar', async () => {
  const file = join(dir, 'users.csv');
  writeFileSync(file, 'user_name,secret_id\nalice,console/alice\nbob,console/nobody\n');
  const { exitStatus, stdout, stderr } = await atTerminal('set', '--from', file);
  expect(exitStatus).toBe(3);
  expect(stdout).toMatch(/^2 users: 1 created, 0 updated, 1 failed\.\n {2}bob: SECRET_NOT_FOUND: .*\n$/);
  expect(stderr).toMatch(/2\/2, 1 failed\r\S*iam-login-profile: 1 of the users could not be set/);
});
