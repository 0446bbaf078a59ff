import { Code, ConnectError } from '@connectrpc/connect';
import { encode } from '@msgpack/msgpack';
import { Bench, type ProviderProcess } from '../support/plugin/provider-process';
import { TerraformClient } from '../support/plugin/terraform-client';
import {
  NULL_VALUE,
  noteValue,
  plainValue,
  readValue,
  REFINED_UNKNOWN_ON_WIRE,
  shelfValue,
  UNKNOWN_ON_WIRE,
} from '../support/plugin/wire-values';

const ERROR = 1;
const bench = new Bench();
const bytes = (text: string): Uint8Array => Buffer.from(text);
const text = (value: Uint8Array): string => Buffer.from(value).toString();

let running: ProviderProcess;
let client: TerraformClient;

beforeAll(async () => {
  running = bench.start({ TF_LOG: 'TRACE' });
  client = await TerraformClient.connect(running);
});

afterAll(async () => {
  await client.shutdown();
  await running.exited;
  bench.close();
});

describe('GetProviderSchema', () => {
  test('holds every type, and the capabilities', async () => {
    const answer = await client.provider.getProviderSchema({});
    expect(answer.provider?.block?.attributes.map(({ name }) => name)).toEqual(['shelf']);
    expect(Object.keys(answer.resourceSchemas)).toContain('note_text');
    expect(Object.keys(answer.dataSourceSchemas)).toEqual(['note_shelf']);
    expect(answer.serverCapabilities).toMatchObject({
      planDestroy: true,
      getProviderSchemaOptional: true,
      moveResourceState: true,
    });
  });

  test('is the same when asked again', async () => {
    expect(await client.provider.getProviderSchema({})).toEqual(await client.provider.getProviderSchema({}));
  });
});

describe('provider configuration', () => {
  test('is validated and configured', async () => {
    expect((await client.provider.validateProviderConfig({ config: shelfValue('a') })).diagnostics).toEqual([]);
    const answer = await client.provider.configureProvider({ terraformVersion: '1.11.4', config: shelfValue() });
    expect(answer.diagnostics).toEqual([]);
  });

  test('may be unknown', async () => {
    const config = { msgpack: encode({ shelf: UNKNOWN_ON_WIRE }) };
    expect((await client.provider.configureProvider({ terraformVersion: '1.11.4', config })).diagnostics).toEqual([]);
  });

  test('is refused with the attribute to blame', async () => {
    const { diagnostics } = await client.provider.validateProviderConfig({ config: shelfValue('forbidden') });
    expect(diagnostics).toMatchObject([
      { severity: ERROR, attribute: { steps: [{ selector: { case: 'attributeName', value: 'shelf' } }] } },
    ]);
    const configured = await client.provider.configureProvider({ config: shelfValue('locked') });
    expect(configured.diagnostics).toMatchObject([{ severity: ERROR, detail: 'The shelf is locked.' }]);
  });
});

describe('ValidateResourceConfig', () => {
  const validate = (config: object, writeOnlyAttributesAllowed = true) =>
    client.provider.validateResourceConfig({
      typeName: 'note_text',
      config: noteValue(config),
      clientCapabilities: { writeOnlyAttributesAllowed },
    });

  test('lets unknowns pass, refined, plain, and whole blocks of them', async () => {
    const config = {
      text: REFINED_UNKNOWN_ON_WIRE,
      tags: UNKNOWN_ON_WIRE,
      line: UNKNOWN_ON_WIRE,
      extra: UNKNOWN_ON_WIRE,
    };
    expect((await validate(config)).diagnostics).toEqual([]);
  });

  test('points at the element of a map', async () => {
    const { diagnostics } = await validate({ text: 'x', tags: { team: 'forbidden' } });
    expect(diagnostics[0]?.attribute?.steps.map(({ selector }) => selector)).toEqual([
      { case: 'attributeName', value: 'tags' },
      { case: 'elementKeyString', value: 'team' },
    ]);
  });

  test('refuses write-only values where Terraform is too old to keep them out of the state', async () => {
    expect((await validate({ text: 'x', password_wo: 'SECRET' })).diagnostics).toEqual([]);
    const { diagnostics } = await validate({ text: 'x', password_wo: 'SECRET' }, false);
    expect(diagnostics).toMatchObject([{ summary: 'Write-only attribute needs a newer Terraform' }]);
    expect(diagnostics[0]?.detail).not.toContain('SECRET');
  });
});

