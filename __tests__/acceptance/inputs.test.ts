import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../scripts/demo/run';
import { type LocalAws, startLocalAws } from '../../src/local-aws';
import { EXECUTABLE } from '../support/executable';
import { FIRST } from '../support/scene';

const JSON_TEXT = '{"UserName":"alice","SecretId":"console/alice"}';
const USERS = 'user_name,secret_id\\nalice,console/alice\\n';
const PLAN = '{"format_version":"1.2","planned_values":{},"resource_changes":[]}';
/** A pipe that gives nothing at first. */
const later = (text: string): string => `(sleep 0.3; printf '${text}')`;

let aws: LocalAws;
let dir: string;

beforeAll(async () => {
  aws = await startLocalAws();
  aws.users.create({ userName: 'alice' });
  aws.secrets.create({ name: 'console/alice', secretString: FIRST });
  dir = mkdtempSync(join(tmpdir(), 'lp-inputs-'));
  writeFileSync(join(dir, 'alice.json'), JSON_TEXT);
});
afterAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  await aws.stop();
});

/** Runs a line of bash, in which `lp` is the executable. */
const bash = (line: string) =>
  run('bash', ['-c', `lp() { '${process.execPath}' '${EXECUTABLE}' "$@"; }; ${line}`], {
    cwd: dir,
    env: { PATH: process.env.PATH, HOME: dir, ...aws.environment() },
  });

describe('what a shell hands over', () => {
  test.each([
    `lp set --dry-run --cli-input-json file://alice.json`,
    `lp set --dry-run --cli-input-json file://<(printf '${JSON_TEXT}')`,
    `${later(JSON_TEXT)} | lp set --dry-run --cli-input-json file:///dev/stdin`,
    `lp set --dry-run --cli-input-json file:///dev/stdin <alice.json`,
    `lp set --dry-run --from <(printf '${USERS}')`,
    `${later(USERS)} | lp set --dry-run --from /dev/stdin`,
    `printf 'Correct-horse-1' | lp set --user-name alice --password-stdin`,
    `lp drift <(printf '${PLAN}')`,
    `${later(PLAN)} | lp drift -`,
  ])('is read: %s', async (line) => {
    expect(await bash(line)).toMatchObject({ code: 0 });
  });

  test.each([
    ['lp set --user-name alice --password-stdin </dev/zero', 'Standard input holds more than 64 KiB'],
    ['yes | lp set --user-name alice --password-stdin', 'Standard input holds more than 64 KiB'],
    ['yes | lp set --from /dev/stdin', '/dev/stdin is larger than 16 MiB.'],
    ['lp set --cli-input-json "file://"<(yes)', 'is larger than 1 MiB.'],
  ])('is refused where it has no end: %s', async (line, says) => {
    const { code, stderr } = await bash(line);
    expect(stderr).toContain(says);
    expect(code).toBe(2);
  });
});
