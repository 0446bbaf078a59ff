import * as fs from 'node:fs';
import * as path from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Annotations, App, TerraformStack, Testing } from 'cdktf';
import { IamProvider, LoginProfile, SecretPassword } from '../../src';
import { builtProviderLocation } from '../../src/constructs/delivery/built-provider';
import { filesIn, newApp, newStack, restore, temporaryFolder, useBuiltProvider } from './fixtures';

const PLUGINS = 'terraform.d/plugins/cdktf.internal/login-profile/iam';
const ZIPS = ['darwin_amd64', 'darwin_arm64', 'linux_amd64', 'linux_arm64'].map(
  (platform) => `${PLUGINS}/terraform-provider-iam_0.1.0_${platform}.zip`,
);
const LOCK_FILE = '.terraform.lock.hcl';

const addLogin = (stack: TerraformStack) =>
  new LoginProfile(stack, 'alice', { user: 'alice', password: SecretPassword.fromSecret('console/alice') });
const stackFolder = (outdir: string, id = 'stack') => path.join(outdir, 'stacks', id);

/** One run of a program into `outdir`, as `cdktf synth` does it. */
function synthApp(outdir: string, build: (app: App) => void): void {
  const app = newApp(outdir);
  build(app);
  app.synth();
}

const oneStack = (fill: (stack: TerraformStack) => void) => (app: App) => fill(newStack('stack', app));

beforeEach(() => {
  useBuiltProvider();
});
afterAll(restore);

describe('a synthesized stack folder', () => {
  test('holds the provider for four platforms and its lock entry', () => {
    const stack = newStack();
    addLogin(stack);
    const files = filesIn(stackFolder(Testing.fullSynth(stack)));
    expect(Object.keys(files)).toEqual([LOCK_FILE, 'cdk.tf.json', ...ZIPS].sort());
    expect(ZIPS.map((zip) => files[zip])).toEqual(ZIPS.map(() => 'a zip'));
    expect(files[LOCK_FILE]).toBe(`# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "cdktf.internal/login-profile/iam" {
  version     = "0.1.0"
  constraints = "0.1.0"
  hashes = [
    "h1:aGFzaA==",
  ]
}
`);
  });

  test('gets nothing where the stack uses no IamProvider', () => {
    const outdir = temporaryFolder();
    synthApp(outdir, (app) => {
      newStack('empty', app);
      addLogin(newStack('stack', app));
    });
    expect(Object.keys(filesIn(stackFolder(outdir, 'empty')))).toEqual(['cdk.tf.json']);
  });

  test('is served for each stack, nested ones too', () => {
    const outdir = temporaryFolder();
    synthApp(outdir, (app) => {
      const outer = newStack('outer', app);
      for (const stack of [outer, newStack('other', app), new TerraformStack(outer, 'inner')]) addLogin(stack);
    });
    for (const id of ['outer', 'other', 'inner']) {
      expect(Object.keys(filesIn(stackFolder(outdir, id)))).toEqual(expect.arrayContaining([LOCK_FILE, ...ZIPS]));
    }
  });

  test('is served once for several providers', () => {
    const stack = newStack();
    for (const alias of ['one', 'two']) new IamProvider(stack, alias, { alias });
    expect(Object.keys(filesIn(stackFolder(Testing.fullSynth(stack))))).toEqual(expect.arrayContaining(ZIPS));
  });

  test('is served for HCL output too', () => {
    const outdir = temporaryFolder();
    process.env.SYNTH_HCL_OUTPUT = 'true';
    try {
      synthApp(outdir, oneStack(addLogin));
    } finally {
      delete process.env.SYNTH_HCL_OUTPUT;
    }
    expect(Object.keys(filesIn(stackFolder(outdir)))).toEqual(expect.arrayContaining(['cdk.tf', LOCK_FILE, ...ZIPS]));
  });

  test('lists other providers for the CDKTF CLI, overrides included', () => {
    const stack = newStack();
    addLogin(stack);
    new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
    stack.addOverride('terraform.required_providers.github', { source: 'integrations/github', version: '~> 6.0' });
    const lock = filesIn(stackFolder(Testing.fullSynth(stack)))[LOCK_FILE];
    expect(lock).toContain(`/* for the CDKTF CLI only; not a selection
provider "registry.terraform.io/hashicorp/aws" {
  constraints = ">= 0"
}
provider "registry.terraform.io/integrations/github" {
  constraints = ">= 0"
}
*/
`);
  });
});

