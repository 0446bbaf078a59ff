import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { run, type RunResult } from '../../scripts/demo/run';
import { type LocalAws, startLocalAws } from '../../src/local-aws';
import { cdkTerrain } from '../support/cdk-terrain';
import { CDKTF, cdktf, CONSTRUCTS, consumerEnvironment, consumerProject } from '../support/consumer';
import { FIRST, SECOND } from '../support/scene';

const program = (cdk: string, library: string) => `
const { App, TerraformStack } = require('${cdk}');
const { LoginProfile, SecretPassword } = require('${library}');

const app = new App();
const stack = new TerraformStack(app, 'console');
new LoginProfile(stack, 'alice', { user: 'alice', password: SecretPassword.fromSecret('console/alice') });
app.synth();
`;

/** A project's own kind of CDK: what it installs and imports, and how its CLI is run. */
interface Cdk {
  readonly name: string;
  readonly program: string;
  readonly prepare: () => Promise<{
    readonly peers: readonly string[];
    readonly cli: (dir: string, env: NodeJS.ProcessEnv, ...args: string[]) => Promise<RunResult>;
  }>;
}

const CDKS: readonly Cdk[] = [
  {
    name: 'CDKTF',
    program: program('cdktf', 'cdktf-iam-login-profile'),
    prepare: async () => ({ peers: [CDKTF, CONSTRUCTS], cli: cdktf }),
  },
  {
    name: 'CDK Terrain',
    program: program('cdktn', 'cdktf-iam-login-profile/cdktn'),
    prepare: async () => {
      const { nodeModules, node, cli } = await cdkTerrain();
      return {
        peers: ['cdktn', 'constructs'].map((name) => join(nodeModules, name)),
        // Its Node comes first on the PATH, as it does for a user: the program and the provider run on it too.
        cli: (dir, env, ...args) =>
          run(node, [cli, ...args, '--no-color'], {
            cwd: dir,
            env: { ...env, PATH: [dirname(node), env.PATH].join(delimiter) },
          }),
      };
    },
  },
];

describe.each(CDKS)("a new user's own $name project with the packed package", ({ program: main, prepare }) => {
  const dir = mkdtempSync(join(tmpdir(), 'lp-consumer-'));
  let aws: LocalAws;
  let cdk: (...args: string[]) => Promise<RunResult>;

  beforeAll(async () => {
    aws = await startLocalAws();
    aws.users.create({ userName: 'alice' });
    aws.secrets.create({ name: 'console/alice', secretString: FIRST });
    const { peers, cli } = await prepare();
    const env = consumerEnvironment(dir, aws.environment());
    await consumerProject(dir, main, peers);
    cdk = (...args) => cli(dir, env, ...args);
    // CDK Terrain is fetched the first time.
  }, 600_000);

  afterAll(async () => {
    rmSync(dir, { recursive: true, force: true });
    await aws.stop();
  });

  test('deploys, finds nothing to do, rotates and destroys with nothing configured for Terraform', async () => {
    const deployed = await cdk('deploy', '--auto-approve');
    expect(deployed.output).toContain('1 added, 0 changed, 0 destroyed');
    expect(deployed.code).toBe(0);
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');

    const again = await cdk('deploy', '--auto-approve');
    expect(again.output).toContain('No changes.');

    aws.secrets.putValue('console/alice', SECOND);
    const rotated = await cdk('deploy', '--auto-approve');
    expect(rotated.output).toContain('0 added, 1 changed, 0 destroyed');
    expect(aws.signIn('alice', SECOND).outcome).toBe('signed-in');

    const destroyed = await cdk('destroy', '--auto-approve');
    expect(destroyed.code).toBe(0);
    expect(aws.loginProfiles.get('alice')).toBeUndefined();
  });
});
