import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { until } from './processes';

/** A running moto server: another implementation of AWS's wire formats than ours. */
export interface Moto {
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Starts `moto_server`, or answers undefined where it is not installed (it is a Python program). */
export async function startMoto(): Promise<Moto | undefined> {
  const port = await freePort();
  const server: ChildProcess = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const started = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.once('spawn', () => resolve(true));
  });
  if (!started) return undefined;
  const endpoint = `http://127.0.0.1:${port}`;
  let answers = false;
  const ask = () =>
    void fetch(`${endpoint}/moto-api/`).then(
      () => (answers = true),
      () => setTimeout(ask, 100),
    );
  ask();
  await until('moto answers', () => answers, 60_000);
  return {
    environment: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'testing',
      AWS_SECRET_ACCESS_KEY: 'testing',
      AWS_REGION: 'eu-west-1',
    },
    stop: async () => {
      server.kill('SIGTERM');
      await ended;
    },
  };
}
