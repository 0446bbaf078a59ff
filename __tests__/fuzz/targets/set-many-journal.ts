import { CommandError } from '../../../src/cli/envelope';
import { rowsIn } from '../../../src/cli/set-many/journal';

const FILE = 'users.csv.journal';
const line = (user: string): string => {
  const row = JSON.stringify([user, 'console/alice', null, null, null, null]);
  return `${JSON.stringify({ row, secret_version_id: '1'.repeat(32), at: '2026-01-01T00:00:00.000Z' })}\n`;
};

export const seeds = [
  line('alice'),
  `${line('alice')}${line('bob')}`,
  `${line('alice')}${line('bob').slice(0, 30)}`,
  `${line('alice')}{"ro`,
  `${line('ä')}\n`,
  '{"row":5}\n',
  'user_name,secret_id\n',
];
export const words = ['{"row":', '"row":"', '\n', '\r\n', '\\n', 'null', '__proto__', '\ufeff', '\u2028', '}\n{'];

/** The journal of `set --from`, which another run, a crash or an editor has left: rows that are done, or a refusal. */
export function fuzz(data: Buffer): void {
  const found = read(data);
  if (found === undefined) return;
  const { rows, bytes } = found;
  const kept = data.subarray(0, bytes);
  if (bytes > data.length) throw new Error('the journal would be made longer');
  if (bytes > 0 && kept.at(-1) !== 0x0a) throw new Error('the journal would be cut within a line');
  if (data.subarray(bytes).includes('\n')) throw new Error('a whole line would be cut off');
  // The next run goes on behind what is kept, and the one after that reads all of it.
  const next = read(Buffer.concat([kept, Buffer.from(line('carol'))]));
  if (next?.rows.length !== rows.length + 1 || !rows.every((row, index) => row === next.rows[index]))
    throw new Error('what is done is told otherwise after the next run');
}

function read(data: Buffer): ReturnType<typeof rowsIn> | undefined {
  try {
    return rowsIn(FILE, data);
  } catch (thrown) {
    if (!(thrown instanceof CommandError)) throw thrown;
    if (thrown.message.includes(FILE)) return undefined;
    throw new Error('the refusal does not say which file', { cause: thrown });
  }
}
