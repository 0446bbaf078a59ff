import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalAws, startLocalAws } from '../../src/local-aws';
import { ERROR_CODES, type ErrorCode } from '../../src/operations';
import { EXECUTABLE, executable, type ExecutableOptions } from '../support/executable';
import { FIRST, SECOND } from '../support/scene';

let aws: LocalAws;
let dir: string;
let transcript = '';

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'lp-executable-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

beforeEach(async () => {
  aws = await startLocalAws();
  for (const userName of ['alice', 'bob']) {
    aws.users.create({ userName });
    aws.secrets.create({ name: `console/${userName}`, secretString: FIRST });
  }
});
afterEach(() => aws.stop());

interface Answer {
  readonly code: number | null;
  readonly stderr: string;
  readonly success: boolean;
  readonly data: Record<string, unknown>;
  readonly error: { readonly code: ErrorCode; readonly message: string; readonly details?: Record<string, unknown> };
}

async function iamLoginProfile(args: readonly string[], options: Partial<ExecutableOptions> = {}): Promise<Answer> {
  const { env = {} } = options;
  const result = await executable(args, {
    ...options,
    env: { ...aws.environment(), AWS_MAX_ATTEMPTS: '1', HOME: dir, ...env },
  });
  transcript += `${result.stdout}${result.stderr}`;
  // One JSON object, one newline, and nothing else.
  expect(result.stdout).toMatch(/^\{.*\}\n$/);
  return { ...(JSON.parse(result.stdout) as Answer), code: result.code, stderr: result.stderr };
}

const SET = ['set', '--user-name', 'alice', '--secret-id', 'console/alice'];
const fail = (operation: string, code: string) => () =>
  void aws.faults.add({ operation, times: Infinity, fault: { kind: 'error', code } });

