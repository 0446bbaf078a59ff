import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePluginFolder } from '../../../src/constructs/delivery/plugin-folder';
import { commandLine, type CommandLineOptions, type CommandLineResult } from '../../support/command-line';

const SOURCE = 'cdktf.internal/login-profile/iam';
const PLATFORMS = ['darwin_amd64', 'darwin_arm64', 'linux_amd64', 'linux_arm64'];
const ZIP = Buffer.from('a zip');

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cli-'));
  build('1.2.3');
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** The provider's folder, as the build leaves it. */
function build(version: string): void {
  const folder = join(dir, 'provider');
  mkdirSync(folder, { recursive: true });
  const manifest = { source: SOURCE, version, platforms: PLATFORMS, zip: 'p.zip', h1: 'h1:' };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'p.zip'), ZIP);
}

const iamLoginProfile = (args: readonly string[], options: CommandLineOptions = {}): Promise<CommandLineResult> =>
  commandLine(args, { ...options, providerFolder: join(dir, 'provider') });

const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

describe('iam-login-profile', () => {
  test.each([
    { args: ['--version'], says: /^1\.2\.3\n$/ },
    { args: ['-V'], says: /^1\.2\.3\n$/ },
    { args: ['get', '--help'], says: /--timeout <duration> .*at most 24h\s+\(default:\s+300s\)/s },
    { args: ['help'], says: /Usage: iam-login-profile .*mirror <dir>/s },
    { args: ['help', 'mirror'], says: /Usage: iam-login-profile mirror .*Examples:/s },
    { args: ['--help'], says: /Usage: iam-login-profile .*mirror <dir>/s },
    { args: ['mirror', '--help'], says: /Usage: iam-login-profile mirror .*Examples:/s },
  ])('$args prints and succeeds', async ({ args, says }) => {
    const { exitStatus, stdout, stderr } = await iamLoginProfile(args);
    expect(stdout).toMatch(says);
    expect({ exitStatus, stderr }).toEqual({ exitStatus: 0, stderr: '' });
  });

  test.each([
    { args: [], message: /^No command was given\..*--help/ },
    { args: ['nope'], message: /^There is no command "nope"\..*--help/ },
    { args: ['help', 'nope'], message: /^There is no such command\. See iam-login-profile --help\.$/ },
    {
      args: ['mirror'],
      message: /^missing required argument 'dir'\. See iam-login-profile mirror --help\.$/,
    },
    { args: ['mirror', 'a', 'b'], message: /^too many arguments.*\. See iam-login-profile mirror --help\.$/ },
    { args: ['mirror', '--nope', 'a'], message: /^unknown option '--nope'\. See/ },
    { args: ['set', '--user-nam', 'a'], message: /^unknown option '--user-nam' \(Did you mean --user-name\?\)\. See/ },
    { args: ['set', '--journal', '--dry-run'], message: /^option '--journal <file>' argument missing: what follows/ },
    { args: ['set', '--secret-id', '--dry-run'], message: /^option '--secret-id <id>' argument missing: what follows/ },
    { args: ['policy', '--user', '--secret', 'x'], message: /^option '--user <name>' argument missing: what follows/ },
    { args: ['set', '--timeout', '--dry-run'], message: /^option '--timeout <duration>' argument missing/ },
    { args: ['mirror', '--password', 'a'], message: /^A password is not taken as a parameter/ },
    { args: ['mirror', '--password=a', 'b'], message: /^A password is not taken as a parameter/ },
  ])('$args is refused with VALIDATION_ERROR and status 2', async ({ args, message }) => {
    const { exitStatus, stdout, stderr } = await iamLoginProfile(args);
    expect(JSON.parse(stdout)).toEqual({
      success: false,
      error: { code: 'VALIDATION_ERROR', message: expect.stringMatching(message) },
    });
    expect(stdout.match(/\n/g)).toHaveLength(1);
    expect(stderr).toMatch(/^iam-login-profile: .+\n$/);
    expect(exitStatus).toBe(2);
  });

  test.each([
    ['--passwd=hunter2'],
    ['--passwd', 'hunter2'],
    ['--pass=hunter2'],
    ['--new-password=hunter2'],
    ['--NewPassword', 'hunter2'],
    ['-password=hunter2'],
    ['-Password', 'hunter2'],
    ['--password-stdin=hunter2'],
  ])('%s %s is refused with the reason, and not quoted', async (...args) => {
    for (const [command, status] of [
      ['set', 2],
      ['drift', 1],
    ] as const) {
      const { exitStatus, stdout, stderr } = await iamLoginProfile([command, ...args]);
      expect(stdout).toMatch(/A password is not taken as a parameter/);
      expect(stdout + stderr).not.toContain('hunter2');
      expect(exitStatus).toBe(status);
    }
  });

  test.each([
    { arg: '-phunter2', shown: "unknown option '-p'." },
    { arg: '-p=hunter2', shown: "unknown option '-p'." },
    { arg: '--pwd=hunter2', shown: "unknown option '--pwd'." },
    { arg: "--pwd=hunter2' hunter2\n(Did", shown: "unknown option '--pwd'." },
    { arg: '--dry-run=hunter2', shown: "unknown option '--dry-run'" },
    { arg: '--secret=hunter2', shown: "unknown option '--secret'" },
  ])('$arg is named without its value', async ({ arg, shown }) => {
    for (const args of [
      [arg, 'set'],
      ['set', arg],
      ['drift', arg, 'plan.json'],
    ]) {
      const { exitStatus, stdout, stderr } = await iamLoginProfile(args);
      expect(JSON.parse(stdout)).toMatchObject({ error: { message: expect.stringContaining(shown) } });
      expect(stdout + stderr).not.toContain('hunter2');
      expect(exitStatus).toBe(args[0] === 'drift' ? 1 : 2);
    }
  });

  const CONFLICTS = [
    ...['--user-name x', '--secret-id x', '--secret-json-key x', '--secret-version-id x', '--secret-version-stage x'],
    ...['--password-stdin', '--password-reset-required', '--no-password-reset-required', '--cli-input-json {}'],
  ];
  test.each(CONFLICTS)('set refuses --from with %s, naming both', async (option) => {
    const { exitStatus, stdout } = await iamLoginProfile(['set', '--from', 'users.csv', ...option.split(' ')]);
    const flag = option.split(' ')[0] ?? '';
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'VALIDATION_ERROR', message: expect.stringMatching(`'--from <file>' cannot .* '${flag}['| ]`) },
    });
    expect(exitStatus).toBe(2);
  });

  test.each(['--journal x', '--restart', '--parallelism 4'])('set refuses %s without --from', async (option) => {
    const user = ['--user-name', 'alice', '--secret-id', 'x'];
    const { exitStatus, stdout } = await iamLoginProfile(['set', ...user, ...option.split(' ')]);
    const flag = option.split(' ')[0] ?? '';
    expect(JSON.parse(stdout)).toMatchObject({
      error: { message: expect.stringMatching(`'${flag}['| ].* cannot be used without option '--from <file>'`) },
    });
    expect(exitStatus).toBe(2);
  });

  test.each([
    [['set', '--format', 'json'], true],
    [['set', '--format=json', '--nope'], true],
    [['get', '--nope', '--format', 'json'], true],
    [['set', '--format', 'text'], false],
    [['drift', '--format', 'markdown'], false],
  ])('an error of %s has the form that was asked for', async (args, isJson) => {
    for (const isTTY of [false, true]) {
      const { stdout, stderr } = await iamLoginProfile(args, { isTTY });
      if (isJson) expect(JSON.parse(stdout)).toMatchObject({ success: false });
      else expect(stdout).toBe('');
      expect(stderr).toMatch(/^iam-login-profile: .+\n$/);
    }
  });

  test('every line of the examples is a command that a shell takes', async () => {
    const { stdout: help } = await iamLoginProfile(['--help']);
    const names = [...help.matchAll(/^ {2}([a-z-]+) (?:\[options\]|<)/gm)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(8);
    for (const name of names) {
      const { stdout } = await iamLoginProfile([name, '--help']);
      const [, examples = ''] = stdout.split(/^Examples:$/m);
      const lines = examples.trim().split('\n');
      expect(lines.filter((line) => !/iam-login-profile|^ *(aws|terraform) /.test(line))).toEqual([]);
      // What explains a line is a comment of the shell.
      expect(lines.filter((line) => / {2,}[a-z]/.test(line.trim().replace(/ #.*$/, '')))).toEqual([]);
    }
  });

  test('at a terminal an error is one line on stderr', async () => {
    const { stdout, stderr } = await iamLoginProfile(['nope'], { isTTY: true });
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^iam-login-profile: There is no command "nope".*\n$/);
  });
});

describe('iam-login-profile mirror', () => {
  test('writes the layout that synth writes, so Terraform finds either', async () => {
    await iamLoginProfile(['mirror', join(dir, 'mirror')]);
    writePluginFolder(join(dir, 'stack'), {
      source: SOURCE,
      version: '1.2.3',
      platforms: PLATFORMS,
      h1: 'h1:',
      zip: ZIP,
    });
    expect(files(join(dir, 'mirror'))).toEqual(files(join(dir, 'stack', 'terraform.d', 'plugins')));
    for (const file of files(join(dir, 'mirror'))) expect(readFileSync(join(dir, 'mirror', file))).toEqual(ZIP);
  });

  test('answers a program with what it wrote and the lines to use it', async () => {
    const directory = join(dir, 'mirror');
    const { exitStatus, stdout, stderr } = await iamLoginProfile(['mirror', directory]);
    expect(JSON.parse(stdout)).toEqual({
      success: true,
      data: {
        directory,
        source: SOURCE,
        version: '1.2.3',
        platforms: PLATFORMS,
        required_providers: expect.stringContaining(`source  = "${SOURCE}"\n      version = "1.2.3"`),
        cli_configuration: expect.stringContaining(`path    = "${directory}"`),
      },
    });
    expect(stdout.match(/\n/g)).toHaveLength(1);
    expect({ exitStatus, stderr }).toEqual({ exitStatus: 0, stderr: '' });
  });

  test('tells a person the same in words', async () => {
    const { stdout } = await iamLoginProfile(['mirror', join(dir, 'mirror')], { isTTY: true });
    expect(stdout).toContain(`Provider ${SOURCE} 1.2.3 is in ${join(dir, 'mirror')}`);
    expect(stdout).toMatch(/^ {2}terraform \{$.*^ {2}provider_installation \{$/ms);
  });

  test('changes nothing the second time', async () => {
    const mirror = join(dir, 'mirror');
    await iamLoginProfile(['mirror', mirror]);
    const times = () => files(mirror).map((file) => statSync(join(mirror, file), { bigint: true }).mtimeNs);
    const before = times();
    await iamLoginProfile(['mirror', mirror]);
    expect(times()).toEqual(before);
  });

  test('leaves other versions and providers in the mirror', async () => {
    const mirror = join(dir, 'mirror');
    await iamLoginProfile(['mirror', mirror]);
    writeFileSync(join(mirror, 'other'), '');
    build('1.3.0');
    await iamLoginProfile(['mirror', mirror]);
    expect(files(mirror)).toHaveLength(2 * PLATFORMS.length + 1);
  });

  test('mends a file that is not what it should be', async () => {
    const mirror = join(dir, 'mirror');
    await iamLoginProfile(['mirror', mirror]);
    const [file = ''] = files(mirror);
    writeFileSync(join(mirror, file), 'half');
    await iamLoginProfile(['mirror', mirror]);
    expect(readFileSync(join(mirror, file))).toEqual(ZIP);
  });

  test('says what stands in the way of the folder', async () => {
    const { exitStatus, stderr } = await iamLoginProfile(['mirror', join(dir, 'provider', 'p.zip')]);
    expect(stderr).toMatch(/p\.zip: a file stands in the way \(E\w+\)\. Name a folder/);
    expect(exitStatus).toBe(2);
  });

  test('is an internal error where the package lacks the provider', async () => {
    rmSync(join(dir, 'provider'), { recursive: true });
    const { exitStatus, stdout } = await iamLoginProfile(['mirror', join(dir, 'mirror')]);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'INTERNAL', message: expect.stringContaining('install cdktf-iam-login-profile again') },
    });
    expect(exitStatus).toBe(1);
  });
});
