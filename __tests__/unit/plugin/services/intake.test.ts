import { Intake } from '../../../../src/plugin/services/intake';

const MIB = 1024 * 1024;
const TOO_MANY = 'there are too many large requests at a time';

/** Tells the memory of itself, whatever that is; nothing is written to it. */
const part = (bytes: number): Buffer => Buffer.from(new ArrayBuffer(bytes));

describe('an intake', () => {
  let intake: Intake;

  beforeEach(() => {
    intake = new Intake();
  });

  const request = (...parts: Buffer[]) => {
    const incoming = intake.request();
    for (const each of parts) incoming.add(each);
    return incoming;
  };

  test('gives a request as a whole', () => {
    expect(request(Buffer.from('a'), Buffer.from('bc')).whole()).toEqual(Buffer.from('abc'));
  });

  test('refuses a request that is too large, and says so once', () => {
    const incoming = request(part(64 * MIB));
    expect(() => incoming.add(part(1))).toThrow('the request is too large');
    expect(() => incoming.add(part(1))).not.toThrow();
    expect(incoming.whole()).toBeUndefined();
  });

  test('refuses what all requests together have no room for, until one of them has ended', () => {
    const held = Array.from({ length: 4 }, () => request(part(63 * MIB)));
    expect(() => request(part(5 * MIB))).toThrow(TOO_MANY);
    expect(request(part(1 * MIB)).whole()).toHaveLength(1 * MIB);
    // Being answered, it is still in memory.
    held[0]?.whole();
    expect(() => request(part(5 * MIB))).toThrow(TOO_MANY);
    held[0]?.release();
    held[0]?.release();
    expect(request(part(60 * MIB)).whole()).toHaveLength(60 * MIB);
    expect(() => request(part(60 * MIB))).toThrow(TOO_MANY);
  });

  test('counts what each part costs', () => {
    const incoming = intake.request();
    const byte = part(1);
    expect(() => {
      for (let sent = 0; sent < 2 * MIB; sent += 1) incoming.add(byte);
    }).toThrow(TOO_MANY);
  });
});