describe('every code of the table', () => {
  const CASES: readonly {
    code: ErrorCode;
    exit: number;
    args: readonly string[];
    before?: () => void;
    aws?: string;
  }[] = [
    { code: 'VALIDATION_ERROR', exit: 2, args: ['set', '--user-name', '', '--secret-id', 'console/alice'] },
    {
      code: 'VALIDATION_ERROR',
      exit: 2,
      args: SET,
      before: fail('iam:CreateLoginProfile', 'PasswordPolicyViolation'),
      aws: 'PasswordPolicyViolation',
    },
    { code: 'NOT_FOUND', exit: 3, args: ['get', '--user-name', 'nobody'], aws: 'NoSuchEntity' },
    { code: 'NOT_FOUND', exit: 3, args: ['get', '--user-name', 'alice'], aws: 'NoSuchEntity' },
    { code: 'NOT_FOUND', exit: 3, args: ['delete', '--user-name', 'alice'], aws: 'NoSuchEntity' },
    {
      code: 'NOT_FOUND',
      exit: 3,
      args: ['set', '--user-name', 'alice', '--password-reset-required'],
      aws: 'NoSuchEntity',
    },
    { code: 'NOT_FOUND', exit: 3, args: [...SET, '--update-only'], aws: 'NoSuchEntity' },
    {
      code: 'NOT_FOUND',
      exit: 3,
      args: ['set', '--user-name', 'nobody', '--secret-id', 'console/alice'],
      aws: 'NoSuchEntity',
    },
    {
      code: 'SECRET_NOT_FOUND',
      exit: 3,
      args: ['set', '--user-name', 'alice', '--secret-id', 'console/nobody'],
      aws: 'ResourceNotFoundException',
    },
    {
      code: 'SECRET_VERSION_NOT_FOUND',
      exit: 3,
      args: [...SET, '--secret-version-stage', 'NONE'],
      aws: 'ResourceNotFoundException',
    },
    {
      code: 'ALREADY_EXISTS',
      exit: 4,
      args: [...SET, '--create-only'],
      before: () => void aws.loginProfiles.create({ userName: 'alice', password: SECOND }),
    },
    {
      code: 'TEMPORARILY_UNMODIFIABLE',
      exit: 4,
      args: [...SET, '--timeout', '1s'],
      before: fail('iam:CreateLoginProfile', 'EntityTemporarilyUnmodifiable'),
      aws: 'EntityTemporarilyUnmodifiable',
    },
    {
      code: 'SECRET_PENDING_DELETION',
      exit: 4,
      args: SET,
      before: () => aws.secrets.scheduleDeletion('console/alice'),
      aws: 'InvalidRequestException',
    },
    {
      code: 'ACCESS_DENIED',
      exit: 5,
      args: SET,
      before: fail('iam:CreateLoginProfile', 'AccessDenied'),
      aws: 'AccessDenied',
    },
    {
      code: 'LIMIT_EXCEEDED',
      exit: 1,
      args: SET,
      before: fail('iam:CreateLoginProfile', 'LimitExceeded'),
      aws: 'LimitExceeded',
    },
    { code: 'THROTTLED', exit: 1, args: SET, before: fail('iam:GetLoginProfile', 'Throttling'), aws: 'Throttling' },
    {
      code: 'SERVICE_FAILURE',
      exit: 1,
      args: SET,
      before: fail('iam:GetLoginProfile', 'ServiceFailure'),
      aws: 'ServiceFailure',
    },
  ];

  test.each(CASES)('$code: $args', async ({ code, exit, args, before, aws: awsCode }) => {
    before?.();
    const answer = await iamLoginProfile(args);
    expect(answer).toMatchObject({ success: false, error: { code, message: expect.stringMatching(/\S/) } });
    expect(answer.code).toBe(exit);
    expect(answer.stderr).toBe(`iam-login-profile: ${answer.error.message}\n`);
    if (awsCode === undefined) expect(answer.error.details).toBeUndefined();
    else {
      // The words and the request are AWS's own: the journal of the local AWS has the same.
      expect(answer.error.details).toMatchObject({ aws_code: awsCode, operation: expect.stringMatching(/:/) });
      expect(aws.journal.entries.map(({ requestId }) => requestId)).toContain(answer.error.details?.request_id);
    }
  });

  test('INTERNAL: an executable that was copied without the rest of the package', async () => {
    const file = join(dir, 'bin', 'iam-login-profile.cjs');
    mkdirSync(join(dir, 'bin'), { recursive: true });
    copyFileSync(EXECUTABLE, file);
    const answer = await iamLoginProfile(['mirror', join(dir, 'mirror')], { file });
    expect(answer).toMatchObject({ code: 1, error: { code: 'INTERNAL' } });
  });

  test('none of the table is left out', () => {
    const reached = new Set<string>([...CASES.map(({ code }) => code), 'INTERNAL']);
    expect(Object.keys(ERROR_CODES).filter((code) => !reached.has(code))).toEqual([]);
  });
});

