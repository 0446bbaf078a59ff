import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalAws, startLocalAws } from '../../src/local-aws';
import { cdktf, consumerProject } from '../support/consumer';
import { FIRST, SECOND } from '../support/scene';

const PROGRAM = `
const { App, TerraformStack } = require('cdktf');
const { LoginProfile, SecretPassword } = require('cdktf-iam-login-profile');

const app = new App();
const stack = new TerraformStack(app, 'console');
new LoginProfile(stack, 'alice', { user: 'alice', password: SecretPassword.fromSecret('console/alice') });
app.synth();
`;

describe("a new user's own project with the packed package", () => {
  const dir = mkdtempSync(join(tmpdir(), 'lp-consumer-'));
  let aws: LocalAws;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    aws = await startLocalAws();
    aws.users.create({ userName: 'alice' });
    aws.secrets.create({ name: 'console/alice', secretString: FIRST });
    for (const folder of ['home', 'tmp']) mkdirSync(join(dir, folder));
    env = {
      PATH: process.env.PATH,
      HOME: join(dir, 'home'),
      TMPDIR: join(dir, 'tmp'),
      CHECKPOINT_DISABLE: '1',
      CI: '1',
      ...aws.environment(),
    };
    await consumerProject(dir, PROGRAM);
  });

  afterAll(async () => {
    rmSync(dir, { recursive: true, force: true });
    await aws.stop();
  });

  test('holds what a user needs and nothing else', () => {
    const list = (folder: string): string[] => readdirSync(join(dir, 'node_modules/cdktf-iam-login-profile', folder));
    expect(list('.').sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'docs',
      'lib',
      'package.json',
      'provider',
    ]);
    expect(list('lib').sort()).toEqual(['constructs', 'index.d.ts', 'index.js']);
    expect(list('provider').sort()).toEqual(['manifest.json', 'terraform-provider-iam.zip']);
  });

  test('deploys, finds nothing to do, rotates and destroys with nothing configured for Terraform', async () => {
    const deployed = await cdktf(dir, env, 'deploy', '--auto-approve');
    expect(deployed.output).toContain('1 added, 0 changed, 0 destroyed');
    expect(deployed.code).toBe(0);
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');

    const again = await cdktf(dir, env, 'deploy', '--auto-approve');
    expect(again.output).toContain('No changes.');

    aws.secrets.putValue('console/alice', SECOND);
    const rotated = await cdktf(dir, env, 'deploy', '--auto-approve');
    expect(rotated.output).toContain('0 added, 1 changed, 0 destroyed');
    expect(aws.signIn('alice', SECOND).outcome).toBe('signed-in');

    const destroyed = await cdktf(dir, env, 'destroy', '--auto-approve');
    expect(destroyed.code).toBe(0);
    expect(aws.loginProfiles.get('alice')).toBeUndefined();
  });
});
