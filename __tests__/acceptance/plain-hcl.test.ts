import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { run, type RunResult } from '../../scripts/demo/run';
import { type LocalAws, startLocalAws } from '../../src/local-aws';
import { CONSTRUCTS, consumerEnvironment, installPackage } from '../support/consumer';
import { FIRST } from '../support/scene';

const PAGE = readFileSync(join(__dirname, '..', '..', 'docs', 'plain-hcl.md'), 'utf8');

/** The page's code block in the language named. */
function block(language: string): string {
  const found = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms').exec(PAGE)?.[1];
  if (found === undefined) throw new Error(`docs/plain-hcl.md has no block of ${language}.`);
  return found;
}

describe('docs/plain-hcl.md, followed to the letter with the packed package', () => {
  const dir = mkdtempSync(join(tmpdir(), 'lp-hcl-'));
  let aws: LocalAws;
  let shell: (commands: string, folder: string, more?: NodeJS.ProcessEnv) => Promise<RunResult>;

  /** An own folder with the page's configuration. */
  const newConfiguration = (name: string): string => {
    const folder = join(dir, name);
    mkdirSync(folder);
    writeFileSync(join(folder, 'main.tf'), block('terraform'));
    return folder;
  };

  beforeAll(async () => {
    aws = await startLocalAws();
    aws.users.create({ userName: 'alice' });
    aws.secrets.create({ name: 'console/alice', secretString: FIRST });
    await installPackage(join(dir, 'installed'), [CONSTRUCTS]);
    const env = consumerEnvironment(dir, aws.environment());
    const path = [join(dir, 'installed', 'node_modules', '.bin'), env.PATH].join(delimiter);
    shell = (commands, cwd, more) =>
      run('bash', ['-euc', commands], {
        cwd,
        env: { ...env, PATH: path, TF_CLI_ARGS_apply: '-auto-approve', ...more },
      });
  });

  afterAll(async () => {
    rmSync(dir, { recursive: true, force: true });
    await aws.stop();
  });

  test('its commands give alice access, and again find nothing to do', async () => {
    const folder = newConfiguration('beside');
    const first = await shell(block('shell'), folder);
    expect(first.output).toContain('1 added, 0 changed, 0 destroyed');
    expect(first.code).toBe(0);
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');

    const second = await shell(block('shell'), folder);
    expect(second.output).toContain('No changes.');
  });

  test('a mirror elsewhere is found with the CLI configuration that the command and the page show', async () => {
    const mirror = join(dir, 'mirror');
    const folder = newConfiguration('elsewhere');
    const answer = await shell(`iam-login-profile mirror '${mirror}'`, dir);
    const { data } = JSON.parse(answer.stdout) as { data: { cli_configuration: string; required_providers: string } };
    expect(`${data.cli_configuration}\n`.replace(mirror, '/srv/terraform/providers')).toBe(block('hcl'));

    const cliConfiguration = join(dir, 'terraformrc');
    writeFileSync(cliConfiguration, data.cli_configuration);
    const plan = await shell('terraform init && terraform plan', folder, { TF_CLI_CONFIG_FILE: cliConfiguration });
    expect(plan.output).toContain('1 to add');
    expect(plan.code).toBe(0);

    const declared = join(dir, 'declared');
    mkdirSync(declared);
    writeFileSync(join(declared, 'main.tf'), data.required_providers);
    const init = await shell('terraform init', declared, { TF_CLI_CONFIG_FILE: cliConfiguration });
    expect(init.code).toBe(0);
  });
});
