import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { goPluginCertificate, pem } from '../support/plugin/client-certificate';
import { Bench } from '../support/plugin/provider-process';
import { TerraformClient } from '../support/plugin/terraform-client';

const bench = new Bench();

afterAll(() => bench.close());

describe('start', () => {
  test('prints one line that tells Terraform where and how to connect', async () => {
    const running = bench.start();
    const { fields, certificate, address } = await running.handshake();
    expect(fields.slice(0, 5)).toEqual(['1', '6', 'unix', expect.stringMatching(/^\/.*\.sock$/), 'grpc']);
    expect(fields).toHaveLength(6);
    expect(new X509Certificate(Buffer.from(certificate, 'base64')).subjectAltName).toBe('DNS:localhost');
    expect(statSync(dirname(address)).mode & 0o777).toBe(0o700);
    const client = await TerraformClient.connect(running);
    await client.shutdown();
    expect(await running.exited).toEqual({ code: 0, signal: null });
    expect(running.stdout.split('\n')).toHaveLength(2);
    expect(running.stderr).toBe('');
  });

  test('starts twenty times in a row, each time with a certificate that works', async () => {
    const certificates = new Set<string>();
    for (let round = 0; round < 20; round++) {
      const running = bench.start();
      const { certificate } = await running.handshake();
      expect(certificate).not.toContain('=');
      certificates.add(certificate);
      const client = await TerraformClient.connect(running);
      await client.provider.getMetadata({});
      await client.shutdown();
      expect((await running.exited).code).toBe(0);
    }
    expect(certificates.size).toBe(20);
    expect(bench.leftovers()).toEqual([]);
  });

  test('tells a person what it is and exits with 1', async () => {
    const running = bench.start({ TF_PLUGIN_MAGIC_COOKIE: undefined });
    expect((await running.exited).code).toBe(1);
    expect(running.stdout).toBe('');
    expect(running.stderr).toContain('It is started by terraform or tofu');
  });

  test.each(['5', '', undefined])('prints version 6 whatever is offered: %j', async (versions) => {
    const running = bench.start({ PLUGIN_PROTOCOL_VERSIONS: versions });
    expect((await running.handshake()).fields[1]).toBe('6');
    running.child.kill('SIGKILL');
    await running.exited;
  });

  test('prints a seventh field only for hosts that ask for it', async () => {
    const running = bench.start({ PLUGIN_MULTIPLEX_GRPC: 'true' });
    expect((await running.handshake()).fields[6]).toBe('false');
    running.child.kill('SIGKILL');
    await running.exited;
  });

  test('serves plaintext where Terraform sends no certificate', async () => {
    const running = bench.start({ PLUGIN_CLIENT_CERT: undefined });
    expect((await running.handshake()).certificate).toBe('');
    const client = await TerraformClient.connect(running);
    expect((await client.health.check({ service: 'plugin' })).status).toBe(1);
    await client.shutdown();
    expect((await running.exited).code).toBe(0);
  });

  test('listens on the loopback address, in the range given, where a socket path would be cut off', async () => {
    const deep = join(bench.temporary, 'x'.repeat(90));
    mkdirSync(deep);
    const running = bench.start({ TMPDIR: deep });
    const { network, address } = await running.handshake();
    expect(network).toBe('tcp');
    expect(address).toMatch(/^127\.0\.0\.1:1\d{4}$/);
    const client = await TerraformClient.connect(running);
    expect((await client.provider.getMetadata({})).resources).toContainEqual(
      expect.objectContaining({ typeName: 'note_text' }),
    );
    await client.shutdown();
    await running.exited;
  });

  test('puts its socket where the host wants it', async () => {
    const wanted = join(bench.temporary, 'sockets');
    mkdirSync(wanted);
    const running = bench.start({ PLUGIN_UNIX_SOCKET_DIR: wanted });
    expect((await running.handshake()).address.startsWith(`${wanted}/`)).toBe(true);
    running.child.kill('SIGKILL');
    await running.exited;
  });

  test('says on stdout, which Terraform quotes, why it cannot start', async () => {
    const running = bench.start({ TMPDIR: '/nowhere' });
    expect((await running.exited).code).toBe(1);
    expect(running.stdout).toMatch(/^The "note" provider cannot start: ENOENT[^|\n]*\n$/);
  });
});