describe('plan and apply', () => {
  const config = {
    text: 'hello',
    weight: '0.1',
    tags: { __proto__: null, team: 'x' },
    line: [{ text: 'l', width: 1, footnote: [] }],
    extra: [Buffer.from('["list","string"]'), ['a']],
  };

  test('a create plans unknowns, keeps exact numbers and drops write-only values', async () => {
    const value = noteValue({ ...config, password_wo: 'SECRET' });
    const planned = await client.provider.planResourceChange({
      typeName: 'note_text',
      priorState: NULL_VALUE,
      proposedNewState: value,
      config: value,
    });
    expect(planned.diagnostics).toEqual([]);
    expect(readValue(planned.plannedState)).toMatchObject({
      id: UNKNOWN_ON_WIRE,
      weight: '0.1',
      colour: 'yellow',
      password_wo: null,
      line: [{ text: 'l', width: '1', footnote: [] }],
      mark: [],
      margin: {},
      header: null,
      style: { text: null, width: null },
    });
    const applied = await client.provider.applyResourceChange({
      typeName: 'note_text',
      priorState: NULL_VALUE,
      plannedState: planned.plannedState!,
      config: value,
      plannedPrivate: planned.plannedPrivate,
    });
    expect(applied.diagnostics).toEqual([]);
    expect(readValue(applied.newState)).toMatchObject({ id: 'note-1', revision: '1', text: 'hello' });
    expect(text(applied.private)).toBe('applied after planned');
  });

  test('the type of a dynamic value survives', async () => {
    const value = noteValue(config);
    const { plannedState } = await client.provider.planResourceChange({
      typeName: 'note_text',
      priorState: NULL_VALUE,
      proposedNewState: value,
      config: value,
    });
    const [type, items] = readValue(plannedState)!.extra as [Uint8Array, unknown];
    expect([text(type), items]).toEqual(['["list","string"]', ['a']]);
  });

  test('a replacement names the attribute', async () => {
    const proposed = noteValue({ id: 'note-1', revision: 1, text: 'x', colour: 'yellow', paper: 'new' });
    const { requiresReplace } = await client.provider.planResourceChange({
      typeName: 'note_text',
      priorState: noteValue({ id: 'note-1', revision: 1, text: 'x', colour: 'yellow', paper: 'old' }),
      proposedNewState: proposed,
      config: proposed,
    });
    expect(requiresReplace.map(({ steps }) => steps[0]?.selector)).toEqual([{ case: 'attributeName', value: 'paper' }]);
  });

  test('a destroy is planned as null and keeps the private bytes for the apply', async () => {
    const planned = await client.provider.planResourceChange({
      typeName: 'note_plain',
      priorState: plainValue({ id: 'plain-1' }),
      proposedNewState: NULL_VALUE,
      config: NULL_VALUE,
      priorPrivate: bytes('kept'),
    });
    expect(readValue(planned.plannedState)).toBeNull();
    expect(text(planned.plannedPrivate)).toBe('kept');
    const applied = await client.provider.applyResourceChange({
      typeName: 'note_plain',
      priorState: plainValue({ id: 'plain-1' }),
      plannedState: NULL_VALUE,
      config: NULL_VALUE,
    });
    expect(applied.diagnostics).toEqual([]);
    expect(readValue(applied.newState)).toBeNull();
  });

  test('private bytes are kept where the provider leaves them out', async () => {
    const state = plainValue({ id: 'plain-1' });
    const read = await client.provider.readResource({
      typeName: 'note_plain',
      currentState: state,
      private: bytes('p'),
    });
    expect(text(read.private)).toBe('p');
    const applied = await client.provider.applyResourceChange({
      typeName: 'note_plain',
      priorState: state,
      plannedState: state,
      config: state,
      plannedPrivate: bytes('q'),
    });
    expect(text(applied.private)).toBe('q');
  });

  test('ten calls run side by side', async () => {
    const value = plainValue({ id: UNKNOWN_ON_WIRE, seconds: 0.3 });
    const before = performance.now();
    await Promise.all(
      Array.from({ length: 10 }, () =>
        client.provider.applyResourceChange({ typeName: 'note_slow', plannedState: value, config: value }),
      ),
    );
    expect(performance.now() - before).toBeLessThan(1500);
  });

  test('a state of 12 MiB passes', async () => {
    const state = plainValue({ id: 'plain-1', text: 'x'.repeat(12 * 1024 * 1024) });
    const { newState } = await client.provider.readResource({ typeName: 'note_plain', currentState: state });
    expect(readValue(newState)?.text).toHaveLength(12 * 1024 * 1024);
  });
});

