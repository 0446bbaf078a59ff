import { once } from 'node:events';
import { connect, type ClientHttp2Session } from 'node:http2';
import { readFileSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import { GRPCBroker } from '../../src/plugin/generated/grpc_broker_pb';
import { GRPCController } from '../../src/plugin/generated/grpc_controller_pb';
import { Health } from '../../src/plugin/generated/grpc_health_pb';
import { Provider } from '../../src/plugin/generated/tfplugin6_pb';
import { Bench, type ProviderProcess } from '../support/plugin/provider-process';
import { TerraformClient } from '../support/plugin/terraform-client';

/** Every method but the one that ends the process. */
const PATHS = [Provider, Health, GRPCBroker, GRPCController].flatMap(({ typeName, methods }) =>
  methods.filter(({ name }) => name !== 'Shutdown' && name !== 'StartStream').map(({ name }) => `/${typeName}/${name}`),
);

const TYPE = 'note_text';

const bench = new Bench();
let running: ProviderProcess;
let terraform: TerraformClient;
let session: ClientHttp2Session;

beforeAll(async () => {
  // Without TLS: what is sent here gets past it by definition.
  running = bench.start({ PLUGIN_CLIENT_CERT: '' });
  const { address } = await running.handshake();
  session = connect('http://localhost', { createConnection: () => connectSocket(address), maxSessionMemory: 4096 });
  terraform = await TerraformClient.connect(running);
  await terraform.provider.getMetadata({});
});

afterAll(async () => {
  session.destroy();
  await terraform.shutdown();
  await running.exited;
  bench.close();
});

interface Answer {
  readonly status: string;
  readonly bytes: number;
}

/** Sends a body as it is and waits for the call to end. */
const send = (path: string, body: Uint8Array, headers: object = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      ...headers,
    });
    let status = '';
    let bytes = 0;
    const read = (fields: Record<string, unknown>): void => {
      if (typeof fields['grpc-status'] === 'string') status = fields['grpc-status'];
    };
    stream.on('response', read).on('trailers', read);
    stream.on('data', (part: Buffer) => (bytes += part.length));
    stream.on('close', () => resolve({ status, bytes })).on('error', reject);
    stream.end(body);
  });

const framed = (message: Uint8Array): Uint8Array => {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
};

const isAlive = async (): Promise<void> => {
  await expect(terraform.provider.getMetadata({})).resolves.toBeDefined();
};

/** 0 where the system does not tell. */
const residentBytes = (): number =>
  process.platform !== 'linux'
    ? 0
    : Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${running.child.pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;

test.each(PATHS)('%s: any message ends in an answer or a status', async (path) => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), async (message) => {
      const { status, bytes } = await send(path, framed(message));
      // An answer to what could be read, INTERNAL for what could not, UNIMPLEMENTED for what is not offered.
      expect(['0', '12', '13']).toContain(status);
      if (status === '0') expect(bytes).toBeGreaterThanOrEqual(5);
    }),
    { numRuns: 60 },
  );
  await isAlive();
});

test('any body, framed or not, ends in an answer or a status', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...PATHS), fc.uint8Array({ maxLength: 64 }), async (path, body) => {
      expect(['0', '12', '13']).toContain((await send(path, body)).status);
    }),
    { numRuns: 300 },
  );
  await isAlive();
});

test.each([
  ['a length of four gigabytes', Buffer.from([0, 0xff, 0xff, 0xff, 0xff, 1])],
  ['a compressed message', Buffer.from([1, 0, 0, 0, 1, 0])],
  ['two messages', Buffer.concat([framed(new Uint8Array(3)), framed(new Uint8Array(3))])],
  ['nothing', Buffer.alloc(0)],
])('%s is refused', async (_what, body) => {
  expect(['12', '13']).toContain((await send(PATHS[0], body)).status);
  await isAlive();
});

test('a message beyond what is taken is refused before it is whole, and does not stay in memory', async () => {
  const before = residentBytes();
  for (let time = 0; time < 4; time += 1) {
    // Refused with RESOURCE_EXHAUSTED, or cut off with the HTTP/2 code that gRPC clients take for it.
    const answered = send(PATHS[0], Buffer.alloc(300 * 1024 * 1024)).then(({ status }) => status);
    expect(await answered.catch((error: unknown) => String(error))).toMatch(/^8$|ENHANCE_YOUR_CALM/);
  }
  await isAlive();
  expect(residentBytes() - before).toBeLessThan(600 * 1024 * 1024);
});

test('requests that come in large and never end do not fill the memory, and later ones are taken again', async () => {
  const path = `/${Provider.typeName}/ValidateProviderConfig`;
  const before = residentBytes();
  const streams = Array.from({ length: 16 }, () => session.request({ ':method': 'POST', ':path': path }));
  const refused = streams.map((stream) => {
    stream.on('error', () => undefined).write(Buffer.alloc(60 * 1024 * 1024));
    return once(stream, 'response').then(([headers]) => (headers as Record<string, unknown>)['grpc-status']);
  });
  // Four have room, and wait for their end.
  expect(await Promise.race(refused)).toBe('8');
  await isAlive();
  expect(residentBytes() - before).toBeLessThan(500 * 1024 * 1024);
  for (const stream of streams) stream.close(8);
  // Taken as soon as the provider has heard of it, and then it makes no sense.
  const large = framed(Buffer.alloc(60 * 1024 * 1024, 0xff));
  let status = '8';
  for (let time = 0; time < 20 && status === '8'; time += 1) ({ status } = await send(path, large));
  expect(status).toBe('13');
  await isAlive();
});

