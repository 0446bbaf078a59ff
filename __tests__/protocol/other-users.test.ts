import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Bench } from '../support/plugin/provider-process';

/** Nobody's number on Linux: a user that owns nothing. */
const NOBODY = 65534;
const CONNECT = `require('node:net').connect(process.argv[1])
  .on('connect', function () { console.log('connected'); this.destroy(); })
  .on('error', ({ code }) => console.log(code));`;

const bench = new Bench();
/** Everybody may enter it, so that nothing but the provider's own folder is in the way. */
const open = mkdtempSync('/tmp/open-');
chmodSync(open, 0o755);

afterAll(() => {
  bench.close();
  rmSync(open, { recursive: true, force: true });
});

const mode = (path: string): number => statSync(path).mode & 0o777;

/** What becomes of a connection that another user asks for. */
function asNobody(address: string): string {
  const child = { uid: NOBODY, gid: NOBODY, cwd: '/', env: {}, encoding: 'utf8' } as const;
  const { stdout, stderr, error } = spawnSync(process.execPath, ['-e', CONNECT, address], child);
  if (error !== undefined) throw error;
  return `${stdout}${stderr}`.trim();
}

test('another user cannot connect to the provider, whatever the socket itself allows', async () => {
  const { address } = await bench.start({ TMPDIR: open }).handshake();
  const folder = dirname(address);
  expect(dirname(folder)).toBe(open);
  // What the system goes by; only root can be another user and try.
  expect(mode(folder)).toBe(0o700);
  expect(statSync(folder).uid).toBe(process.getuid?.());
  if (process.getuid?.() !== 0) return;

  expect(asNobody(address)).toBe('EACCES');
  chmodSync(address, 0o777);
  expect(asNobody(address)).toBe('EACCES');
  // It is the folder that refuses: opened, it lets the same user through.
  chmodSync(folder, 0o755);
  expect(asNobody(address)).toBe('connected');
});

test('the mode of the folder does not depend on the umask', async () => {
  const before = process.umask(0);
  try {
    const { address } = await bench.start({ TMPDIR: open }).handshake();
    expect(mode(dirname(address))).toBe(0o700);
    if (process.getuid?.() === 0) expect(asNobody(address)).toBe('EACCES');
  } finally {
    process.umask(before);
  }
});
