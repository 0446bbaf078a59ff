import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalAws, startLocalAws } from '../../src/local-aws';
import { run } from '../../scripts/demo/run';
import { EXECUTABLE, executable, type ExecutableOptions, type ExecutableResult } from '../support/executable';
import { FIRST } from '../support/scene';

let aws: LocalAws;
let dir: string;

beforeEach(async () => {
  aws = await startLocalAws();
  dir = mkdtempSync(join(tmpdir(), 'lp-many-'));
});
afterEach(async () => {
  rmSync(dir, { recursive: true, force: true });
  await aws.stop();
});

const password = (user: string): string => `${FIRST} of ${user}`;

/** Makes users, each with a secret, and the file that names them; answers its path. */
function usersFile(count: number): string {
  const users = Array.from({ length: count }, (_, index) => `user-${index}`);
  for (const userName of users) {
    aws.users.create({ userName });
    aws.secrets.create({ name: `console/${userName}`, secretString: JSON.stringify({ password: password(userName) }) });
  }
  const file = join(dir, 'users.csv');
  const rows = users.map((user) => `${user},console/${user},password`);
  writeFileSync(file, ['user_name,secret_id,secret_json_key', ...rows, ''].join('\n'));
  return file;
}

interface Answer extends ExecutableResult {
  /** One for each user. */
  readonly lines: readonly {
    readonly success: boolean;
    readonly data?: { readonly id: string; readonly action: string };
  }[];
  readonly summary: {
    readonly success: boolean;
    readonly data?: Record<string, number>;
    readonly error?: { readonly code: string; readonly message: string; readonly details: Record<string, number> };
  };
}

async function setMany(args: readonly string[], options: Partial<ExecutableOptions> = {}): Promise<Answer> {
  const env = { ...aws.environment(), HOME: dir, ...options.env };
  const result = await executable(['set', ...args], { ...options, env });
  const objects = result.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer['lines'][number] & Answer['summary']);
  return { ...result, lines: objects.slice(0, -1), summary: objects[objects.length - 1] };
}

const writes = (): string[] =>
  aws.journal.operations().filter((name) => /CreateLoginProfile|UpdateLoginProfile/.test(name));

// Whatever became of the test, the server is not throttled for the next one.
let timer: NodeJS.Timeout | undefined;
afterEach(() => clearInterval(timer));

test('1,000 users with 5 % throttling: one interrupted run, resumed, and all are set', async () => {
  const file = usersFile(1000);
  // Every twentieth call of each kind is throttled, as long as the test lasts.
  let calls = 0;
  const throttle = () => {
    aws.faults.add({ operation: 'iam:*', times: 1, fault: { kind: 'error', code: 'Throttling' } });
  };
  timer = setInterval(() => {
    const now = aws.journal.operations().length;
    for (; calls + 20 <= now; calls += 20) throttle();
  }, 5);

  let isInterrupted = false;
  const first = await setMany(['--from', file, '--parallelism', '16'], {
    onOutput: (stdout, kill) => {
      if (isInterrupted || stdout.split('\n').length <= 300) return;
      isInterrupted = true;
      kill('SIGINT');
    },
  });
  expect(first.code).toBe(1);
  expect(first.summary).toMatchObject({
    success: false,
    error: { code: 'INTERNAL', message: expect.stringMatching(/^Interrupted: \d+ users/) },
  });
  const done = first.lines.length;
  expect(done).toBeGreaterThanOrEqual(300);
  expect(done).toBeLessThan(1000);
  expect(readFileSync(`${file}.journal`, 'utf8').trimEnd().split('\n')).toHaveLength(done);

  const second = await setMany(['--from', file, '--parallelism', '16']);
  clearInterval(timer);
  expect(second.summary).toMatchObject({
    success: true,
    data: { total: 1000, created: 1000 - done, skipped: done, failed: 0 },
  });
  expect(second.code).toBe(0);
  expect(writes().length).toBeGreaterThanOrEqual(1000);
  expect(aws.journal.entries.filter(({ status }) => status === 400).length).toBeGreaterThan(50);
  for (const user of ['user-0', 'user-500', 'user-999']) {
    expect(aws.signIn(user, password(user)).outcome).toBe('signed-in');
  }
  expect(Array.from({ length: 1000 }, (_, index) => aws.loginProfiles.get(`user-${index}`))).not.toContain(undefined);
  expect(`${first.stdout}${first.stderr}${second.stdout}${second.stderr}`).not.toContain('F1rst');
  // What the journal says is wrong after the next rotation.
  expect(existsSync(`${file}.journal`)).toBe(false);
});

