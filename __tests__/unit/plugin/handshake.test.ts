import { handshakeLine, startedByHost, startFailureLine } from '../../../src/plugin/handshake';
import { createOneTimeCertificate } from '../../../src/plugin/certificate';

const socket = { network: 'unix', address: '/tmp/x.sock' } as const;

describe('handshakeLine', () => {
  test('has six fields and one line break', () => {
    expect(handshakeLine(socket, undefined, {})).toBe('1|6|unix|/tmp/x.sock|grpc|\n');
    expect(handshakeLine({ network: 'tcp', address: '127.0.0.1:10000' }, undefined, {})).toBe(
      '1|6|tcp|127.0.0.1:10000|grpc|\n',
    );
  });

  test.each([1, 2, 3])('never pads the certificate (%i bytes too many)', (more) => {
    const line = handshakeLine(socket, Buffer.alloc(60 + more, 0xff), {});
    expect(line).not.toContain('=');
    expect(Buffer.from(line.trim().split('|')[5], 'base64')).toHaveLength(60 + more);
  });

  test('answers a host that asks about multiplexing', () => {
    expect(handshakeLine(socket, undefined, { PLUGIN_MULTIPLEX_GRPC: 'true' })).toBe(
      '1|6|unix|/tmp/x.sock|grpc||false\n',
    );
  });

  test('carries a certificate of more than the 50 characters below which it counts as absent', () => {
    const { der } = createOneTimeCertificate();
    expect(handshakeLine(socket, der, {}).split('|')[5].length).toBeGreaterThan(300);
  });
});

test.each([
  { env: {}, started: false },
  { env: { TF_PLUGIN_MAGIC_COOKIE: 'other' }, started: false },
  {
    env: { TF_PLUGIN_MAGIC_COOKIE: 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2' },
    started: true,
  },
])('startedByHost: $started', ({ env, started }) => {
  expect(startedByHost(env)).toBe(started);
});

test('startFailureLine is one line that cannot be taken for a handshake', () => {
  const line = startFailureLine('note', '1|6|unix|x|grpc|\nsecond');
  expect(line.split('\n')).toHaveLength(2);
  expect(line).not.toContain('|');
});
