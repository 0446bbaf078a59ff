import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Address } from './handshake';

type Environment = Readonly<Record<string, string | undefined>>;

/** `sun_path` of the kernel, less its closing zero. Node cuts a longer path off and listens somewhere else. */
const MAX_SOCKET_PATH_BYTES = process.platform === 'darwin' ? 103 : 107;

const FOLDER_PREFIX = 'tfp-';
/** What mkdtemp puts behind the prefix. */
const FOLDER_SUFFIX_LENGTH = 6;
const SOCKET_NAME = 'grpc.sock';

/** A place where the server listens. */
export interface Listening extends Address {
  /** Removes the socket and its folder; connections that stand go on. May be called twice. */
  remove(): void;
}

/**
 * Listens on a unix socket in a folder that only its owner can enter; on the loopback address where the system has no
 * such sockets or the path would be too long.
 */
export async function listen(server: Server, env: Environment, platform = process.platform): Promise<Listening> {
  const wanted = env.PLUGIN_UNIX_SOCKET_DIR ?? '';
  const parent = resolve(wanted === '' ? tmpdir() : wanted);
  if (platform === 'win32' || !fitsSocketPath(parent)) return listenOnLoopback(server, env);
  // mkdtemp makes the folder with mode 0700.
  const folder = mkdtempSync(join(parent, FOLDER_PREFIX));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const address = join(folder, SOCKET_NAME);
  try {
    await bound(server, { path: address });
  } catch (error) {
    remove();
    throw error;
  }
  return { network: 'unix', address, remove };
}

export function fitsSocketPath(parent: string): boolean {
  const longest = join(parent, FOLDER_PREFIX + 'x'.repeat(FOLDER_SUFFIX_LENGTH), SOCKET_NAME);
  return Buffer.byteLength(longest) <= MAX_SOCKET_PATH_BYTES;
}

/** The first free port of the range that Terraform allows; any port where it names none. */
async function listenOnLoopback(server: Server, env: Environment): Promise<Listening> {
  const first = Number(env.PLUGIN_MIN_PORT ?? 0);
  const last = Number(env.PLUGIN_MAX_PORT ?? first);
  for (let port = first; port <= last; port++) {
    try {
      await bound(server, { host: '127.0.0.1', port });
      return {
        network: 'tcp',
        address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
        remove: () => undefined,
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
  throw new Error(`no port from ${first} to ${last} is free`);
}

function bound(server: Server, where: { path: string } | { host: string; port: number }): Promise<void> {
  return new Promise((listening, failed) => {
    server.once('error', failed);
    server.listen(where, () => {
      server.off('error', failed);
      listening();
    });
  });
}
