import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fitsSocketPath, listen } from '../../../src/plugin/listener';

describe('listen', () => {
  let folder: string;
  let servers: Server[];
  const server = (): Server => {
    const made = createServer();
    servers.push(made);
    return made;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'listen-'));
    servers = [];
  });

  afterEach(() => {
    for (const each of servers) each.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('makes a folder that only its owner can enter, and removes it', async () => {
    const listening = await listen(server(), { PLUGIN_UNIX_SOCKET_DIR: folder });
    expect(listening.network).toBe('unix');
    expect(statSync(dirname(listening.address)).mode & 0o777).toBe(0o700);
    listening.remove();
    listening.remove();
    expect(existsSync(dirname(listening.address))).toBe(false);
  });

  test('leaves nothing behind when it cannot listen', async () => {
    const taken = server();
    await listen(taken, { PLUGIN_UNIX_SOCKET_DIR: folder });
    await expect(listen(taken, { PLUGIN_UNIX_SOCKET_DIR: folder })).rejects.toThrow();
    expect(readdirSync(folder)).toHaveLength(1);
  });

  test('takes the next free port of the range on Windows', async () => {
    const blocker = server();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const { port } = blocker.address() as AddressInfo;
    const env = { PLUGIN_MIN_PORT: String(port), PLUGIN_MAX_PORT: String(port + 20) };
    const listening = await listen(server(), env, 'win32');
    expect(listening.network).toBe('tcp');
    expect(Number(listening.address.split(':')[1])).toBeGreaterThan(port);
  });

  test('says which range has no free port', async () => {
    const blocker = server();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const port = String((blocker.address() as AddressInfo).port);
    const env = { PLUGIN_MIN_PORT: port, PLUGIN_MAX_PORT: port };
    await expect(listen(server(), env, 'win32')).rejects.toThrow(`no port from ${port} to ${port} is free`);
  });
});

test.each([
  { length: 40, fits: true },
  { length: 85, fits: process.platform !== 'darwin' },
  { length: 90, fits: false },
  { length: 200, fits: false },
])('a folder of $length bytes: $fits', ({ length, fits }) => {
  expect(fitsSocketPath('/'.padEnd(length, 'x'))).toBe(fits);
});
