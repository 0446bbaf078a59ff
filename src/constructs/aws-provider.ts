/** The AWS provider of a stack: how it is found, and which of its settings are ours too. */
import { TerraformProvider, TerraformStack } from 'cdktf';
import { iamProviderEndpointsToTerraform } from './bindings/provider';
import { elementsOf } from './stack-elements';

/** Arguments of a provider block as they are written, by Terraform's names. */
export type Arguments = Readonly<Record<string, unknown>>;

/** By its name, never by its class: other versions and copies of the AWS bindings are AWS providers too. */
export const isAwsProvider = (x: unknown): x is TerraformProvider =>
  TerraformProvider.isTerraformProvider(x) && x.terraformResourceType === 'aws';

/** The AWS provider of the stack itself that has this alias, or that has none. */
export const findAwsProvider = (stack: TerraformStack, alias: string | undefined): TerraformProvider | undefined =>
  [...elementsOf(stack)].filter(isAwsProvider).find((provider) => provider.alias === alias);

/** The AWS provider that an object names for itself, such as an `IamUser` made with `provider`. */
export function explicitAwsProvider(object: unknown): TerraformProvider | undefined {
  if (typeof object !== 'object' || object === null || !('provider' in object)) return undefined;
  return isAwsProvider(object.provider) ? object.provider : undefined;
}

/**
 * The settings of an AWS provider that our provider block has as well: same name, same meaning. Taken as the AWS
 * provider writes them, so tokens stay references, and overrides and later changes count.
 * @param known names of our own arguments
 */
export function settingsSharedWith(aws: TerraformProvider, known: readonly string[], form: 'json' | 'hcl'): Arguments {
  const { provider } = (form === 'json' ? aws.toTerraform() : aws.toHclTerraform()) as WrittenProvider;
  const [written] = provider.aws;
  const names = known.filter((name) => name !== 'alias');
  const { endpoints, ...settings } = pick(written, names);
  const blocks = ourEndpoints(endpoints);
  const dynamic = pick((written.dynamic ?? {}) as Arguments, names);
  return {
    ...settings,
    // Where the AWS provider has one for each, this is the one for AWS.
    ...(written.https_proxy !== undefined && { http_proxy: written.https_proxy }),
    ...(blocks !== undefined && { endpoints: blocks }),
    ...(Object.keys(dynamic).length > 0 && { dynamic }),
  };
}

interface WrittenProvider {
  readonly provider: { readonly aws: readonly [Arguments] };
}

const pick = (from: Arguments, names: readonly string[]): Arguments =>
  Object.fromEntries(names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]));

const ENDPOINTS = Object.keys(iamProviderEndpointsToTerraform({}) as object);

/** Only the services that we call: Terraform refuses what a block does not know. */
function ourEndpoints(endpoints: unknown): unknown {
  if (Array.isArray(endpoints)) {
    const blocks = endpoints.map((block: Arguments) => pick(block, ENDPOINTS));
    return blocks.some((block) => Object.keys(block).length > 0) ? blocks : undefined;
  }
  if (typeof endpoints !== 'object' || endpoints === null || !('value' in endpoints)) return endpoints;
  // So CDKTF wraps them for HCL.
  const value = ourEndpoints(endpoints.value);
  return value === undefined ? undefined : { ...endpoints, value };
}