describe('a provider that throws', () => {
  const state = plainValue({ id: 'plain-1' });
  const mode = (name: string) => plainValue({ id: 'plain-1', mode: name });
  const typeName = 'note_throws';

  test.each([
    ['ValidateResourceConfig', () => client.provider.validateResourceConfig({ typeName, config: mode('validate') })],
    ['ReadResource', () => client.provider.readResource({ typeName, currentState: mode('read') })],
    [
      'PlanResourceChange',
      () =>
        client.provider.planResourceChange({
          typeName,
          priorState: state,
          proposedNewState: mode('plan'),
          config: mode('plan'),
        }),
    ],
    [
      'ApplyResourceChange',
      () =>
        client.provider.applyResourceChange({
          typeName,
          priorState: state,
          plannedState: mode('apply'),
          config: mode('apply'),
        }),
    ],
    [
      'ApplyResourceChange',
      () =>
        client.provider.applyResourceChange({
          typeName,
          priorState: state,
          plannedState: mode('string'),
          config: mode('string'),
        }),
    ],
    ['ImportResourceState', () => client.provider.importResourceState({ typeName, id: 'x' })],
    [
      'MoveResourceState',
      () => client.provider.moveResourceState({ targetTypeName: typeName, sourceState: { json: bytes('{}') } }),
    ],
    ['ReadDataSource', () => client.provider.readDataSource({ typeName: 'note_shelf', config: mode('throw') })],
  ])('%s answers with a diagnostic that asks for a report, and says nothing of the message', async (rpc, call) => {
    const { diagnostics, ...answer } = await call();
    expect(diagnostics).toMatchObject([{ severity: ERROR, summary: 'Provider failed unexpectedly' }]);
    expect(diagnostics[0]?.detail).toContain(`Provider "note", ${rpc} of note_`);
    expect(diagnostics[0]?.detail).toContain('Please report it');
    expect(diagnostics[0]?.detail).not.toContain('SECRET');
    // Without a state beside the error Terraform keeps what it has, private bytes included.
    expect(answer).not.toHaveProperty('newState');
  });

  test('the log tells the class and the place, and no message', () => {
    expect(running.stderr).toContain('"error_class":"Error"');
    expect(running.stderr).toMatch(/"stack":" {4}at /);
    expect(running.stderr).not.toContain('SECRET');
  });
});

describe('a provider that answers in the wrong shape', () => {
  const typeName = 'note_misshapen';
  const invalid = { severity: ERROR, summary: 'Provider returned an invalid result' };
  const halfWay = { severity: ERROR, summary: 'Half-way' };
  const failed = { severity: ERROR, summary: 'Provider failed unexpectedly' };

  const create = (name: string) =>
    client.provider.applyResourceChange({
      typeName,
      priorState: NULL_VALUE,
      plannedState: plainValue({ id: UNKNOWN_ON_WIRE, text: 't', mode: name }),
      config: plainValue({ text: 't', mode: name }),
      plannedPrivate: bytes('private'),
    });

  const update = (name: string) =>
    client.provider.applyResourceChange({
      typeName,
      priorState: plainValue({ id: 'old', text: 'old', mode: name }),
      plannedState: plainValue({ id: 'old', text: 't', mode: name }),
      config: plainValue({ text: 't', mode: name }),
      plannedPrivate: bytes('private'),
    });

  const made = (more: object) => expect.objectContaining({ id: 'plain-1', ...more }) as object;

  // Null: no state in the answer, with which Terraform keeps the prior one, or nothing where there was none.
  test.each([
    { mode: 'nothing', error: failed, created: null, updated: null },
    { mode: 'no state', error: invalid, created: null, updated: null },
    { mode: 'null state', error: invalid, created: null, updated: null },
    { mode: 'no diagnostics', error: invalid, created: made({ text: 't' }), updated: made({ text: 't' }) },
    { mode: 'odd diagnostics', error: invalid, created: made({ text: 't' }), updated: made({ text: 't' }) },
    { mode: 'odd attribute', error: invalid, created: made({ text: 't' }), updated: made({ text: 't' }) },
    { mode: 'text as private', error: invalid, created: made({ text: 't' }), updated: made({ text: 't' }) },
    { mode: 'missing attribute', error: invalid, created: made({ seconds: null }), updated: null },
    { mode: 'wrong type', error: invalid, created: made({ text: null }), updated: null },
    { mode: 'unknown name', error: invalid, created: made({ text: 't' }), updated: null },
    { mode: 'unknown left', error: invalid, created: made({ text: null }), updated: made({ text: null }) },
    {
      mode: 'error and unknown',
      error: halfWay,
      created: expect.objectContaining({ id: null }),
      updated: expect.objectContaining({ id: null }),
    },
    { mode: 'error and state', error: halfWay, created: made({}), updated: made({}) },
    { mode: 'error and null', error: halfWay, created: null, updated: null },
  ])('apply: $mode', async ({ mode, error, created, updated }) => {
    const afterCreate = await create(mode);
    expect(afterCreate.diagnostics[0]).toMatchObject(error);
    expect(readValue(afterCreate.newState)).toEqual(created);
    const afterUpdate = await update(mode);
    expect(afterUpdate.diagnostics[0]).toMatchObject(error);
    expect(readValue(afterUpdate.newState)).toEqual(updated);
    if (updated !== null) expect(text(afterUpdate.private)).toBe('private');
  });

  test('apply: an unknown that is left beside an error is null, without an error of its own', async () => {
    expect((await create('error and unknown')).diagnostics).toHaveLength(1);
  });

  test('apply: the diagnostic points at the attribute', async () => {
    const { diagnostics } = await create('wrong type');
    expect(diagnostics[0]?.detail).toContain('text: a string is required');
    expect(diagnostics[0]?.attribute?.steps[0]?.selector).toEqual({ case: 'attributeName', value: 'text' });
  });

  test('apply: an object that survives its delete stays in state', async () => {
    const answer = await client.provider.applyResourceChange({
      typeName,
      priorState: plainValue({ id: 'old', mode: 'still there' }),
      plannedState: NULL_VALUE,
      config: NULL_VALUE,
    });
    expect(answer.diagnostics).toMatchObject([invalid]);
    expect(readValue(answer.newState)).toMatchObject({ id: 'old' });
  });

  test.each([
    { mode: 'nothing', error: failed },
    { mode: 'no state', error: invalid },
    { mode: 'no diagnostics', error: invalid },
    { mode: 'text as private', error: invalid },
    { mode: 'missing attribute', error: invalid },
    { mode: 'wrong type', error: invalid },
    { mode: 'unknown left', error: invalid },
    { mode: 'error and unknown', error: halfWay },
  ])('read: $mode is an error, never a deleted object', async ({ mode, error }) => {
    const currentState = plainValue({ id: 'x', text: 'read', mode });
    const { diagnostics } = await client.provider.readResource({ typeName, currentState });
    expect(diagnostics[0]).toMatchObject(error);
  });

  test('read: an explicit null is a deleted object', async () => {
    const currentState = plainValue({ id: 'x', text: 'read', mode: 'null state' });
    const answer = await client.provider.readResource({ typeName, currentState });
    expect(answer.diagnostics).toEqual([]);
    expect(readValue(answer.newState)).toBeNull();
  });

  test.each(['no state', 'null state', 'no diagnostics', 'missing attribute', 'wrong type', 'unknown name'])(
    'plan: %s',
    async (mode) => {
      const { diagnostics } = await client.provider.planResourceChange({
        typeName,
        priorState: plainValue({ id: 'x', text: 'plan', mode }),
        proposedNewState: plainValue({ id: 'x', text: 'new', mode }),
        config: plainValue({ text: 'new', mode }),
      });
      expect(diagnostics[0]).toMatchObject(invalid);
    },
  );

  test('data source: null is an error', async () => {
    const config = plainValue({ mode: 'null' });
    const { diagnostics } = await client.provider.readDataSource({ typeName: 'note_shelf', config });
    expect(diagnostics[0]).toMatchObject(invalid);
  });
});

describe('requests that do not follow the schema', () => {
  test.each([
    ['no msgpack', Buffer.from('c1', 'hex'), 'the value is not valid msgpack'],
    ['cut off', encode({ shelf: 'long text' }).slice(0, 8), 'the value is not valid msgpack'],
    ['a missing name', encode({}), 'shelf: the value is missing'],
    ['an unknown name', encode({ shelf: null, typo: 1 }), 'typo: the schema has no such name'],
    ['a wrong type', encode({ shelf: 7 }), 'shelf: a string is required'],
  ])('%s is answered with its place', async (_name, msgpack, problem) => {
    const { diagnostics } = await client.provider.configureProvider({ config: { msgpack } });
    expect(diagnostics).toMatchObject([{ severity: ERROR, summary: 'Provider could not read what Terraform sent' }]);
    expect(diagnostics[0]?.detail).toContain(problem);
  });

  test.each([
    ['resource', () => client.provider.readResource({ typeName: 'note_none' })],
    ['resource', () => client.provider.readResource({ typeName: 'constructor' })],
    ['data source', () => client.provider.readDataSource({ typeName: 'note_none' })],
    ['resource', () => client.provider.moveResourceState({ targetTypeName: 'note_none' })],
  ])('an unknown %s type is answered by name', async (kind, call) => {
    expect((await call()).diagnostics).toMatchObject([{ severity: ERROR, summary: `Unknown ${kind} type` }]);
  });
});

describe('UpgradeResourceState', () => {
  const upgrade = (version: number, json: string, typeName = 'note_text') =>
    client.provider.upgradeResourceState({ typeName, version: BigInt(version), rawState: { json: bytes(json) } });

  test('current state goes back as it came, to the byte', async () => {
    const json = '{ "text":"x",\n"weight": 1e400, "extra": {"type":"string","value":"v"} }';
    const { upgradedState, diagnostics } = await upgrade(2, json);
    expect(diagnostics).toEqual([]);
    expect(text(upgradedState!.json)).toBe(json);
  });

  test('older state is upgraded by the resource, and what it leaves out is null', async () => {
    const { upgradedState, diagnostics } = await upgrade(1, '{"id":"note-1","body":"old text"}');
    expect(diagnostics).toEqual([]);
    expect(readValue(upgradedState)).toMatchObject({ id: 'note-1', text: 'old text', colour: null, line: [] });
  });

  test.each([
    { name: 'newer state', version: 3, json: '{}', summary: 'State was written by a newer provider' },
    { name: 'state that the resource refuses', version: 0, json: '{}', summary: 'Note refused' },
    { name: 'state cut off', version: 2, json: '{"text":"SECR', summary: 'Stored state cannot be read' },
    { name: 'state that is a list', version: 2, json: '[1]', summary: 'Stored state cannot be read' },
    { name: 'state that is null', version: 2, json: 'null', summary: 'Stored state cannot be read' },
    { name: 'no state', version: 2, json: '', summary: 'Stored state cannot be read' },
  ])('$name is refused', async ({ version, json, summary }) => {
    const { upgradedState, diagnostics } = await upgrade(version, json);
    expect(upgradedState).toBeUndefined();
    expect(diagnostics).toMatchObject([{ severity: ERROR, summary }]);
    expect(diagnostics[0]?.detail).not.toContain('SECR');
  });

  test('state from before 0.12 is refused', async () => {
    const rawState = { flatmap: { text: 'x' } };
    const answer = await client.provider.upgradeResourceState({ typeName: 'note_text', version: 2n, rawState });
    expect(answer.diagnostics[0]?.detail).toContain('before Terraform 0.12');
  });
});

describe('ImportResourceState', () => {
  const importNote = (id: string, typeName = 'note_text') => client.provider.importResourceState({ typeName, id });

  test('answers with one object that Terraform can read', async () => {
    const { importedResources } = await importNote('n1');
    expect(importedResources).toHaveLength(1);
    expect(importedResources[0]).toMatchObject({ typeName: 'note_text' });
    expect(text(importedResources[0].private)).toBe('imported');
    expect(readValue(importedResources[0].state)).toMatchObject({ id: 'n1', text: 'text of n1', colour: null });
  });

  test.each([
    { name: 'what does not exist', id: 'nowhere', type: 'note_text', summary: 'Note refused' },
    { name: 'a type that cannot', id: 'x', type: 'note_plain', summary: 'Resource cannot be imported' },
    { name: 'no id', id: '', type: 'note_text', summary: 'Import needs an id' },
  ])('refuses $name', async ({ id, type, summary }) => {
    const { importedResources, diagnostics } = await importNote(id, type);
    expect(importedResources).toEqual([]);
    expect(diagnostics).toMatchObject([{ severity: ERROR, summary }]);
  });
});

describe('MoveResourceState', () => {
  const move = (targetTypeName: string, sourceTypeName = 'terraform_data', json = '{"id":"d1"}') =>
    client.provider.moveResourceState({
      sourceProviderAddress: 'terraform.io/builtin/terraform',
      sourceTypeName,
      sourceState: { json: bytes(json) },
      sourcePrivate: bytes('of the source'),
      targetTypeName,
    });

  test('answers with the whole target and without the private bytes of the source', async () => {
    const { targetState, targetPrivate, diagnostics } = await move('note_text');
    expect(diagnostics).toEqual([]);
    expect(readValue(targetState)).toMatchObject({ id: 'd1', text: 'moved' });
    expect(targetPrivate).toHaveLength(0);
  });

  test.each([
    { name: 'a source it does not know', call: () => move('note_text', 'null_resource'), summary: 'Note refused' },
    { name: 'a type that cannot', call: () => move('note_plain'), summary: 'Resource cannot be moved to this type' },
    {
      name: 'damaged state',
      call: () => move('note_text', 'terraform_data', '{"id'),
      summary: 'Provider could not read what Terraform sent',
    },
  ])('refuses $name, never with an empty answer', async ({ call, summary }) => {
    const { targetState, diagnostics } = await call();
    expect(targetState).toBeUndefined();
    expect(diagnostics).toMatchObject([{ severity: ERROR, summary }]);
  });
});

describe('what is not offered', () => {
  test('is answered as the protocol wants it', async () => {
    expect(await client.provider.getFunctions({})).toMatchObject({ functions: {}, diagnostics: [] });
    expect(await client.provider.getResourceIdentitySchemas({})).toMatchObject({
      identitySchemas: {},
      diagnostics: [],
    });
    expect((await client.provider.callFunction({ name: 'f' })).error?.text).toContain('"f"');
    expect((await client.health.check({ service: 'other' })).status).toBe(3);
    const status = await client.provider
      .openEphemeralResource({})
      .catch((error: unknown) => ConnectError.from(error).code);
    expect(status).toBe(Code.Unimplemented);
  });
});

test('every line of the log is a record that Terraform can read', () => {
  const lines = running.stderr.trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(50);
  for (const line of lines) {
    const record = JSON.parse(line) as Record<string, unknown>;
    expect(record).toMatchObject({
      '@level': expect.stringMatching(/^(trace|debug|info|warn|error)$/),
      '@message': expect.any(String),
      '@module': 'provider.note',
      '@timestamp': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
    });
  }
});