describe('a message that would take a hundred times its size in memory', () => {
  const BYTES = 48 * 1024 * 1024;
  const bodies: Readonly<Record<string, () => Uint8Array>> = {
    'arrays in arrays': () => Buffer.alloc(BYTES, 0x91),
    'maps in maps': () => Buffer.alloc(BYTES, 0x81),
    'arrays that announce millions and hold a text': () =>
      Buffer.alloc(BYTES, 'x').fill(Buffer.from([0xdd, 1, 0xc9, 0xc3, 0x80]), 0, 500 * 5),
    'countless empty maps': () => Buffer.alloc(BYTES, 0x80).fill(Buffer.from([0xdd, 2, 0xff, 0xff, 0]), 0, 5),
  };
  const texts: Readonly<Record<string, () => Uint8Array>> = {
    'arrays in arrays': () => Buffer.alloc(BYTES, '['),
    'objects in objects': () => Buffer.alloc(BYTES, '{"a":'),
    'countless empty arrays': () => Buffer.alloc(BYTES, '[],').fill('[', 0, 1),
  };

  test.each([
    ...Object.entries(bodies).map(([what, make]) => [`msgpack, ${what}`, { msgpack: make }] as const),
    ...Object.entries(texts).map(([what, make]) => [`JSON, ${what}`, { json: make }] as const),
  ])('%s: is refused, and the next call is answered', async (_what, form) => {
    const before = residentBytes();
    const value = Object.fromEntries(Object.entries(form).map(([name, make]) => [name, make()]));
    const planned = terraform.provider.planResourceChange({ typeName: TYPE, config: value });
    const refused = await planned.then(({ diagnostics }) => diagnostics.map(({ detail }) => detail).join(), String);
    expect(refused).toMatch(/nests deeper than 1024 levels|more than 100000 parts/);
    await isAlive();
    expect(residentBytes() - before).toBeLessThan(700 * 1024 * 1024);
  });

  test.each(Object.entries(texts))('stored state, %s: is refused', async (_what, make) => {
    const rawState = { json: make(), flatmap: {} };
    const { diagnostics } = await terraform.provider.upgradeResourceState({ typeName: TYPE, version: 0n, rawState });
    expect(diagnostics[0]?.detail).toMatch(/nests deeper than 1024 levels|more than 100000 parts/);
    await isAlive();
  });

  test('stored state of an old form is refused', async () => {
    const flatmap = Object.fromEntries(Array.from({ length: 40_000 }, (_, index) => [`key-${index}`, '']));
    const rawState = { json: new Uint8Array(), flatmap };
    const { diagnostics } = await terraform.provider.upgradeResourceState({ typeName: TYPE, version: 0n, rawState });
    expect(diagnostics[0]?.detail).toContain('from before Terraform 0.12');
    await isAlive();
  });
});

/** A field that holds bytes. */
const field = (number: number, value: Uint8Array): Uint8Array => {
  const writer = new BinaryWriter();
  return writer.tag(number, WireType.LengthDelimited).bytes(value).finish();
};

test.each([
  ['arguments of a function', 'CallFunction', () => Buffer.alloc(48 * 1024 * 1024, Buffer.from([0x12, 0]))],
  ['the same field again', 'PlanResourceChange', () => Buffer.alloc(48 * 1024 * 1024, Buffer.from([0x12, 0]))],
  ['fields that nobody knows', 'GetMetadata', () => Buffer.alloc(48 * 1024 * 1024, Buffer.from([0x78, 0]))],
  ['values of an old form', 'UpgradeResourceState', () => field(3, Buffer.alloc(1e6, Buffer.from([0x12, 0])))],
])('countless fields: %s are refused', async (_what, method, make) => {
  const before = residentBytes();
  expect((await send(`/${Provider.typeName}/${method}`, framed(make()))).status).toBe('8');
  await isAlive();
  expect(residentBytes() - before).toBeLessThan(300 * 1024 * 1024);
});

test('groups in groups are refused', async () => {
  expect((await send(PATHS[0], framed(Buffer.alloc(1e7, 0x0b)))).status).toBe('13');
  await isAlive();
});

test('a caller who goes away in the middle of a message costs nothing', async () => {
  for (let time = 0; time < 50; time += 1) {
    const stream = session.request({ ':method': 'POST', ':path': PATHS[0], 'content-type': 'application/grpc' });
    stream.on('error', () => undefined);
    stream.write(Buffer.from([0, 0, 0, 4, 0, 1]));
    stream.close(8);
  }
  await isAlive();
});