describe('what is in memory', () => {
  test.each([
    '--inspect',
    '--inspect=0.0.0.0:9229',
    '--max-old-space-size=200 --heapsnapshot-near-heap-limit=3',
    '"--heapsnapshot-signal=SIGUSR2"',
    '--heapsnapshot_signal=SIGUSR2',
    '"--inspec\\t=127.0.0.1:0"',
    '--tls-keylog=keys',
  ])('is not shown by NODE_OPTIONS: %s', async (options) => {
    const running = bench.start({ NODE_OPTIONS: options });
    expect((await running.exited).code).toBe(1);
    expect(running.stdout).toMatch(
      /^The "note" provider cannot start: NODE_OPTIONS has --(inspect|heapsnapshot-[a-z-]+|tls-keylog),/,
    );
  });

  test('is not shown to a debugger that is called by a signal', async () => {
    const running = bench.start();
    const client = await TerraformClient.connect(running);
    await client.provider.getMetadata({});
    running.child.kill('SIGUSR1');
    await client.provider.getMetadata({});
    await delay(300);
    // Node says so where it starts one.
    expect(running.stderr).not.toContain('Debugger listening');
    await client.shutdown();
    expect(await running.exited).toMatchObject({ code: 0 });
  });

  test('goes into no report, whatever NODE_OPTIONS asks for', async () => {
    const folder = join(bench.folder, 'reports');
    mkdirSync(folder);
    const asked = ['--report-on-signal', '--report-on-fatalerror', `--report-directory=${folder}`];
    const running = bench.start({ NODE_OPTIONS: asked.join(' ') });
    const client = await TerraformClient.connect(running);
    await client.provider.getMetadata({});
    running.child.kill('SIGUSR2');
    // The signal is Node's for reports; without them it is like any other.
    expect(await running.exited).toMatchObject({ signal: 'SIGUSR2' });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('goes into no core dump where the system can be told', async () => {
    const running = bench.start();
    const client = await TerraformClient.connect(running);
    await client.provider.getMetadata({});
    const filter = `/proc/${running.child.pid}/coredump_filter`;
    expect(existsSync(filter) ? readFileSync(filter, 'utf8').trim() : '00000000').toBe('00000000');
    await client.shutdown();
    await running.exited;
  });
});

describe('strangers', () => {
  test.each([
    { name: 'with another certificate', client: goPluginCertificate() },
    { name: 'without a certificate', client: { cert: undefined, key: undefined } },
    { name: 'without TLS', client: undefined },
  ])('a client $name is refused', async ({ client }) => {
    const running = bench.start({ TF_LOG: 'ERROR' });
    const handshake = await running.handshake();
    const stranger = TerraformClient.connectTo(handshake, client as ReturnType<typeof goPluginCertificate> | undefined);
    await expect(stranger.provider.getMetadata({})).rejects.toThrow();
    await running.logged('A client was refused');
    const terraform = await TerraformClient.connect(running);
    await expect(terraform.provider.getMetadata({})).resolves.toBeDefined();
    await terraform.shutdown();
    await running.exited;
  });

  test('a certificate of another process is not taken for this one by Terraform', async () => {
    const running = bench.start();
    const handshake = await running.handshake();
    const other = bench.start();
    const { certificate } = await other.handshake();
    expect(pem(Buffer.from(certificate, 'base64'))).toContain('BEGIN CERTIFICATE');
    const client = TerraformClient.connectTo({ ...handshake, certificate }, running.client);
    await expect(client.provider.getMetadata({})).rejects.toThrow();
    for (const { child, exited } of [running, other]) {
      child.kill('SIGKILL');
      await exited;
    }
  });
});
