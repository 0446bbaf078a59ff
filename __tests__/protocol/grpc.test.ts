import { once } from 'node:events';
import { connect as connectHttp2, type ClientHttp2Session, type IncomingHttpHeaders } from 'node:http2';
import { connect as connectSocket } from 'node:net';
import { create, toBinary } from '@bufbuild/protobuf';
import { ApplyResourceChange_RequestSchema } from '../../src/plugin/generated/tfplugin6_pb';
import { Bench, type ProviderProcess } from '../support/plugin/provider-process';
import { NULL_VALUE, plainValue, UNKNOWN_ON_WIRE } from '../support/plugin/wire-values';

const bench = new Bench();
const METADATA = '/tfplugin6.Provider/GetMetadata';

afterAll(() => bench.close());

/** A client that writes its own frames, for what a proper one never sends. */
describe('gRPC on the wire', () => {
  let running: ProviderProcess;
  let session: ClientHttp2Session;

  beforeAll(async () => {
    running = bench.start({ PLUGIN_CLIENT_CERT: undefined, TF_LOG: 'DEBUG' });
    const { address } = await running.handshake();
    session = connectHttp2('http://localhost', { createConnection: () => connectSocket(address) });
  });

  afterAll(() => session.destroy());

  const framed = (message: Uint8Array, { compressed = 0, length = message.length } = {}): Buffer => {
    const prefix = Buffer.alloc(5);
    prefix.writeUInt8(compressed, 0);
    prefix.writeUInt32BE(length, 1);
    return Buffer.concat([prefix, message]);
  };

  const open = (path: string) =>
    session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc' });

  async function call(path: string, ...parts: Uint8Array[]) {
    const stream = open(path);
    const received: Buffer[] = [];
    const all: IncomingHttpHeaders = {};
    for (const event of ['response', 'trailers'] as const)
      stream.on(event, (headers: IncomingHttpHeaders) => Object.assign(all, headers));
    stream.on('data', (part: Buffer) => received.push(part));
    for (const part of parts) stream.write(part);
    stream.end();
    await once(stream, 'close');
    return { body: Buffer.concat(received), status: all['grpc-status'], message: all['grpc-message'], headers: all };
  }

  test('answers one message with one message, and the status after it', async () => {
    const { body, status, headers } = await call(METADATA, framed(Buffer.alloc(0)));
    expect(headers).toMatchObject({ ':status': 200, 'content-type': 'application/grpc' });
    expect(body.readUInt8(0)).toBe(0);
    expect(body.readUInt32BE(1)).toBe(body.length - 5);
    expect(status).toBe('0');
  });

  test('takes a message in whatever pieces it comes', async () => {
    const whole = framed(Buffer.alloc(0));
    const { status } = await call(METADATA, whole.subarray(0, 2), whole.subarray(2));
    expect(status).toBe('0');
  });

  test.each([
    ['no message at all', [], '13'],
    ['a message that is cut off', [framed(Buffer.alloc(0), { length: 7 })], '13'],
    ['two messages', [framed(Buffer.alloc(0)), framed(Buffer.alloc(0))], '13'],
    ['a compressed message', [framed(Buffer.alloc(0), { compressed: 1 })], '12'],
    ['bytes that are no protobuf', [framed(Buffer.from([0xff, 0xff, 0xff]))], '13'],
  ])('refuses %s, and goes on serving', async (_name, parts, expected) => {
    const { status, body, message } = await call(METADATA, ...parts);
    expect({ status, length: body.length }).toEqual({ status: expected, length: 0 });
    expect(message).not.toBe('');
    expect((await call(METADATA, framed(Buffer.alloc(0)))).status).toBe('0');
  });

  test.each(['/', '/tfplugin6.Provider/Fly', '/tfplugin5.Provider/GetSchema'])('does not offer %s', async (path) => {
    expect((await call(path, framed(Buffer.alloc(0)))).status).toBe('12');
  });

  test('a call whose caller goes away is told to end', async () => {
    const slow = create(ApplyResourceChange_RequestSchema, {
      typeName: 'note_slow',
      priorState: NULL_VALUE,
      plannedState: plainValue({ id: UNKNOWN_ON_WIRE, seconds: 60 }),
      config: plainValue({ seconds: 60 }),
    });
    const stream = open('/tfplugin6.Provider/ApplyResourceChange');
    stream.end(framed(toBinary(ApplyResourceChange_RequestSchema, slow)));
    await running.logged('Applying slowly');
    stream.close();
    await running.logged('"Stopped"');
  });
});
