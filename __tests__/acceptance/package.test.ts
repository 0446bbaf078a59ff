import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, type RunResult } from '../../scripts/demo/run';
import { cdkTerrain } from '../support/cdk-terrain';
import { CDKTF, installPackage } from '../support/consumer';

const NAME = 'cdktf-iam-login-profile';
const TSC = join(__dirname, '..', '..', 'node_modules', 'typescript', 'bin', 'tsc');

const dir = mkdtempSync(join(tmpdir(), 'lp-package-'));
const installed = join(dir, 'node_modules', NAME);

// constructs from CDK Terrain's place: the newest that both kinds of CDK accept.
beforeAll(async () => {
  const { nodeModules } = await cdkTerrain();
  await installPackage(dir, [CDKTF, join(nodeModules, 'cdktn'), join(nodeModules, 'constructs')]);
  // CDK Terrain is fetched the first time.
}, 600_000);

afterAll(() => rmSync(dir, { recursive: true, force: true }));

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

function node(file: string, program: string): Promise<RunResult> {
  writeFileSync(join(dir, file), program);
  return run(process.execPath, [file], { cwd: dir, env: { PATH: process.env.PATH } });
}

describe('the packed package', () => {
  const ALLOWED = [
    /^(CHANGELOG|LICENSE|README|SECURITY)(\.md)?$/,
    /^(sbom\.cdx\.json|THIRD-PARTY-LICENSES\.txt)$/,
    /^package\.json$/,
    /^bin\/iam-login-profile\.cjs$/,
    /^docs\/(?!architecture|decisions\/)[a-z/_-]+\.md$/,
    /^examples\/pipelines\/(cdktf-diff\.sh|github-actions\.yml|gitlab-ci\.yml|main\.js)$/,
    /^examples\/stale-passwords\/main\.tf$/,
    /^lib(-cdktn)?\/(index|(constructs|policies)\/[a-z/-]+)\.(js|d\.ts)$/,
    /^lib-aws\/(index\.js|aws-sdk\.cjs|(index|client|codes|types)\.d\.ts)$/,
    /^provider\/(manifest\.json|terraform-provider-iam\.zip)$/,
  ];

  test('holds what a user needs', () => {
    expect(filesBelow(installed)).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'SECURITY.md',
        'THIRD-PARTY-LICENSES.txt',
        'bin/iam-login-profile.cjs',
        'docs/cli.md',
        'docs/drift.md',
        'docs/errors.md',
        'docs/index.md',
        'docs/plain-hcl.md',
        'docs/resources/login_profile.md',
        'examples/pipelines/github-actions.yml',
        'examples/stale-passwords/main.tf',
        'lib-aws/index.d.ts',
        'lib-cdktn/index.d.ts',
        'lib-cdktn/index.js',
        'lib/index.d.ts',
        'lib/index.js',
        'provider/manifest.json',
        'provider/terraform-provider-iam.zip',
      ]),
    );
  });

  test('and nothing else', () => {
    expect(filesBelow(installed).filter((file) => !ALLOWED.some((pattern) => pattern.test(file)))).toEqual([]);
  });

  test('brings no packages along', () => {
    const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
      dependencies?: unknown;
    };
    expect(dependencies).toBeUndefined();
  });

  test('has the same files for CDKTF and CDK Terrain, and each imports its own CDK only', () => {
    const importers = (library: string, cdk: string) =>
      filesBelow(join(installed, library)).filter((file) =>
        new RegExp(`(from |require\\(|import\\()['"]${cdk}['"/]`).test(
          readFileSync(join(installed, library, file), 'utf8'),
        ),
      );
    expect(filesBelow(join(installed, 'lib-cdktn'))).toEqual(filesBelow(join(installed, 'lib')));
    expect(importers('lib-cdktn', 'cdktn')).toEqual(importers('lib', 'cdktf'));
    expect(importers('lib-cdktn', 'cdktf')).toEqual([]);
    expect(importers('lib', 'cdktn')).toEqual([]);
  });
});