describe('set --from', () => {
  test('a dry run says what would be done, and leaves no journal', async () => {
    const file = usersFile(3);
    aws.loginProfiles.create({ userName: 'user-1', password: password('user-1') });
    const { code, lines, summary } = await setMany(['--from', file, '--dry-run']);
    expect(code).toBe(0);
    expect(lines.map(({ data }) => data?.action).sort()).toEqual(['would_create', 'would_create', 'would_update']);
    expect(summary).toMatchObject({ data: { created: 2, updated: 1 } });
    expect(writes()).toEqual([]);
    expect(existsSync(`${file}.journal`)).toBe(false);
  });

  test('a user who fails is told, does not stop the others, and is tried again by the next run', async () => {
    const file = usersFile(4);
    aws.users.delete('user-2');
    const failed = await setMany(['--from', file]);
    expect(failed).toMatchObject({
      code: 3,
      summary: { error: { code: 'NOT_FOUND', details: { created: 3, failed: 1, not_tried: 0 } } },
    });
    expect(failed.lines.filter(({ success }) => !success)).toMatchObject([
      { error: { code: 'NOT_FOUND', details: { id: 'user-2' } } },
    ]);
    aws.users.create({ userName: 'user-2' });
    aws.journal.clear();
    expect(await setMany(['--from', file])).toMatchObject({ code: 0, summary: { data: { created: 1, skipped: 3 } } });
    expect(writes()).toEqual(['iam:CreateLoginProfile']);
  });

  test('of several failures the first in the file gives code and exit status, whichever comes first', async () => {
    const file = usersFile(3);
    aws.users.delete('user-2');
    aws.secrets.scheduleDeletion('console/user-1');
    aws.faults.add({ operation: 'secretsmanager:*', times: Infinity, fault: { kind: 'delay', ms: 400 } });
    const answer = await setMany(['--from', file]);
    expect(answer.lines[0]).toMatchObject({ error: { code: 'NOT_FOUND', details: { id: 'user-2' } } });
    expect(answer).toMatchObject({
      code: 4,
      summary: {
        error: { code: 'SECRET_PENDING_DELETION', message: expect.stringMatching(/^2 of .* first one: user-1: /) },
      },
    });
  });

  test('a changed row counts as another one', async () => {
    const file = usersFile(2);
    aws.users.delete('user-1');
    await setMany(['--from', file]);
    writeFileSync(
      file,
      readFileSync(file, 'utf8')
        .replace(/^user_name.*$/m, '$&,password_reset_required')
        .replace(/password$/gm, 'password,true'),
    );
    aws.users.create({ userName: 'user-1' });
    expect(await setMany(['--from', file])).toMatchObject({
      code: 0,
      summary: { data: { created: 1, updated: 1, skipped: 0 } },
    });
  });

  test('takes a JSON array', async () => {
    usersFile(1);
    const file = join(dir, 'users.json');
    writeFileSync(
      file,
      JSON.stringify([{ user: 'user-0', secret: 'console/user-0', key: 'password', password_reset_required: true }]),
    );
    expect(await setMany(['--from', file])).toMatchObject({ code: 0, summary: { data: { created: 1 } } });
    expect(aws.signIn('user-0', password('user-0')).outcome).toBe('password-reset-required');
  });

  test.each([
    {
      what: 'a password',
      csv: 'user_name,secret_id,password\nuser-0,console/user-0,hunter2-Secret\n',
      says: /A password does not belong/,
    },
    { what: 'an unknown column', csv: 'user_name,secret_id,nope\nuser-0,console/user-0,x\n', says: /no column "nope"/ },
    { what: 'a user named twice', csv: 'user_name,secret_id\nuser-0,a\nUSER-0,b\n', says: /"USER-0" is named twice/ },
    { what: 'a bad user name', csv: 'user_name,secret_id\nuser-0,a\na b,b\n', says: /row 2: .*does not take/ },
    { what: 'no secret', csv: 'user_name,secret_id\nuser-0,\n', says: /row 1: There is no secret_id/ },
    { what: 'no header', csv: 'user-0,console/user-0\nuser-1,a\n', says: /the first line must be the header/ },
    {
      what: 'two names of one column',
      csv: 'user,secret,secret_id\nuser-0,a,b\n',
      says: /secret and secret_id are the same/,
    },
    { what: 'a column twice', csv: 'user_name,secret_id,secret_id\nuser-0,a,b\n', says: /names "secret_id" twice/ },
    { what: 'no row', csv: 'user_name,secret_id\n', says: /names no user/ },
    { what: 'too many cells', csv: 'user_name,secret_id\nuser-0,a,b\n', says: /no CSV with a header/ },
  ])('refuses a file with $what before AWS is called', async ({ csv, says }) => {
    usersFile(1);
    const file = join(dir, 'bad.csv');
    writeFileSync(file, csv);
    aws.journal.clear();
    const { code, summary, stdout, stderr } = await setMany(['--from', file]);
    expect(code).toBe(2);
    expect(summary.error).toMatchObject({ code: 'VALIDATION_ERROR', message: expect.stringMatching(says) });
    expect(`${stdout}${stderr}`).not.toContain('hunter2');
    expect(aws.journal.operations()).toEqual([]);
  });
});

