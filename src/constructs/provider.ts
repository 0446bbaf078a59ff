import { TerraformProvider, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { type Arguments, findAwsProvider, isAwsProvider, settingsSharedWith } from './aws-provider';
import { IamProvider as ProviderBinding, type IamProviderConfig } from './bindings/provider';
import { deliverAtSynth } from './delivery';
import { withBlocksInForm } from './provider-blocks';
import { elementsOf } from './stack-elements';

/** Public, like every construct id: they are part of the path in error messages. */
const DEFAULT_PROVIDER_ID = 'default-iam-provider';
const FROM_AWS_PROVIDER_ID = 'iam-provider-of';

/** Saves looking through a stack again for each of a thousand login profiles. */
const defaultProviders = new WeakMap<TerraformStack, IamProvider>();
/** The providers that were made for want of one of the program's own, by the alias they serve. */
const madeProviders = new WeakMap<TerraformStack, Map<string | undefined, IamProvider>>();
/** Where a provider takes the settings from that it was not given itself; looked up when it is written. */
const sources = new WeakMap<IamProvider, () => TerraformProvider | undefined>();

/** Another copy of this package makes providers of another class, so the type's name decides. */
const isIamProvider = (x: unknown): x is IamProvider =>
  TerraformProvider.isTerraformProvider(x) && x.terraformResourceType === ProviderBinding.tfResourceType;

const iamProvidersOf = (stack: TerraformStack): IamProvider[] => [...elementsOf(stack)].filter(isIamProvider);

const isInTree = ({ node }: IamProvider): boolean => node.scope?.node.tryFindChild(node.id) !== undefined;

/** The program can give a provider an alias after it was made, or remove it. */
const serves = (provider: IamProvider, alias: string | undefined): boolean =>
  provider.alias === alias && isInTree(provider);

/** Terraform refuses two provider blocks with the same alias, or two without one, only at init. */
function duplicateProblems(provider: IamProvider): string[] {
  const { alias } = provider;
  const first = iamProvidersOf(TerraformStack.of(provider)).find((other) => other.alias === alias);
  if (first === undefined || first === provider) return [];
  const kind = alias === undefined ? 'IamProvider without an alias' : `IamProvider with the alias "${alias}"`;
  return [`The stack already has an ${kind}: ${first.node.path}. Give one of them an alias of its own, or remove it.`];
}

/** Nothing but its alias refers to a made provider, so the program's own takes its place. */
function takePlaceOfMade(stack: TerraformStack, alias: string | undefined): void {
  const made = madeProviders.get(stack)?.get(alias);
  if (made !== undefined && serves(made, alias)) stack.node.tryRemoveChild(made.node.id);
}

/**
 * Makes the provider of an alias, for want of one of the program's own.
 * @param source where its settings come from
 */
function makeProvider(stack: TerraformStack, alias: string | undefined, source: () => TerraformProvider | undefined) {
  const id = alias === undefined ? DEFAULT_PROVIDER_ID : `${DEFAULT_PROVIDER_ID}-${alias}`;
  const made = new IamProvider(stack, id, alias === undefined ? {} : { alias });
  sources.set(made, source);
  const ofStack = madeProviders.get(stack) ?? new Map<string | undefined, IamProvider>();
  madeProviders.set(stack, ofStack.set(alias, made));
  return made;
}

/**
 * The provider block `provider "iam"` of a stack. Its settings have the AWS provider's names and meanings; without
 * any it uses the environment, as the AWS CLI does.
 *
 * Seldom needed: a {@link LoginProfile} finds the stack's `IamProvider`, and where there is none makes one with the
 * settings of the stack's `AwsProvider`. Of several AWS providers it takes the one that its user, or else its secret,
 * was made with: one `IamProvider` per alias, with the same alias.
 *
 * At synth it brings the provider along: the plugin for linux and darwin, amd64 and arm64, below
 * `terraform.d/plugins` of the stack's folder, and its entry in `.terraform.lock.hcl`. So neither Terraform nor the
 * CDKTF CLI needs any configuration; the machine that deploys needs Node 20.12 or later.
 *
 * ```ts
 * new IamProvider(this, 'iam', { region: 'eu-west-1' });
 * const audit = new IamProvider(this, 'iam-audit', { alias: 'audit', profile: 'audit-account' });
 * new LoginProfile(this, 'alice', { user: 'alice', password, provider: audit });
 * ```
 *
 * Synth fails where two of a stack have the same alias, or both none.
 * @see https://developer.hashicorp.com/terraform/language/providers/configuration
 */
export class IamProvider extends ProviderBinding {
  /**
   * @param scope where the provider block stands; the stack above it is what counts
   * @param id construct id, unique below the scope
   * @param config settings, all of them: nothing is copied from an AWS provider. Credentials are better left to the
   *   environment than written here
   */
  constructor(scope: Construct, id: string, config: IamProviderConfig = {}) {
    super(scope, id, withBlocksInForm(config));
    const stack = TerraformStack.of(this);
    takePlaceOfMade(stack, this.alias);
    this.node.addValidation({ validate: () => duplicateProblems(this) });
    deliverAtSynth(this, () => iamProvidersOf(stack)[0] === this);
  }

  /**
   * The `IamProvider` without an alias of the scope's stack. Where there is none it is made, with the settings of the
   * stack's `AwsProvider` without an alias, if any. One that the program makes later takes the place of the made one.
   */
  static of(scope: Construct): IamProvider {
    const stack = TerraformStack.of(scope);
    const known = defaultProviders.get(stack);
    if (known && serves(known, undefined)) return known;
    const found =
      iamProvidersOf(stack).find((provider) => serves(provider, undefined)) ??
      makeProvider(stack, undefined, () => findAwsProvider(stack, undefined));
    defaultProviders.set(stack, found);
    return found;
  }

  /**
   * An `IamProvider` in the stack of an AWS provider, with its alias and with those of its settings that
   * `IamProvider` has too. They are read when the stack is synthesized, so later changes and overrides of the AWS
   * provider count, and references stay references.
   *
   * Without overrides it is the one that login profiles of this AWS provider's users find by themselves.
   *
   * ```ts
   * const iam = IamProvider.fromAwsProvider(aws, { maxRetries: 20 });
   * ```
   * @param aws an `AwsProvider` of any copy or version of the AWS bindings
   * @param overrides settings that are not to be copied but to be these
   * @throws TypeError where `aws` is no AWS provider
   */
  static fromAwsProvider(aws: TerraformProvider, overrides?: IamProviderConfig): IamProvider {
    if (!isAwsProvider(aws)) {
      throw new TypeError(
        'IamProvider.fromAwsProvider: expected an AwsProvider. For other settings: new IamProvider(…).',
      );
    }
    if (overrides === undefined) return iamProviderFor(TerraformStack.of(aws), aws);
    const alias = overrides.alias ?? aws.alias;
    const own = new IamProvider(TerraformStack.of(aws), `${FROM_AWS_PROVIDER_ID}-${aws.node.id}`, {
      ...overrides,
      ...(alias !== undefined && { alias }),
    });
    sources.set(own, () => aws);
    return own;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return this.#withShared(super.synthesizeAttributes(), 'json');
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    return this.#withShared(super.synthesizeHclAttributes(), 'hcl');
  }

  /** What this block was given itself wins. */
  #withShared(own: Arguments, form: 'json' | 'hcl'): Record<string, unknown> {
    const aws = sources.get(this)?.();
    if (aws === undefined) return { ...own };
    const known = Object.keys(super.synthesizeAttributes());
    const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
    return { ...settingsSharedWith(aws, known, form), ...given };
  }
}

/**
 * The `IamProvider` for objects of an AWS provider: in the scope's stack, with that provider's alias.
 * @throws Error where the AWS provider has an alias and is of another stack, and this one has none of that alias
 */
export function iamProviderFor(scope: Construct, aws: TerraformProvider | undefined): IamProvider {
  if (aws?.alias === undefined) return IamProvider.of(scope);
  const { alias } = aws;
  const stack = TerraformStack.of(scope);
  const found = iamProvidersOf(stack).find((provider) => serves(provider, alias));
  if (found !== undefined) return found;
  const source = TerraformStack.of(aws) === stack ? aws : findAwsProvider(stack, alias);
  if (source !== undefined) return makeProvider(stack, alias, () => source);
  throw new Error(
    `${scope.node.path}: the user or the secret belongs to the AWS provider "${alias}" of the stack ` +
      `${TerraformStack.of(aws).node.path}, and ${stack.node.path} has no provider of that alias. Make an AwsProvider ` +
      `or an IamProvider with the alias "${alias}" there first, or pass provider: new IamProvider(…).`,
  );
}
