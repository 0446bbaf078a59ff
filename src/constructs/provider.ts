import { TerraformProvider, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { IamProvider as ProviderBinding, type IamProviderConfig } from './bindings/provider';
import { deliverAtSynth } from './delivery';
import { elementsOf } from './stack-elements';

/** Public, like every construct id: it is part of the path in error messages. */
const DEFAULT_PROVIDER_ID = 'default-iam-provider';

/** Saves looking through a stack again for each of a thousand login profiles. */
const defaultProviders = new WeakMap<TerraformStack, IamProvider>();

/** Another copy of this package makes providers of another class, so the type's name decides. */
const isIamProvider = (x: unknown): x is IamProvider =>
  TerraformProvider.isTerraformProvider(x) && x.terraformResourceType === ProviderBinding.tfResourceType;

const iamProvidersOf = (stack: TerraformStack): IamProvider[] => [...elementsOf(stack)].filter(isIamProvider);

/** The program can give a provider an alias after it was made, or remove it. */
const isDefault = ({ alias, node }: IamProvider): boolean =>
  alias === undefined && node.scope?.node.tryFindChild(node.id) !== undefined;

/** Terraform refuses two provider blocks with the same alias, or two without one, only at init. */
function duplicateProblems(provider: IamProvider): string[] {
  const { alias } = provider;
  const first = iamProvidersOf(TerraformStack.of(provider)).find((other) => other.alias === alias);
  if (first === undefined || first === provider) return [];
  const kind = alias === undefined ? 'IamProvider without an alias' : `IamProvider with the alias "${alias}"`;
  return [`The stack already has an ${kind}: ${first.node.path}. Give one of them an alias of its own, or remove it.`];
}

/**
 * The provider block `provider "iam"` of a stack. Its settings have the AWS provider's names and meanings; without
 * any it uses the environment, as the AWS CLI does.
 *
 * At synth it brings the provider along: the plugin for linux and darwin, amd64 and arm64, below
 * `terraform.d/plugins` of the stack's folder, and its entry in `.terraform.lock.hcl`. So neither Terraform nor the
 * CDKTF CLI needs any configuration; the machine that deploys needs Node 20.12 or later.
 *
 * A {@link LoginProfile} without `provider` uses the stack's `IamProvider` without an alias and makes one where there
 * is none, so this class is only needed for settings.
 *
 * ```ts
 * new IamProvider(this, 'iam', { region: 'eu-west-1' });
 * const audit = new IamProvider(this, 'iam-audit', { alias: 'audit', profile: 'audit-account' });
 * new LoginProfile(this, 'alice', { user: 'alice', password, provider: audit });
 * ```
 *
 * Synth fails where two of a stack have the same alias, or both none.
 * @see https://developer.hashicorp.com/terraform/language/providers/configuration
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs#provider-configuration
 */
export class IamProvider extends ProviderBinding {
  /**
   * @param scope where the provider block stands; the stack above it is what counts
   * @param id construct id, unique below the scope
   * @param config settings; credentials are better left to the environment than written here
   */
  constructor(scope: Construct, id: string, config: IamProviderConfig = {}) {
    super(scope, id, config);
    const stack = TerraformStack.of(this);
    if (this.alias === undefined && id !== DEFAULT_PROVIDER_ID) {
      // Nothing refers to the one that was made for want of another, so the program's own takes its place.
      stack.node.tryRemoveChild(DEFAULT_PROVIDER_ID);
    }
    this.node.addValidation({ validate: () => duplicateProblems(this) });
    deliverAtSynth(this, () => iamProvidersOf(stack)[0] === this);
  }

  /**
   * The `IamProvider` without an alias of the scope's stack; made, without settings, where there is none. One that the
   * program makes later takes the place of the made one.
   */
  static of(scope: Construct): IamProvider {
    const stack = TerraformStack.of(scope);
    const known = defaultProviders.get(stack);
    if (known && isDefault(known)) return known;
    const found = iamProvidersOf(stack).find(isDefault) ?? new IamProvider(stack, DEFAULT_PROVIDER_ID);
    defaultProviders.set(stack, found);
    return found;
  }
}
