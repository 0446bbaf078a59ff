/**
 * A program that synthesizes: `synth-program KIND COUNT FOLDER LIBRARY`, the last the folder of the built constructs.
 * Prints as JSON what it took after everything was loaded, in seconds.
 */
import { performance } from 'node:perf_hooks';
import { App, TerraformResource, TerraformStack } from 'cdktf';
import { secretName, userName } from './names';

type Fill = (stack: TerraformStack, count: number) => void;

function constructs(library: string): Fill {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- as a user gets them, while their types are in src
  const { LoginProfile, SecretPassword } = require(library) as typeof import('../../src');
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
function awsRoot(library: string): Fill {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loading it is what is measured
  require('@cdktf/provider-aws');
  return constructs(library);
}

const KINDS: Readonly<Partial<Record<string, (library: string) => Fill>>> = { constructs, bare, 'aws-root': awsRoot };

function main([kind, count, outdir, library]: readonly string[]): void {
  const fill = KINDS[kind]?.(library);
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
