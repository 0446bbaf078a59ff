import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alice, endScene, FIRST, type Scene, startScene, unwrapped } from '../support/scene';

interface Instance {
  schema_version: number;
  attributes: Record<string, unknown> | null;
}

/** State that this version cannot go on from is told, with the resource and a way out, and nothing comes of it. */
describe('state that was not written by this version, or not by it alone', () => {
  let scene: Scene;
  let file: string;
  let whole: string;

  beforeAll(async () => {
    scene = await startScene();
    const { workspace } = scene;
    await workspace.init(alice());
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    file = join(workspace.stack, 'terraform.tfstate');
    whole = readFileSync(file, 'utf8');
  });

  afterAll(() => endScene(scene));

  function edit(change: (instance: Instance) => void): string {
    const state = JSON.parse(whole) as { serial: number; resources: [{ instances: [Instance] }] };
    state.serial += 1;
    change(state.resources[0].instances[0]);
    return JSON.stringify(state);
  }

  const set = (values: Record<string, unknown>) => (): string =>
    edit(({ attributes }) => void Object.assign(attributes ?? {}, values));
  const take = (name: string) => (): string =>
    edit((instance) => {
      const entries = Object.entries(instance.attributes ?? {});
      instance.attributes = Object.fromEntries(entries.filter(([other]) => other !== name));
    });

  const ADDRESS = 'iam_login_profile.alice';
  const ways = ['terraform state rm', 'backup'];

  const cases: readonly { name: string; damaged: () => string; says: readonly string[] }[] = [
    {
      name: 'a newer schema version',
      damaged: () => edit((instance) => void (instance.schema_version = 1)),
      says: ['created by a newer provider version', 'Upgrade the iam provider'],
    },
    {
      name: 'a sync_status of the future',
      damaged: set({ sync_status: 'quarantined' }),
      says: ['IAM user "alice"', 'sync_status is none of in_sync', 'Use the version of the provider', ...ways],
    },
    { name: 'another on_destroy', damaged: set({ on_destroy: 'archive' }), says: ['on_destroy is none of', ...ways] },
    { name: 'a number as user name', damaged: set({ user_name: 5 }), says: ['user_name is no string', ...ways] },
    {
      name: 'a word as bool',
      damaged: set({ password_reset_required: 'maybe' }),
      says: ['password_reset_required is no bool', ...ways],
    },
    { name: 'a list as object', damaged: set({ timeouts: [] }), says: ['timeouts is no object', ...ways] },
    {
      name: 'numbers in a map',
      damaged: set({ rotation_triggers: { a: 1 } }),
      says: ['rotation_triggers holds something else than strings', ...ways],
    },
    { name: 'no date', damaged: set({ create_date: 'yesterday' }), says: ['create_date is no date', ...ways] },
    { name: 'an empty id', damaged: set({ id: '' }), says: ['IAM user "alice"', 'id is no IAM user name', ...ways] },
    {
      name: 'the id of another user',
      damaged: set({ id: 'admin' }),
      says: ['id is another user than user_name', ...ways],
    },
    { name: 'no id', damaged: take('id'), says: ['IAM user "alice"', 'id is missing', ...ways] },
    { name: 'no user name', damaged: take('user_name'), says: ['user_name is missing', ...ways] },
    {
      name: 'no secret_version_id',
      damaged: take('secret_version_id'),
      says: ['secret_version_id is missing', ...ways],
    },
    {
      name: 'nothing',
      damaged: () => edit((instance) => void (instance.attributes = {})),
      says: ['is missing', ...ways],
    },
    {
      name: 'null',
      damaged: () => edit((instance) => void (instance.attributes = null)),
      says: ['is damaged', ...ways],
    },
  ];

  /** No call that matters, no other state, no other password. */
  function nothingHappened(damaged: string): void {
    const { aws } = scene;
    expect(aws.journal.operations()).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe(damaged);
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
  }

  test.each(cases)('$name: neither planned nor applied nor destroyed', async ({ damaged, says }) => {
    const { aws, workspace } = scene;
    const text = damaged();
    writeFileSync(file, text);
    aws.journal.clear();
    for (const command of [() => workspace.plan(), () => workspace.apply(), () => workspace.destroy()]) {
      const { code, output } = await command();
      expect(code).toBe(1);
      for (const part of [ADDRESS, ...says]) expect(unwrapped(output)).toContain(part);
      expect(output).not.toContain('bug in the provider');
      nothingHappened(text);
    }
  });

  test('a name that no version of the schema here has is dropped by Terraform', async () => {
    writeFileSync(file, set({ future: 'x' })());
    expect(await scene.workspace.plan()).toMatchObject({ code: 0 });
  });

  test('a file that was cut off is refused by Terraform itself, before the provider is asked', async () => {
    const { aws, workspace } = scene;
    const text = whole.slice(0, whole.length / 2);
    writeFileSync(file, text);
    aws.journal.clear();
    const { code, output } = await workspace.apply();
    expect(code).toBe(1);
    expect(unwrapped(output)).toContain('The state file could not be parsed as JSON');
    nothingHappened(text);
  });

  test('the way out works: removed from state, imported, and in order after one apply', async () => {
    const { aws, workspace } = scene;
    writeFileSync(file, set({ sync_status: 'quarantined' })());
    expect(await workspace.terraform('state', 'rm', ADDRESS)).toMatchObject({ code: 0 });
    expect(await workspace.terraform('import', '-no-color', ADDRESS, 'alice')).toMatchObject({ code: 0 });
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });
});
