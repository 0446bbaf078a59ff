import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildNoteProvider } from './build-note-provider';
import { goPluginCertificate } from './client-certificate';

export const MAGIC_COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';

/** Where one test file keeps its bundle and what its processes put into their temporary folder. */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'note-'));
  readonly temporary = join(this.folder, 'tmp');
  readonly executable = buildNoteProvider(join(this.folder, 'terraform-provider-note.cjs'));
  private readonly processes: ProviderProcess[] = [];

  constructor() {
    mkdirSync(this.temporary);
  }

  /** Starts the provider with what Terraform puts into its environment. */
  start(env: NodeJS.ProcessEnv = {}): ProviderProcess {
    const started = new ProviderProcess(this.executable, { TMPDIR: this.temporary, ...env });
    this.processes.push(started);
    return started;
  }

  /** Sockets that were left behind. */
  leftovers(): string[] {
    return readdirSync(this.temporary);
  }

  close(): void {
    for (const { child } of this.processes) child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface Handshake {
  readonly fields: readonly string[];
  readonly network: string;
  readonly address: string;
  readonly certificate: string;
}

/** A provider that runs as a child, as Terraform runs it. */
export class ProviderProcess {
  readonly client = goPluginCertificate();
  readonly child: ChildProcess;
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
  stdout = '';
  stderr = '';

  constructor(executable: string, env: NodeJS.ProcessEnv) {
    this.child = spawn(executable, [], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        TF_PLUGIN_MAGIC_COOKIE: MAGIC_COOKIE,
        PLUGIN_PROTOCOL_VERSIONS: '5,6',
        PLUGIN_CLIENT_CERT: this.client.cert,
        PLUGIN_MIN_PORT: '10000',
        PLUGIN_MAX_PORT: '25000',
        ...env,
      },
    });
    this.child.stdout?.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.exited = once(this.child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as string | null,
    }));
  }

  /** The first line, cut as go-plugin cuts it. */
  async handshake(): Promise<Handshake> {
    while (!this.stdout.includes('\n')) {
      await Promise.race([
        once(this.child.stdout!, 'data'),
        this.exited.then(() => Promise.reject(new Error(this.stderr))),
      ]);
    }
    const fields = this.stdout.split('\n')[0].split('|');
    return { fields, network: fields[2], address: fields[3], certificate: fields[5] };
  }

  /** Resolves when the log holds `text`. */
  async logged(text: string): Promise<void> {
    while (!this.stderr.includes(text)) await once(this.child.stderr!, 'data');
  }
}