describe('a repeated synth', () => {
  const times = (folder: string) =>
    Object.fromEntries(
      [LOCK_FILE, ...ZIPS].map((file) => [file, fs.statSync(path.join(folder, file), { bigint: true }).mtimeNs]),
    );

  test('touches no file of the delivery', () => {
    const outdir = temporaryFolder();
    const program = oneStack((stack) => {
      addLogin(stack);
      new AwsProvider(stack, 'aws');
    });
    synthApp(outdir, program);
    const before = times(stackFolder(outdir));
    synthApp(outdir, program);
    expect(times(stackFolder(outdir))).toEqual(before);
  });

  test('brings a rebuilt provider of the same version', () => {
    const outdir = temporaryFolder();
    synthApp(outdir, oneStack(addLogin));
    useBuiltProvider({ zip: 'another zip', h1: 'h1:b3RoZXI=' });
    synthApp(outdir, oneStack(addLogin));
    const files = filesIn(stackFolder(outdir));
    expect(ZIPS.map((zip) => files[zip])).toEqual(ZIPS.map(() => 'another zip'));
    expect(files[LOCK_FILE]).toContain('"h1:b3RoZXI="');
    expect(files[LOCK_FILE]).not.toContain('h1:aGFzaA==');
  });

  test('removes other versions, and nothing of other plugins', () => {
    const outdir = temporaryFolder();
    const folder = stackFolder(outdir);
    const put = (file: string) => {
      fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      fs.writeFileSync(path.join(folder, file), 'there before');
    };
    const neighbour = 'terraform.d/plugins/cdktf.internal/other/thing/terraform-provider-thing_1.0.0_linux_amd64.zip';
    put(`${PLUGINS}/terraform-provider-iam_0.2.0_linux_amd64.zip`);
    put(`${PLUGINS}/0.0.9/linux_amd64/terraform-provider-iam`);
    put(neighbour);
    synthApp(outdir, oneStack(addLogin));
    expect(Object.keys(filesIn(path.join(folder, 'terraform.d')))).toEqual(
      [...ZIPS, neighbour].map((file) => path.relative('terraform.d', file)).sort(),
    );
  });

  test.each([
    { name: 'keeps', locked: '6.25.0', expected: true },
    { name: 'drops', locked: '5.0.0', expected: false },
  ])("$name another provider's locked version $locked", ({ locked, expected }) => {
    const outdir = temporaryFolder();
    const file = path.join(stackFolder(outdir), LOCK_FILE);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, `provider "registry.terraform.io/hashicorp/aws" {\n  version = "${locked}"\n}\n`);
    synthApp(
      outdir,
      oneStack((stack) => {
        addLogin(stack);
        new AwsProvider(stack, 'aws');
        stack.addOverride('terraform.required_providers.aws.version', '~> 6.0');
      }),
    );
    expect(fs.readFileSync(file, 'utf8').includes(`version = "${locked}"`)).toBe(expected);
  });
});

describe('a program that must not deliver', () => {
  test('writes nothing with Testing.synth, and needs no built provider', () => {
    builtProviderLocation.folder = path.join(temporaryFolder(), 'missing');
    const stack = newStack();
    addLogin(stack);
    expect(() => Testing.synth(stack, true)).not.toThrow();
  });

  test('says how to get a provider that was not built or not bundled', () => {
    const folder = path.join(temporaryFolder(), 'missing');
    builtProviderLocation.folder = folder;
    const stack = newStack();
    addLogin(stack);
    expect(() => Testing.fullSynth(stack)).toThrow(
      `The Terraform provider of cdktf-iam-login-profile cannot be read from ${folder}. ` +
        'In a checkout of the project: run `npm run build`. In a program that is bundled into one file: keep ' +
        'cdktf-iam-login-profile external to the bundle, since synth copies the provider from its folder.',
    );
  });

  test('refuses a built provider of another version than the bindings ask for', () => {
    useBuiltProvider({ version: '0.2.0' });
    const stack = newStack();
    addLogin(stack);
    expect(() => Testing.fullSynth(stack)).toThrow(
      'The built provider has version 0.2.0, the constructs ask for 0.1.0: run `npm run build` and `npm run generate`.',
    );
  });

  test('leaves CDKTF’s own checks in place', () => {
    const stack = newStack();
    Annotations.of(addLogin(stack)).addError('not today');
    expect(() => Testing.fullSynth(stack)).toThrow('[stack/alice] not today');
  });
});
