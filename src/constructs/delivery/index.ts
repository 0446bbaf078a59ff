/** Writes the provider into the folder of each stack that uses it, so that `terraform init` needs no configuration. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import {
  type ISynthesisSession,
  TerraformDataSource,
  TerraformElement,
  type TerraformProvider,
  TerraformResource,
  TerraformStack,
} from 'cdktf';
import { elementsOf } from '../stack-elements';
import { type BuiltProvider, readBuiltProvider } from './built-provider';
import { editLockFile, providerAddress, type RequiredProvider } from './lock-file';
import { writePluginFolder } from './plugin-folder';
import { writeFileIfChanged } from './write-file';

/** CDKTF calls `onSynthesize` of what stands here after aspects and validations; its own assets use the same hook. */
const CUSTOM_SYNTHESIS = Symbol.for('cdktf/customSynthesis');

interface TerraformConfig {
  readonly terraform?: { readonly required_providers?: Record<string, Partial<RequiredProvider>> };
}

/**
 * The parts of the stack's configuration that can require a provider, overrides last. `stack.toTerraform()` has them
 * too, but writes out every resource once more, a third of the time of a whole synth.
 */
function configParts(stack: TerraformStack): TerraformConfig[] {
  const elements = [...elementsOf(stack)].filter(
    (element): element is TerraformElement =>
      TerraformElement.isTerraformElement(element) &&
      !TerraformResource.isTerraformResource(element) &&
      !TerraformDataSource.isTerraformDataSource(element),
  );
  const { rawOverrides = {} } = stack as unknown as { readonly rawOverrides?: TerraformConfig };
  return [...elements.map((element) => element.toTerraform() as TerraformConfig), rawOverrides];
}

function requiredProviders(stack: TerraformStack): RequiredProvider[] {
  const required = new Map<string, Partial<RequiredProvider>>();
  for (const { terraform } of configParts(stack)) {
    for (const [name, entry] of Object.entries(terraform?.required_providers ?? {})) {
      required.set(name, { ...required.get(name), ...entry });
    }
  }
  return Array.from(required, ([name, { source, version }]) => ({
    source: providerAddress(source ?? name),
    ...(version !== undefined && { version }),
  }));
}

function writeLockFile(stack: TerraformStack, folder: string, provider: BuiltProvider): void {
  const file = path.join(folder, '.terraform.lock.hcl');
  const current = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  writeFileIfChanged(file, editLockFile(current, provider, requiredProviders(stack)));
}

/** The bindings ask for an exact version; another one in the folder would only fail later, at `terraform init`. */
function assertSameVersion(provider: TerraformProvider, built: BuiltProvider): void {
  const wanted = provider.terraformGeneratorMetadata?.providerVersion;
  if (wanted === built.version) return;
  throw new Error(
    `The built provider has version ${built.version}, the constructs ask for ${String(wanted)}: ` +
      'run `npm run build` and `npm run generate`.',
  );
}

function deliver(provider: TerraformProvider, session: ISynthesisSession): void {
  // Not the session's stack: a parent stack calls the hooks of its nested stacks too, before their folders exist.
  const stack = TerraformStack.of(provider);
  const folder = path.join(session.outdir, session.manifest.forStack(stack).workingDirectory);
  const built = readBuiltProvider();
  assertSameVersion(provider, built);
  writePluginFolder(folder, built);
  writeLockFile(stack, folder, built);
}

/**
 * Makes synth deliver the built provider into the folder of the construct's stack, as long as `isDue` says so.
 * `Testing.synth` and `Testing.synthScope` write no files and deliver nothing.
 */
export function deliverAtSynth(provider: TerraformProvider, isDue: () => boolean): void {
  const onSynthesize = (session: ISynthesisSession): void => {
    if (isDue()) deliver(provider, session);
  };
  Object.defineProperty(provider, CUSTOM_SYNTHESIS, { value: { onSynthesize } });
}
