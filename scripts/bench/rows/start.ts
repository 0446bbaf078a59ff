import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { createOneTimeCertificate } from '../../../src/plugin/certificate';
import { type Line, OURS, type Sample } from '../statistics';

const ARCHIVE = join(__dirname, '..', '..', '..', 'provider', 'terraform-provider-iam.zip');
const EXECUTABLE = 'terraform-provider-iam.cjs';
/** A start takes a twentieth of a second, so that it can be measured often. */
const STARTS_PER_RUN = 10;

/** From the start of the process to its handshake, as Terraform starts it, beside a Node that does nothing. */
export async function startRow(runs: number): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lpb-'));
  try {
    for (const [name, data] of Object.entries(unzipSync(readFileSync(ARCHIVE)))) {
      writeFileSync(join(folder, name), data);
      chmodSync(join(folder, name), 0o755);
    }
    const env = hostEnvironment(folder);
    const [ours, bare]: [Sample[], Sample[]] = [[], []];
    for (let count = 0; count < runs * STARTS_PER_RUN; count += 1) {
      ours.push(await handshake(join(folder, EXECUTABLE), env));
      bare.push(await bareNode(env));
    }
    return [
      { row: 'start', subject: OURS, samples: ours },
      { row: 'start', subject: 'node -e 0', samples: bare },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What Terraform puts into the environment of a provider. */
const hostEnvironment = (folder: string): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  TMPDIR: folder,
  TF_PLUGIN_MAGIC_COOKIE: 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2',
  PLUGIN_PROTOCOL_VERSIONS: '5,6',
  PLUGIN_CLIENT_CERT: createOneTimeCertificate().pem,
});

const since = (started: bigint): Sample => ({ wallSeconds: Number(process.hrtime.bigint() - started) / 1e9 });

async function handshake(executable: string, env: NodeJS.ProcessEnv): Promise<Sample> {
  const started = process.hrtime.bigint();
  const child = spawn(executable, [], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const exited = once(child, 'exit');
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const sample = since(started);
  // Not asked to end as Terraform does: nothing was connected, so that nothing is left behind but its folder.
  child.kill('SIGKILL');
  await exited;
  if (!line.toString().startsWith('1|6|')) throw new Error(`The provider did not start: ${line.toString()}`);
  return sample;
}

async function bareNode(env: NodeJS.ProcessEnv): Promise<Sample> {
  const started = process.hrtime.bigint();
  await once(spawn('node', ['-e', '0'], { env, stdio: 'ignore' }), 'exit');
  return since(started);
}