describe('set', () => {
  const ID = {
    success: true,
    data: { id: 'alice', created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) },
  };

  test('creates, then updates, and says which; the creation date stays', async () => {
    const created = await iamLoginProfile(SET);
    expect(created).toMatchObject({
      code: 0,
      ...ID,
      data: { ...ID.data, action: 'created', password_reset_required: false },
    });
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
    const version = aws.secrets.putValue('console/alice', SECOND);
    const updated = await iamLoginProfile([...SET, '--password-reset-required']);
    expect(updated).toMatchObject({
      code: 0,
      data: {
        action: 'updated',
        created_at: created.data.created_at,
        secret_version_id: version,
        password_reset_required: true,
      },
    });
    expect(aws.signIn('alice', SECOND).outcome).toBe('password-reset-required');
  });

  test('a flag that is not named stays as it is, and can be set alone', async () => {
    await iamLoginProfile([...SET, '--password-reset-required']);
    expect(await iamLoginProfile(SET)).toMatchObject({ data: { password_reset_required: true } });
    const flag = ['set', '--user-name', 'ALICE', '--no-password-reset-required'];
    expect(await iamLoginProfile(flag)).toMatchObject({ data: { id: 'alice', action: 'updated', secret_arn: null } });
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
  });

  test('takes the password of a key, of a version and of a label', async () => {
    const old = aws.secrets.putValue('console/alice', JSON.stringify({ alice: FIRST }));
    const current = aws.secrets.putValue('console/alice', JSON.stringify({ alice: SECOND, of: {} }));
    const key = [...SET, '--secret-json-key', 'alice'];
    for (const [more, version, password] of [
      [[], current, SECOND],
      [['--secret-version-id', old], old, FIRST],
      [['--secret-version-stage', 'AWSCURRENT'], current, SECOND],
      [['--secret-version-stage', 'AWSPREVIOUS'], old, FIRST],
    ] as const) {
      const answer = await iamLoginProfile([...key, ...more]);
      expect(answer).toMatchObject({ code: 0, data: { secret_version_id: version } });
      expect(aws.signIn('alice', password).outcome).toBe('signed-in');
    }
    expect(await iamLoginProfile([...SET, '--secret-json-key', 'of'])).toMatchObject({
      code: 2,
      error: { code: 'VALIDATION_ERROR', message: expect.stringMatching(/the key that is named is no string/) },
    });
  });

  test('a dry run reads no value and changes nothing', async () => {
    aws.journal.clear();
    expect(await iamLoginProfile([...SET, '--dry-run'])).toMatchObject({
      code: 0,
      data: { action: 'would_create', created_at: null },
    });
    expect(aws.journal.operations()).toEqual(['iam:GetLoginProfile', 'secretsmanager:DescribeSecret']);
  });

  test('takes --cli-input-json as text and as a file, and options win', async () => {
    const input = JSON.stringify({ UserName: 'alice', SecretId: 'console/bob', PasswordResetRequired: true });
    writeFileSync(join(dir, 'input.json'), input);
    for (const json of [input, `file://${join(dir, 'input.json')}`]) {
      const answer = await iamLoginProfile(['set', '--cli-input-json', json, '--secret-id', 'console/alice']);
      expect(answer).toMatchObject({
        code: 0,
        data: { secret_arn: expect.stringContaining('console/alice'), password_reset_required: true },
      });
    }
  });

  test('takes the skeleton that it prints, filled in as far as is needed', async () => {
    const { stdout } = await executable(['set', '--generate-cli-skeleton'], { env: { HOME: dir } });
    const skeleton = { ...(JSON.parse(stdout) as object), UserName: 'alice', SecretId: 'console/alice' };
    const answer = await iamLoginProfile(['set', '--cli-input-json', JSON.stringify(skeleton)]);
    expect(answer).toMatchObject({ code: 0, data: { action: 'created', password_reset_required: false } });
  });

  test('refuses a password on the command line and in --cli-input-json, with the reason and without the value', async () => {
    for (const args of [
      [...SET, '--password', FIRST],
      [...SET, `--password=${FIRST}`],
      ['set', '--cli-input-json', JSON.stringify({ UserName: 'alice', Password: FIRST })],
      ['set', '--cli-input-json', `{"Password": "${FIRST}`],
    ]) {
      const answer = await iamLoginProfile(args);
      expect(answer).toMatchObject({ code: 2, error: { code: 'VALIDATION_ERROR' } });
    }
    expect(transcript).toContain('it would stay in the shell history');
  });

  test('a user that is not there yet is waited for with --wait', async () => {
    const carol = ['set', '--user-name', 'carol', '--secret-id', 'console/alice'];
    expect(await iamLoginProfile(carol)).toMatchObject({ code: 3, error: { code: 'NOT_FOUND' } });
    setTimeout(() => aws.users.create({ userName: 'carol' }), 700);
    expect(await iamLoginProfile([...carol, '--wait'])).toMatchObject({ code: 0, data: { action: 'created' } });
  });
});

describe('get and delete', () => {
  test('get shows what stands, delete removes it, and an absent one is no error with --if-exists', async () => {
    const { data } = await iamLoginProfile(SET);
    const got = await iamLoginProfile(['get', '--user-name', 'Alice']);
    expect(got).toMatchObject({
      code: 0,
      data: { id: 'alice', created_at: data.created_at, password_reset_required: false },
    });
    const deleted = await iamLoginProfile(['delete', '--user-name', 'alice']);
    expect(deleted).toMatchObject({ code: 0, data: { id: 'alice', created_at: data.created_at, deleted: true } });
    expect(aws.loginProfiles.get('alice')).toBeUndefined();
    const again = await iamLoginProfile(['delete', '--user-name', 'alice', '--if-exists']);
    expect(again).toMatchObject({ code: 0, data: { id: 'alice', deleted: false } });
    const nobody = await iamLoginProfile(['delete', '--user-name', 'nobody', '--if-exists']);
    expect(nobody).toMatchObject({ code: 3, error: { code: 'NOT_FOUND' } });
  });
});

