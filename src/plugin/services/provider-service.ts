import type { Provider as ProviderService } from '../generated/tfplugin6_pb';
import { applyResourceChange } from '../rpc/apply-resource-change';
import { configureProvider, validateProviderConfig } from '../rpc/configure-provider';
import { getMetadata, getProviderSchema } from '../rpc/get-provider-schema';
import { handled, type Served } from '../rpc/handling';
import { importResourceState } from '../rpc/import-resource-state';
import { moveResourceState } from '../rpc/move-resource-state';
import { planResourceChange } from '../rpc/plan-resource-change';
import { readDataSource } from '../rpc/read-data-source';
import { readResource } from '../rpc/read-resource';
import { upgradeResourceState } from '../rpc/upgrade-resource-state';
import { validateDataResourceConfig, validateResourceConfig } from '../rpc/validate-resource-config';
import type { Implementation } from './grpc-routes';

/**
 * `tfplugin6.Provider`. What is left out (ephemeral resources, identities, list resources, actions) is answered with
 * UNIMPLEMENTED, as the protocol wants of a provider whose schema declares none.
 */
export const providerService = (served: Served): Implementation<typeof ProviderService> => ({
  getMetadata: handled(served, 'GetMetadata', getMetadata),
  getProviderSchema: handled(served, 'GetProviderSchema', getProviderSchema),
  validateProviderConfig: handled(served, 'ValidateProviderConfig', validateProviderConfig),
  configureProvider: handled(served, 'ConfigureProvider', configureProvider),
  validateResourceConfig: handled(served, 'ValidateResourceConfig', validateResourceConfig),
  validateDataResourceConfig: handled(served, 'ValidateDataResourceConfig', validateDataResourceConfig),
  upgradeResourceState: handled(served, 'UpgradeResourceState', upgradeResourceState),
  readResource: handled(served, 'ReadResource', readResource),
  planResourceChange: handled(served, 'PlanResourceChange', planResourceChange),
  applyResourceChange: handled(served, 'ApplyResourceChange', applyResourceChange),
  importResourceState: handled(served, 'ImportResourceState', importResourceState),
  moveResourceState: handled(served, 'MoveResourceState', moveResourceState),
  readDataSource: handled(served, 'ReadDataSource', readDataSource),
  // Asked by Terraform 1.12 and OpenTofu 1.12 after the schema: there are no identities.
  getResourceIdentitySchemas: async () => ({}),
  // Asked by OpenTofu 1.7 and later: there are no functions.
  getFunctions: async () => ({}),
  callFunction: async ({ name }) => ({ error: { text: `The provider has no function "${name}".` } }),
  stopProvider: async () => {
    served.log.log('info', 'Terraform asks to stop: running calls are aborted');
    served.calls.abort();
    return {};
  },
});