describe('interruptions', () => {
  const slow = () => {
    aws.faults.add({ operation: 'iam:CreateLoginProfile', times: Infinity, fault: { kind: 'delay', ms: 1500 } });
  };

  test('Ctrl-C tells that it waits for the users that are being set, and does', async () => {
    const file = usersFile(6);
    let isInterrupted = false;
    const answer = await setMany(['--from', file, '--parallelism', '1'], {
      onOutput: (_stdout, kill) => {
        if (isInterrupted) return;
        isInterrupted = true;
        slow();
        kill('SIGINT');
      },
    });
    expect(answer.code).toBe(1);
    expect(answer.stderr).toMatch(/^iam-login-profile: Interrupted; .* are waited for\. Ctrl-C again ends at once\.\n/);
    expect(answer.summary.error?.message).toMatch(/^Interrupted: \d users were not tried\. What is done stands in/);
    expect(writes()).toHaveLength(answer.lines.length);
  });

  test('a second Ctrl-C ends at once', async () => {
    const file = usersFile(3);
    let signals = 0;
    const result = await executable(['set', '--from', file, '--parallelism', '1'], {
      env: { ...aws.environment(), HOME: dir },
      onOutput: (_stdout, kill) => {
        if ((signals += 1) === 1) slow();
        if (signals <= 2) kill('SIGINT');
      },
    });
    // Ended by the signal: there is neither a status nor a summary.
    expect(result.code).toBeNull();
    expect(result.stdout).not.toContain('not_tried');
  });

  const inShell = (command: string) =>
    run('bash', ['-c', command], {
      cwd: dir,
      env: { PATH: process.env.PATH, ...aws.environment(), HOME: dir },
    });

  test('a reader that has seen enough stops the run, without a stack trace', async () => {
    const file = usersFile(60);
    const { stdout, stderr, code } = await inShell(
      `set -o pipefail; "${process.execPath}" "${EXECUTABLE}" set --from "${file}" --parallelism 1 | head -n 1`,
    );
    expect(JSON.parse(stdout)).toMatchObject({ success: true });
    expect(stderr).toMatch(/^iam-login-profile: Interrupted: \d+ users were not tried\. .*\n$/);
    expect(code).toBe(1);
    expect(writes().length).toBeLessThan(60);
    expect(readFileSync(`${file}.journal`, 'utf8').trimEnd().split('\n')).toHaveLength(writes().length);
  });

  test('an answer that cannot be written is one line on stderr', async () => {
    const file = usersFile(20);
    aws.loginProfiles.create({ userName: 'user-0', password: password('user-0') });
    const self = `"${process.execPath}" "${EXECUTABLE}"`;
    const one = await inShell(`${self} set --user-name user-0 --no-password-reset-required > /dev/full`);
    const line = 'iam-login-profile: The answer cannot be written (ENOSPC).\n';
    expect(one).toMatchObject({ code: 1, stderr: line });
    const help = await inShell(`${self} --help > /dev/full`);
    expect(help).toMatchObject({ code: 1, stderr: line });
    const many = await inShell(`${self} set --from "${file}" --parallelism 1 > /dev/full`);
    expect(many.code).toBe(1);
    expect(many.stderr).toMatch(
      /^iam-login-profile: The answer cannot be written \(ENOSPC\)\.\niam-login-profile: Interr.*\n$/,
    );
  });
});