describe('the limits', () => {
  const BASE = "Aa1'"; // Three kinds of characters and a symbol, as the default policy asks.
  const stdin = (stdinText: string) =>
    iamLoginProfile(['set', '--user-name', 'alice', '--password-stdin'], { stdin: stdinText });

  test.each([
    { what: 'none', password: '', code: 'VALIDATION_ERROR' },
    { what: 'one, which only the policy refuses', password: 'x', code: 'VALIDATION_ERROR', asked: true },
    { what: '128', password: BASE.repeat(32) },
    { what: '129', password: `${BASE.repeat(32)}x`, code: 'VALIDATION_ERROR' },
    { what: '128 of U+00FF', password: `${BASE}${'\u00ff'.repeat(124)}` },
    { what: 'U+0100', password: `${BASE}long\u0100`, code: 'VALIDATION_ERROR' },
    { what: 'a tab inside', password: `${BASE}\t${BASE}` },
    { what: 'a line feed inside', password: `${BASE}\n${BASE}` },
    { what: 'one final line feed, which is dropped', password: `${BASE}${BASE}\n`, signsIn: `${BASE}${BASE}` },
    { what: 'one final CR LF, which is dropped', password: `${BASE}${BASE}\r\n`, signsIn: `${BASE}${BASE}` },
    { what: 'two final line feeds', password: `${BASE}${BASE}\n\n`, code: 'VALIDATION_ERROR' },
  ])('password characters: $what', async ({ password, code, asked = false, signsIn = password }) => {
    aws.journal.clear();
    const answer = await stdin(password);
    if (code === undefined) {
      expect(answer).toMatchObject({ code: 0, success: true });
      expect(aws.signIn('alice', signsIn).outcome).toBe('signed-in');
    } else {
      expect(answer).toMatchObject({ code: 2, error: { code } });
      expect(aws.journal.operations()).toEqual(asked ? ['iam:GetLoginProfile', 'iam:CreateLoginProfile'] : []);
    }
    if (password.length > 3) expect(JSON.stringify(answer)).not.toContain(JSON.stringify(signsIn).slice(1, -1));
  });

  test('bytes that are not UTF-8, or far too many, are refused', async () => {
    const args = ['set', '--user-name', 'alice', '--password-stdin'];
    expect(await iamLoginProfile(args, { stdin: Buffer.from([0x41, 0xff]) })).toMatchObject({ code: 2 });
    expect(await iamLoginProfile(args, { stdin: 'x'.repeat(70_000) })).toMatchObject({ code: 2 });
  });

  test.each([
    { length: 0, code: 2 },
    { length: 1, code: 0 },
    { length: 64, code: 0 },
    { length: 65, code: 2 },
  ])('user name of $length characters', async ({ length, code }) => {
    const userName = 'u'.repeat(length);
    if (code === 0) aws.users.create({ userName });
    const answer = await iamLoginProfile(['set', '--user-name', userName, '--secret-id', 'console/alice']);
    expect(answer.code).toBe(code);
  });

  test.each([
    ['a space in the user name', ['set', '--user-name', 'a b', '--secret-id', 'x'], /^The user name holds a character/],
    [
      'a secret id that is a partial ARN',
      [...SET.slice(0, 4), 'arn:aws:secretsmanager:us-east-1:111122223333:secret:x'],
      /^The secret's ARN is not complete/,
    ],
    [
      'a version id of 31 characters',
      [...SET, '--secret-version-id', 'v'.repeat(31)],
      /^A version id of a secret has 32 to 64/,
    ],
    [
      'a version id of 65 characters',
      [...SET, '--secret-version-id', 'v'.repeat(65)],
      /^A version id of a secret has 32 to 64/,
    ],
    [
      'a label of 257 characters',
      [...SET, '--secret-version-stage', 'v'.repeat(257)],
      /^A label of a secret has 1 to 256/,
    ],
    ['an empty JSON key', [...SET, '--secret-json-key', ''], /^The JSON key is empty/],
    [
      'a version and a label',
      [...SET, '--secret-version-id', 'v'.repeat(32), '--secret-version-stage', 'A'],
      /^Name a version of the secret or a label, not both/,
    ],
    ['a secret and a password', [...SET, '--password-stdin'], /^The password is given twice/],
    ['a key without a secret', ['set', '--user-name', 'alice', '--secret-json-key', 'a'], /but no secret is named/],
    ['nothing to set', ['set', '--user-name', 'alice'], /^There is nothing to set/],
    ['no user', ['set', '--secret-id', 'console/alice'], /^Name the user: --user-name/],
    ['a timeout of nothing', [...SET, '--timeout', '0s'], /^"0s" is no duration/],
    [
      'create only and update only',
      [...SET, '--create-only', '--update-only'],
      /'--create-only' cannot be used with option '--update-only'/,
    ],
    ['an option that is none', [...SET, '--nope'], /^unknown option '--nope'/],
    ['a command that is none', ['nope'], /^There is no command "nope"/],
  ])('refuses %s before AWS is called', async (_what, args, says) => {
    aws.journal.clear();
    expect(await iamLoginProfile(args, { stdin: FIRST })).toMatchObject({
      code: 2,
      error: { code: 'VALIDATION_ERROR', message: expect.stringMatching(says) },
    });
    expect(aws.journal.operations()).toEqual([]);
  });
});

