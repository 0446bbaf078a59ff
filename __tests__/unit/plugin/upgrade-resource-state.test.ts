import { create } from '@bufbuild/protobuf';
import type { Resource, StateResult } from '../../../src/plugin';
import { UpgradeResourceState_RequestSchema } from '../../../src/plugin/generated/tfplugin6_pb';
import { createLogger } from '../../../src/plugin/log';
import { handled } from '../../../src/plugin/rpc/handling';
import { upgradeResourceState } from '../../../src/plugin/rpc/upgrade-resource-state';
import { RunningCalls } from '../../../src/plugin/running-calls';
import { note, noteProvider } from '../../support/plugin/note-provider';
import { plainSchema } from '../../support/plugin/note-schema';

const signal = new AbortController().signal;

const upgrade = (resource: Resource, version: number, json: string | Uint8Array) => {
  const served = {
    name: 'note',
    provider: { ...noteProvider, resources: { note_text: resource } },
    log: createLogger({ env: {}, module: 'test', write: () => undefined }),
    calls: new RunningCalls(),
  };
  const rawState = { json: Buffer.from(json) };
  const request = create(UpgradeResourceState_RequestSchema, {
    typeName: 'note_text',
    version: BigInt(version),
    rawState,
  });
  return handled(served, 'UpgradeResourceState', upgradeResourceState)(request, { signal });
};

const versioned = (answer?: Partial<StateResult>): Resource => ({
  ...note,
  schema: { ...plainSchema, version: 2 },
  upgrade: answer === undefined ? undefined : async () => answer as StateResult,
});

describe('UpgradeResourceState', () => {
  test.each(['{}', ' {"a": 1.10, "b" :9007199254740993}\n', '{"__proto__":null}'])(
    'current state passes unchanged: %s',
    async (json) => {
      expect(await upgrade(note, 2, json)).toEqual({ upgradedState: { json: Buffer.from(json) } });
    },
  );

  test.each([
    ['text', '"x"'],
    ['a list', '[]'],
    ['null', 'null'],
    ['nothing', ''],
    ['cut off', '{"password":"SECRET'],
    ['edited', '{"password":SECRET}'],
    ['not UTF-8', Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ])('state that is %s is refused, and not quoted', async (_name, json) => {
    const answer = await upgrade(note, 2, json);
    expect(answer).toMatchObject({ diagnostics: [{ summary: 'Stored state cannot be read' }] });
    expect(answer).not.toHaveProperty('upgradedState');
    expect(JSON.stringify(answer)).not.toContain('SECRET');
  });

  test('state that the resource does not understand is refused; of what it merely warns, both go back', async () => {
    const said = (severity: 'error' | 'warning'): Resource => ({
      ...note,
      checkState: ({ text }) => (text === 'odd' ? [{ severity, summary: 'Odd text', detail: 'It is odd.' }] : []),
    });
    const refused = await upgrade(said('error'), 2, '{"text":"odd"}');
    expect(refused).toMatchObject({ diagnostics: [{ summary: 'Odd text' }] });
    expect(refused).not.toHaveProperty('upgradedState');
    expect(await upgrade(said('warning'), 2, '{"text":"odd"}')).toMatchObject({
      upgradedState: { json: Buffer.from('{"text":"odd"}') },
      diagnostics: [{ summary: 'Odd text' }],
    });
    expect(await upgrade(said('error'), 2, '{"text":"even"}')).not.toHaveProperty('diagnostics');
  });

  test('an older state that nobody upgrades any more is refused', async () => {
    expect(await upgrade(versioned(), 1, '{}')).toMatchObject({
      diagnostics: [{ summary: 'State is too old for this provider' }],
    });
  });

  test.each([
    ['null, which would mean that the object is gone', { state: null, diagnostics: [] }],
    ['no state', { diagnostics: [] }],
    ['an unknown name', { state: { typo: 'x' }, diagnostics: [] }],
  ])('an upgrade that answers %s is an error', async (_name, answer) => {
    const answered = await upgrade(versioned(answer), 1, '{}');
    expect(answered).toMatchObject({ diagnostics: [{ summary: 'Provider returned an invalid result' }] });
    expect(answered).not.toHaveProperty('upgradedState');
  });
});
