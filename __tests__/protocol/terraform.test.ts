import { NOTE_ADDRESS } from '../support/plugin/build-note-provider';
import { noteProvider } from '../support/plugin/note-provider';
import { NoteWorkspace } from '../support/plugin/note-workspace';
import { serveForReattach } from '../../src/plugin';

let workspace: NoteWorkspace;

beforeEach(() => {
  workspace = new NoteWorkspace();
});

afterEach(() => {
  const leftovers = [workspace.providers(), workspace.leftovers()];
  workspace.close();
  expect(leftovers).toEqual([[], []]);
});

const EVERYTHING = `
resource "note_text" "all" {
  text        = "hello"
  paper       = "A4"
  secret      = "hidden"
  password_wo = "pw"
  weight      = 0.1
  urgent      = true
  tags        = { team = "x", "__proto__" = "p", "constructor" = "c" }
  readers     = ["b", "a"]
  steps       = ["1", "2"]
  origin      = { city = "Bern", year = 123456789012345678901234567890 }
  pair        = ["x", true]
  extra       = { a = 1.5, b = ["x", 0.1], c = null, d = tolist(["l"]), e = tomap({ k = 1 }) }
  cover       = { title = "t" }
  pages       = [{ title = "p", size = 3 }, { size = 9007199254740993 }]
  stickers    = [{ title = "p", size = 3 }, { title = "q" }]
  chapters    = { one = { title = "1" } }
  header { text = "h" }
  line {
    text = "l"
    footnote { text = "f" }
  }
  line { width = 1e30 }
  mark { text = "m" }
  margin "left" { width = 1 }
  style { width = -9007199254740993 }
}
data "note_shelf" "s" { text = "q" }
`;

describe('a resource with every kind of attribute and block', () => {
  test('is created, does not change, is updated, replaced and destroyed', async () => {
    workspace.write(EVERYTHING);
    expect(await workspace.run(['init'])).toMatchObject({ code: 0 });
    expect(await workspace.run(['validate'])).toMatchObject({ code: 0 });
    expect(await workspace.plan()).toMatchObject({ code: 2 });
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(await workspace.plan()).toMatchObject({ code: 0 });
    expect(await workspace.plan('-refresh=false')).toMatchObject({ code: 0 });
    expect(await workspace.plan('-refresh-only')).toMatchObject({ code: 0 });
    expect(JSON.stringify(workspace.state())).not.toContain('"pw"');

    workspace.write(EVERYTHING.replace('hello', 'changed'));
    expect(await workspace.plan('-out=saved')).toMatchObject({ code: 2 });
    const updated = await workspace.apply('saved');
    expect(updated.output).toContain('0 added, 1 changed, 0 destroyed');
    expect(workspace.state()['note_text.all'].attributes).toMatchObject({ text: 'changed', revision: 2 });

    workspace.write(EVERYTHING.replace('A4', 'A5'));
    const replaced = await workspace.plan();
    expect(replaced.output).toContain('# forces replacement');
    expect((await workspace.apply()).output).toContain('1 added, 0 changed, 1 destroyed');

    expect(await workspace.destroy()).toMatchObject({ code: 0 });
    expect(workspace.state()).toEqual({});
  });

  test('copes with values that are known after apply only', async () => {
    workspace.write(`
      resource "note_text" "first" { text = "one" }
      resource "note_text" "second" {
        text  = "after \${note_text.first.id}"
        steps = [note_text.first.id]
        tags  = { (note_text.first.text) = note_text.first.id }
        extra = { first = note_text.first.revision }
        dynamic "line" {
          for_each = toset([note_text.first.id])
          content { text = line.value }
        }
      }`);
    await workspace.run(['init']);
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(workspace.state()['note_text.second'].attributes).toMatchObject({
      text: 'after note-1',
      steps: ['note-1'],
    });
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });

  test('is refused with the line to blame', async () => {
    workspace.write('resource "note_text" "a" {\n  text = "ok"\n  tags = {\n    team = "forbidden"\n  }\n}\n');
    await workspace.run(['init']);
    const { code, output } = await workspace.run(['validate']);
    expect(code).toBe(1);
    expect(output).toContain('Error: Note refused');
    expect(output).toMatch(/on main\.tf line \d+, in resource "note_text" "a":\s+\d+: +team = "forbidden"/);
  });

  test('is imported and moved', async () => {
    workspace.write('resource "terraform_data" "a" {}\n');
    await workspace.run(['init']);
    await workspace.apply();
    workspace.write(`
      resource "note_text" "moved" { text = "moved" }
      moved {
        from = terraform_data.a
        to   = note_text.moved
      }
      resource "note_text" "imported" { text = "text of n1" }
      import {
        to = note_text.imported
        id = "n1"
      }`);
    const { output } = await workspace.apply();
    expect(output).toContain('1 imported, 0 added, 1 changed, 0 destroyed');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });
});