describe('how AWS is reached', () => {
  const NOWHERE = { AWS_REGION: '', AWS_DEFAULT_REGION: '' };
  const users = (): string => {
    const file = join(dir, 'users.csv');
    writeFileSync(file, 'user_name,secret_id\nalice,console/alice\nbob,console/bob\n');
    return file;
  };

  test.each([
    { what: 'no Region', args: [], env: NOWHERE, says: /^No Region is set: --region, AWS_REGION or the profile\.$/ },
    { what: 'an empty Region', args: ['--region', ''], env: {}, says: /^"" is no Region\. Write it as/ },
    { what: 'words for a Region', args: ['--region', 'eu west 1'], env: {}, says: /^"eu west 1" is no Region\./ },
    { what: 'a bad endpoint', args: ['--endpoint-url', 'localhost:4566'], env: {}, says: /^The endpoint URL is no/ },
    { what: 'half an endpoint', args: [], env: { AWS_ENDPOINT_URL: 'http://' }, says: /^AWS_ENDPOINT_URL is no/ },
  ])('refuses $what before AWS is called', async ({ args, env, says }) => {
    aws.journal.clear();
    for (const command of [
      SET,
      ['set', '--user-name', 'alice', '--no-password-reset-required'],
      ['get', '--user-name', 'alice'],
      ['delete', '--user-name', 'alice'],
      ['set', '--from', users()],
    ]) {
      expect(await iamLoginProfile([...command, ...args], { env })).toMatchObject({
        code: 2,
        error: { code: 'VALIDATION_ERROR', message: expect.stringMatching(says) },
      });
    }
    expect(aws.journal.operations()).toEqual([]);
  });

  test('takes the Region of the profile', async () => {
    mkdirSync(join(dir, '.aws'), { recursive: true });
    writeFileSync(join(dir, '.aws', 'config'), '[profile east]\nregion = us-east-1\n');
    const answer = await iamLoginProfile(SET, { env: { ...NOWHERE, AWS_PROFILE: 'east' } });
    rmSync(join(dir, '.aws'), { recursive: true });
    expect(answer).toMatchObject({ code: 0, data: { action: 'created' } });
  });
});

test('no password in anything that was printed', () => {
  for (const password of [FIRST, SECOND]) {
    expect(transcript).not.toContain(password);
    expect(transcript).not.toContain(JSON.stringify(password).slice(1, -1));
  }
});