describe('a program without types', () => {
  const SYNTH = (cdk: string) => `
    const app = new App({ outdir: 'out-${cdk}' });
    const stack = new TerraformStack(app, 'console');
    new IamProvider(stack, 'iam', { region: 'eu-west-1' });
    new LoginProfile(stack, 'alice', { user: 'alice', password: SecretPassword.fromSecret('console/alice') });
    new IamLoginProfile(stack, 'bob', { userName: 'bob', secretId: 'console/bob' });
    new DataIamLoginProfile(stack, 'carol', { userName: 'carol' });
    app.synth();
  `;
  const NAMES = '{ DataIamLoginProfile, IamLoginProfile, IamProvider, LoginProfile, SecretPassword }';

  test.each([
    { entry: NAME, cdk: 'cdktf' },
    { entry: `${NAME}/cdktn`, cdk: 'cdktn' },
  ])('imports named exports of $entry as an ES module', async ({ entry, cdk }) => {
    const program = `import ${NAMES} from '${entry}'; import { App, TerraformStack } from '${cdk}'; ${SYNTH(cdk)}`;
    const { code, output } = await node(`${cdk}.mjs`, program);
    expect(output).toBe('');
    expect(code).toBe(0);
    const synthesized = readFileSync(join(dir, `out-${cdk}`, 'stacks', 'console', 'cdk.tf.json'), 'utf8');
    interface Block {
      readonly iam_login_profile: Record<string, unknown>;
    }
    const { resource, data } = JSON.parse(synthesized) as { readonly resource: Block; readonly data: Block };
    expect(Object.keys(resource.iam_login_profile)).toEqual(['alice', 'bob']);
    expect(Object.keys(data.iam_login_profile)).toEqual(['carol']);
  });

  test.each(['lib', 'lib/index', 'lib/index.js', 'lib/constructs', 'lib-cdktn/index.js', 'provider/manifest.json'])(
    'cannot reach %s',
    async (path) => {
      const { stdout } = await node(
        'deep.cjs',
        `try { require('${NAME}/${path}') } catch (error) { console.log(error.code) }`,
      );
      expect(stdout).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED\n');
    },
  );
});

describe('a program with types compiles', () => {
  const program = (cdk: string, entry: string) => `
    import { App, TerraformStack } from '${cdk}';
    import { LoginProfile, type LoginProfileProps, SecretPassword } from '${entry}';
    const props: LoginProfileProps = { user: 'alice', password: SecretPassword.fromSecret('console/alice') };
    const login: LoginProfile = new LoginProfile(new TerraformStack(new App(), 'console'), 'alice', props);
    export const pending: string = login.fqn;
    // @ts-expect-error a user is a name or a reference
    new LoginProfile(login, 'bob', { user: 5, password: props.password });
  `;
  const AWS = `
    import { type ErrorCode, LoginProfileClient, type Result, updateLoginProfile } from '${NAME}/aws';
    export async function set(): Promise<ErrorCode | undefined> {
      const result: Result<{ readonly id: string }> = await updateLoginProfile({ userName: 'alice', secretId: 'a' });
      return result.success ? undefined : result.error.code;
    }
    // @ts-expect-error not one of the codes
    export const wrong: ErrorCode = 'NOPE';
    // @ts-expect-error the user must be named
    void new LoginProfileClient({ region: 'eu-west-1' }).getLoginProfile({});
  `;
  const DEEP = `
    // @ts-expect-error deep paths are closed
    export type { LoginProfile } from '${NAME}/lib/constructs';
  `;

  test.each([
    { name: 'as CommonJS, resolved as Node 10 does', type: 'commonjs', module: 'commonjs', moduleResolution: 'node10' },
    { name: 'as CommonJS, resolved as Node 16 does', type: 'commonjs', module: 'node16', moduleResolution: 'node16' },
    { name: 'as an ES module, resolved as Node 16 does', type: 'module', module: 'node16', moduleResolution: 'node16' },
    { name: 'for a bundler', type: 'module', module: 'esnext', moduleResolution: 'bundler' },
  ])('$name', async ({ type, module, moduleResolution }) => {
    const project = mkdtempSync(join(dir, 'types-'));
    mkdirSync(project, { recursive: true });
    writeFileSync(join(project, 'package.json'), JSON.stringify({ type }));
    writeFileSync(join(project, 'cdktf.ts'), program('cdktf', NAME));
    writeFileSync(join(project, 'cdktn.ts'), program('cdktn', `${NAME}/cdktn`));
    writeFileSync(join(project, 'aws.ts'), AWS);
    // Node 10 knows no exports and so cannot refuse.
    if (moduleResolution !== 'node10') writeFileSync(join(project, 'deep.ts'), DEEP);
    const compilerOptions = { target: 'es2022', module, moduleResolution, strict: true, noEmit: true, types: [] };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    const { output } = await run(process.execPath, [TSC, '-p', project], { cwd: project, env: process.env });
    expect(output).toBe('');
  });
});