describe('a provider that fails', () => {
  test('names the provider and the resource, keeps state and private bytes, and says nothing secret', async () => {
    workspace.write('resource "note_throws" "t" { text = "one" }');
    await workspace.run(['init']);
    await workspace.apply();
    const before = workspace.state();
    workspace.write('resource "note_throws" "t" {\n  text = "two"\n  mode = "apply"\n}');
    const { code, output } = await workspace.run(['apply', '-auto-approve'], { TF_LOG: 'TRACE' });
    expect(code).toBe(1);
    expect(output).toContain('Error: Provider failed unexpectedly');
    expect(output).toContain('with note_throws.t,');
    expect(output).not.toContain('SECRET');
    expect(workspace.state()).toEqual(before);
    expect(await workspace.plan()).toMatchObject({ code: 2 });
  });

  test('a create that fails half-way is tainted, with nulls for what was never decided', async () => {
    workspace.write('resource "note_misshapen" "m" { mode = "error and unknown" }');
    await workspace.run(['init']);
    const { code, output } = await workspace.apply();
    expect(code).toBe(1);
    expect(output.match(/Error:/g)).toHaveLength(1);
    expect(workspace.state()['note_misshapen.m']).toMatchObject({ status: 'tainted', attributes: { id: null } });
  });

  test('a crash is shown as one, without the message', async () => {
    workspace.write('resource "note_slow" "s" {\n  mode = "crash"\n  seconds = 5\n}');
    await workspace.run(['init']);
    const { code, output } = await workspace.apply();
    expect(code).toBe(1);
    expect(output).toContain('Stack trace from the terraform-provider-note');
    expect(output).toContain('panic: RangeError');
    expect(output).not.toContain('SECRET');
  });
});

describe('an apply that is cut short', () => {
  const SLOW =
    'resource "note_slow" "s" {\n  text = "one"\n  seconds = 60\n}\nresource "note_text" "t" { text = "done" }';

  test('Ctrl-C once: the call ends early, state is saved, nothing is left', async () => {
    workspace.write(SLOW);
    await workspace.run(['init']);
    const command = workspace.start(['apply', '-auto-approve']);
    await command.said('note_slow.s: Creating...');
    await command.said('note_text.t: Creation complete');
    command.interrupt();
    const { code, output } = await command.finished;
    expect(code).toBe(1);
    expect(output).toContain('Error: Note not written');
    expect(Object.keys(workspace.state())).toEqual(['note_text.t']);
    await workspace.providersGone(0);
  });

  test('Ctrl-C twice: nothing is left', async () => {
    workspace.write(SLOW);
    await workspace.run(['init']);
    const command = workspace.start(['apply', '-auto-approve']);
    await command.said('note_slow.s: Creating...');
    command.interrupt();
    command.interrupt();
    expect((await command.finished).code).toBe(1);
    await workspace.providersGone(2500);
  });

  test('kill -9 of Terraform: the provider ends and takes its socket along; the next apply converges', async () => {
    workspace.write(SLOW);
    await workspace.run(['init']);
    const command = workspace.start(['apply', '-auto-approve']);
    await command.said('note_slow.s: Creating...');
    const [provider] = workspace.providers();
    expect(provider).toBeDefined();
    command.child.kill('SIGKILL');
    await workspace.providersGone(2500);
    expect(workspace.leftovers()).toEqual([]);
    workspace.write(SLOW.replace('60', '0'));
    expect(await workspace.apply('-lock=false')).toMatchObject({ code: 0 });
    expect(Object.keys(workspace.state()).sort()).toEqual(['note_slow.s', 'note_text.t']);
  });

  test('kill -9 of the provider: Terraform says so and the next apply converges', async () => {
    workspace.write(SLOW);
    await workspace.run(['init']);
    const command = workspace.start(['apply', '-auto-approve']);
    await command.said('note_slow.s: Creating...');
    for (const pid of workspace.providers()) process.kill(pid, 'SIGKILL');
    const { code, output } = await command.finished;
    expect(code).toBe(1);
    expect(output).toContain('Plugin did not respond');
    expect(workspace.leftovers()).toEqual([]);
    workspace.write(SLOW.replace('60', '0'));
    expect(await workspace.apply()).toMatchObject({ code: 0 });
  });
});

