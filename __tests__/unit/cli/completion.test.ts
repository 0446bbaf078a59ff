import { spawnSync } from 'node:child_process';
import { commandLine } from '../../support/command-line';

const scriptFor = async (shell: string): Promise<string> => (await commandLine(['completion', shell])).stdout;

/** What bash offers for the words of a command line, the last of which is being typed. */
function offers(script: string, words: readonly string[]): string[] {
  const quoted = words.map((word) => `'${word}'`).join(' ');
  const program = `${script}\nCOMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _iam_login_profile; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', program], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter(Boolean);
}

describe('completion', () => {
  test('bash offers commands, options, and the values of an option', async () => {
    const script = await scriptFor('bash');
    expect(offers(script, ['iam-login-profile', 'd'])).toEqual(['delete', 'drift', 'doctor']);
    expect(offers(script, ['iam-login-profile', 'set', '--secret-v'])).toEqual([
      '--secret-version-id',
      '--secret-version-stage',
    ]);
    expect(offers(script, ['iam-login-profile', 'drift', '--format', ''])).toEqual([
      'table',
      'json',
      'markdown',
      'junit',
    ]);
    expect(offers(script, ['iam-login-profile', 'get', '--format', ''])).toEqual(['json', 'text']);
  });

  test('the argument of completion is one of the shells', async () => {
    const bash = await scriptFor('bash');
    expect(offers(bash, ['iam-login-profile', 'completion', ''])).toEqual(['bash', 'zsh', 'fish']);
    expect(offers(bash, ['iam-login-profile', 'completion', 'z'])).toEqual(['zsh']);
    expect(await scriptFor('zsh')).toContain("'1:value:(bash zsh fish)'");
    expect(await scriptFor('fish')).toMatch(/__fish_seen_subcommand_from completion' -a 'bash zsh fish'$/m);
  });

  test.each(['bash', 'zsh', 'fish'])('%s knows every command and every option', async (shell) => {
    const script = await scriptFor(shell);
    const { stdout: help } = await commandLine(['--help']);
    const commands = [...help.matchAll(/^ {2}([a-z-]+) (?:\[options\]|<)/gm)].map(([, name = '']) => name);
    expect(commands).toEqual(
      expect.arrayContaining([
        'set',
        'get',
        'delete',
        'drift',
        'doctor',
        'policy',
        'mirror',
        'local-aws',
        'completion',
      ]),
    );
    for (const command of commands) {
      const { stdout } = await commandLine([command, '--help']);
      const flags = [...stdout.matchAll(/^ {2}(?:-\w, )?--([a-z-]+)/gm)].map(([, flag = '']) => flag);
      for (const flag of [command, ...flags.filter((name) => name !== 'help')]) expect(script).toContain(flag);
    }
  });

  test('another shell is refused', async () => {
    expect(await commandLine(['completion', 'tcsh'])).toMatchObject({ exitStatus: 2 });
  });
});
