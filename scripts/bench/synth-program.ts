/**
 * A program that synthesizes: `synth-program KIND COUNT FOLDER`. Prints as JSON what it took after everything was
 * loaded, in seconds.
 */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { App, TerraformResource, TerraformStack } from 'cdktf';
import { secretName, userName } from './names';

/** As a user gets them. */
const LIBRARY = join(__dirname, '..', '..', 'lib');

type Fill = (stack: TerraformStack, count: number) => void;

function constructs(): Fill {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- made by the build, so that its types come from src
  const { LoginProfile, SecretPassword } = require(LIBRARY) as typeof import('../../src');
  return (stack, count) => {
    for (let index = 0; index < count; index += 1) {
      const password = SecretPassword.fromSecret(secretName(index));
      new LoginProfile(stack, userName(index), { user: userName(index), password });
    }
  };
}

/** The same JSON without any help. */
const bare = (): Fill => (stack, count) => {
  for (let index = 0; index < count; index += 1) {
    const resource = new TerraformResource(stack, userName(index), { terraformResourceType: 'iam_login_profile' });
    resource.addOverride('user_name', userName(index));
    resource.addOverride('secret_id', secretName(index));
  }
};

/** What a program pays that takes the AWS bindings from their root, as many examples do. */
function awsRoot(): Fill {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loading it is what is measured
  require('@cdktf/provider-aws');
  return constructs();
}

const KINDS: Readonly<Partial<Record<string, () => Fill>>> = { constructs, bare, 'aws-root': awsRoot };

function main([kind, count, outdir]: readonly string[]): void {
  const fill = KINDS[kind]?.();
  if (fill === undefined) throw new Error(`There is no program "${kind}".`);
  const startedMs = performance.now();
  const used = process.cpuUsage();
  const app = new App({ outdir });
  fill(new TerraformStack(app, 'stack'), Number(count));
  app.synth();
  const { user, system } = process.cpuUsage(used);
  const took = { wallSeconds: (performance.now() - startedMs) / 1000, cpuSeconds: (user + system) / 1e6 };
  process.stdout.write(`${JSON.stringify(took)}\n`);
}

main(process.argv.slice(2));