describe('the rest of the process', () => {
  test('the log keeps its levels and holds no secret', async () => {
    workspace.write('resource "note_text" "a" {\n  text = "x"\n  secret = "hidden-marker"\n}');
    await workspace.run(['init']);
    const { output } = await workspace.run(['plan'], { TF_LOG: 'JSON' });
    const records = output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const answered = records.filter((record) => record['@message'] === 'Call answered');
    expect(answered.length).toBeGreaterThan(3);
    expect(answered.every((record) => record['@level'] === 'trace')).toBe(true);
    expect(JSON.stringify(answered)).not.toContain('hidden-marker');
    expect((await workspace.run(['plan'], { TF_LOG_PROVIDER: 'INFO' })).output).toMatch(
      /\[INFO\] +provider[^\n]*Configured/,
    );
  });

  test('works without TLS', async () => {
    workspace.write('resource "note_text" "a" { text = "x" }');
    await workspace.run(['init']);
    expect(await workspace.run(['apply', '-auto-approve'], { TF_DISABLE_PLUGIN_TLS: '1' })).toMatchObject({ code: 0 });
  });

  test('ends because Terraform asks for it, at the end of every phase', async () => {
    workspace.write('resource "note_text" "a" { text = "x" }');
    await workspace.run(['init']);
    const { output } = await workspace.run(['apply', '-auto-approve'], { TF_LOG_PROVIDER: 'DEBUG' });
    expect(output.match(/The process ends[^\n]*reason=\S+/g)?.map((line) => line.split('reason=')[1])).toEqual(
      Array<string>(4).fill('Shutdown'),
    );
  });

  test('why it cannot start is quoted by Terraform', async () => {
    workspace.write('resource "note_text" "a" { text = "x" }');
    await workspace.run(['init']);
    const { code, output } = await workspace.run(['plan'], { PLUGIN_UNIX_SOCKET_DIR: '/nowhere' });
    expect(code).toBe(1);
    expect(output.replace(/\s+/g, ' ')).toContain('The "note" provider cannot start: ENOENT');
  });

  test('is reattached to: a process that lives on, with connections that come and go', async () => {
    const served = await serveForReattach(noteProvider, { name: 'note' });
    const env = { TF_REATTACH_PROVIDERS: JSON.stringify({ [NOTE_ADDRESS]: served.config }) };
    try {
      workspace.write('resource "note_text" "a" { text = "x" }');
      expect(await workspace.run(['apply', '-auto-approve'], env)).toMatchObject({ code: 0 });
      expect((await workspace.run(['plan'], env)).output).toContain('No changes.');
      expect(await workspace.run(['destroy', '-auto-approve'], env)).toMatchObject({ code: 0 });
    } finally {
      await served.close();
    }
  });
});