describe('the journal of set --from', () => {
  /** A run of three users of whom the last fails, so that the journal stays; answers the two files. */
  async function halfDone(): Promise<{ file: string; journal: string }> {
    const file = usersFile(3);
    aws.users.delete('user-2');
    expect(await setMany(['--from', file])).toMatchObject({ code: 3, summary: { error: { details: { created: 2 } } } });
    return { file, journal: `${file}.journal` };
  }

  test('names rows and versions, and no password', async () => {
    const { journal } = await halfDone();
    const lines = readFileSync(journal, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    for (const line of lines)
      expect(Object.keys(JSON.parse(line) as object)).toEqual(['row', 'secret_version_id', 'at']);
    expect(lines.join()).not.toContain('F1rst');
    expect(statSync(journal).mode & 0o777).toBe(0o600);
  });

  test('--restart does all again, whatever it says', async () => {
    const { file, journal } = await halfDone();
    aws.users.create({ userName: 'user-2' });
    expect(await setMany(['--from', file, '--restart'])).toMatchObject({
      code: 0,
      summary: { data: { created: 1, updated: 2, skipped: 0 } },
    });
    expect(existsSync(journal)).toBe(false);
  });

  test('--restart in a dry run leaves it as it is', async () => {
    const { file, journal } = await halfDone();
    const before = readFileSync(journal);
    const answer = await setMany(['--from', file, '--restart', '--dry-run']);
    expect(answer.summary).toMatchObject({ error: { details: { updated: 2, skipped: 0, failed: 1 } } });
    expect(readFileSync(journal)).toEqual(before);
  });

  test('half a line at its end, of a run that was killed, is cut off, and the runs after it go on', async () => {
    const { file, journal } = await halfDone();
    const lines = readFileSync(journal, 'utf8').split('\n');
    writeFileSync(journal, `${lines[0]}\n${lines[1]?.slice(0, 20)}`);
    // The second run sets the user of the half line again, and fails with the last user as the first one did.
    expect(await setMany(['--from', file])).toMatchObject({
      code: 3,
      summary: { error: { details: { updated: 1, skipped: 1, failed: 1 } } },
    });
    aws.users.create({ userName: 'user-2' });
    expect(await setMany(['--from', file])).toMatchObject({ code: 0, summary: { data: { created: 1, skipped: 2 } } });
  });

  test.each([
    { what: 'a shopping list', content: 'bread\n' },
    { what: 'a file without a line break', content: '[{"user":"user-0","secret":"console/user-0"}]' },
  ])('$what is no journal: refused and left alone, with --restart too', async ({ content }) => {
    const file = usersFile(1);
    const other = join(dir, 'other');
    writeFileSync(other, content);
    for (const more of [[], ['--restart'], ['--restart', '--dry-run']]) {
      const answer = await setMany(['--from', file, '--journal', other, ...more]);
      expect(answer).toMatchObject({
        code: 2,
        summary: { error: { code: 'VALIDATION_ERROR', message: expect.stringMatching(/no journal/) } },
      });
      expect(readFileSync(other, 'utf8')).toBe(content);
    }
    expect(writes()).toEqual([]);
  });

  test('the file of the users is not taken for one, however it is spelled', async () => {
    const file = usersFile(1);
    const content = readFileSync(file);
    for (const journal of [file, join(dir, 'somewhere', '..', 'users.csv'), 'users.csv']) {
      const answer = await setMany(['--from', file, '--journal', journal, '--restart'], { cwd: dir });
      expect(answer).toMatchObject({
        code: 2,
        summary: { error: { code: 'VALIDATION_ERROR', message: expect.stringMatching(/the file of the users/) } },
      });
      expect(readFileSync(file)).toEqual(content);
    }
  });

  test.each([
    { what: 'in a folder that is missing', path: ['nowhere', 'journal'], code: 'ENOENT' },
    { what: 'that is a folder', path: ['.'], code: 'EISDIR' },
  ])('one $what is noticed before any password is set', async ({ path, code }) => {
    const file = usersFile(2);
    const answer = await setMany(['--from', file, '--journal', join(dir, ...path)]);
    expect(answer).toMatchObject({
      code: 2,
      lines: [],
      summary: { error: { code: 'VALIDATION_ERROR', message: expect.stringContaining(code) } },
    });
    expect(writes()).toEqual([]);
  });

  test('one that cannot be written any more stops the run, with every result told and a summary', async () => {
    const file = usersFile(20);
    const command = `ulimit -f 1; exec "${process.execPath}" "${EXECUTABLE}" set --from "${file}" --parallelism 2`;
    const { code, stdout } = await run('sh', ['-c', command], {
      cwd: dir,
      env: { PATH: process.env.PATH, ...aws.environment(), HOME: dir },
    });
    const lines = stdout.trimEnd().split('\n');
    const summary = JSON.parse(lines.pop() ?? '') as Answer['summary'];
    expect({ code, ...summary }).toMatchObject({
      code: 2,
      error: { code: 'VALIDATION_ERROR', message: expect.stringMatching(/cannot be written \(EFBIG\)/) },
    });
    const { created = 0, not_tried } = summary.error?.details ?? {};
    expect(lines).toHaveLength(created);
    expect(writes()).toHaveLength(created);
    expect(created).toBeLessThan(10);
    expect(not_tried).toBe(20 - created);
    // The line that was cut off is dropped, and its user set again.
    const next = await setMany(['--from', file]);
    expect(next).toMatchObject({ code: 0, summary: { data: { failed: 0 } } });
    expect(next.summary.data?.skipped).toBeLessThan(created);
  });

  test('is named only where there is one', async () => {
    const file = usersFile(2);
    const answer = await setMany(['--from', file, '--update-only']);
    expect(answer).toMatchObject({ code: 3, summary: { error: { details: { failed: 2 } } } });
    expect(answer.stderr).not.toContain('.journal');
    expect(existsSync(`${file}.journal`)).toBe(false);
  });
});
