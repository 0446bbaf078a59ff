import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import {
  CallFunction_RequestSchema,
  PlanResourceChange_RequestSchema,
} from '../../../../src/plugin/generated/tfplugin6_pb';
import { requireModestMessage } from '../../../../src/plugin/services/modest-message';

const LARGE = 'the request has more than 50000 fields';

const callOf = (count: number): Uint8Array => {
  const init: MessageInitShape<typeof CallFunction_RequestSchema> = {
    name: 'f',
    arguments: Array.from({ length: count }, () => ({ msgpack: Buffer.from([0xc0]) })),
  };
  return toBinary(CallFunction_RequestSchema, create(CallFunction_RequestSchema, init));
};

describe('a message', () => {
  test('of many fields is taken, of more is refused, whose own fields count', () => {
    // The name, and two for each argument: itself and the bytes in it.
    expect(() => requireModestMessage(CallFunction_RequestSchema, callOf(24_999))).not.toThrow();
    expect(() => requireModestMessage(CallFunction_RequestSchema, callOf(25_000))).toThrow(LARGE);
  });

  test('is not looked into where it holds text or bytes', () => {
    const value = { msgpack: Buffer.alloc(1_000_000, 0x0a) };
    const request = create(PlanResourceChange_RequestSchema, { typeName: '\n'.repeat(1_000_000), priorState: value });
    const bytes = toBinary(PlanResourceChange_RequestSchema, request);
    expect(() => requireModestMessage(PlanResourceChange_RequestSchema, bytes)).not.toThrow();
  });

  test.each([
    ['that is cut off', Buffer.from([0x0a, 5, 1]), 'premature EOF'],
    [
      'whose inner message is longer than itself',
      Buffer.from([0x12, 0xff, 0xff, 0xff, 0x7f, 0x0a, 0]),
      'premature EOF',
    ],
    ['with a group', Buffer.from([0x0b, 0x0c]), 'the request holds a group'],
    ['with a tag that there is not', Buffer.from([0]), 'illegal tag'],
  ])('%s is refused', (_what, bytes, says) => {
    expect(() => requireModestMessage(CallFunction_RequestSchema, bytes)).toThrow(says);
  });
});
