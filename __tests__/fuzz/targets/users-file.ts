import { CommandError } from '../../../src/cli/envelope';
import { parseEntries } from '../../../src/cli/set-many/entries';

const rows = [{ user_name: 'alice', secret_id: 'console/alice', password_reset_required: true }];

export const seeds = [
  'user_name,secret_id\nalice,console/alice\nbob,console/bob\n',
  '\ufeffuser,secret,key,version,stage,password_reset_required\r\nalice,"console/a,b",password,,AWSCURRENT,TRUE\r\n',
  'user_name,secret_id,password\nalice,console/alice,x\n',
  JSON.stringify(rows),
  JSON.stringify([
    { ...rows[0], secret_version_id: '1'.repeat(32) },
    { user: 'ALICE', secret: 'x' },
  ]),
];
export const words = [
  ...['user_name', 'secret_id', 'secret_json_key', 'secret_version_stage', '__proto__', 'constructor', 'password'],
  ...['"', '""', ',', '\r\n', '{"user":"', '"secret":"', 'true', 'null', '[', '\ufeff', '\u001b[31m', 'arn:aws:'],
];

const USER_NAME = /^[\w+=,.@-]{1,64}$/;

/** The file of users of `iam-login-profile set --from`, as CSV and as JSON: entries that can be used, or a refusal. */
export function fuzz(data: Buffer): void {
  const refusals: string[] = [];
  for (const file of ['users.csv', 'users.json']) {
    try {
      const entries = parseEntries(file, data.toString('utf8'));
      if (entries.length === 0) throw new Error('neither users nor a refusal');
      const names = entries.map(({ userName }) => userName.toLowerCase());
      if (!names.every((name) => USER_NAME.test(name))) throw new Error('a name that is none of an IAM user');
      if (new Set(names).size < names.length) throw new Error('a user twice');
      if (!entries.every(({ secretId }) => typeof secretId === 'string' && secretId !== ''))
        throw new Error('a user without a secret');
    } catch (thrown) {
      if (!(thrown instanceof CommandError)) throw thrown;
      refusals.push(thrown.message);
    }
  }
  // eslint-disable-next-line no-control-regex -- what a terminal would obey
  if (refusals.some((text) => /[\u0000-\u0008\u001b\u009b]/.test(text)))
    throw new Error('a refusal holds a control character');
}
