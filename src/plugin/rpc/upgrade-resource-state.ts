import type { MessageInitShape } from '@bufbuild/protobuf';
import type { Diagnostic } from '../diagnostic';
import type { UpgradeResourceState_Request, UpgradeResourceState_ResponseSchema } from '../generated/tfplugin6_pb';
import type { Resource } from '../provider';
import { decodeRawState } from '../wire/raw-state';
import { WireError } from '../wire/wire-error';
import type { Handler, Handling } from './handling';
import { managedResource } from './lookup';
import { Refusal } from './refusal';
import { checkedDiagnostics, encodeDiagnostics, encodePartialState } from './result';
import { isError } from '../diagnostic';

type Response = MessageInitShape<typeof UpgradeResourceState_ResponseSchema>;
type StoredState = Readonly<Record<string, unknown>>;

/** UpgradeResourceState: asked for every object that Terraform reads from its state, also when nothing is to upgrade. */
export const upgradeResourceState: Handler<UpgradeResourceState_Request, Response> = async (request, handling) => {
  const resource = managedResource(handling);
  const stored = Number(request.version);
  const current = resource.schema.version;
  if (stored > current) throw new Refusal(newerState(handling.subject.typeName, stored, current));
  const state = readable(request.rawState, handling.subject.typeName);
  if (stored < current) return upgrade(resource, stored, state, handling);
  const diagnostics = checkedDiagnostics(resource.checkState?.(state) ?? [], handling.subject);
  if (diagnostics.some(isError)) throw new Refusal(...diagnostics);
  // The text as it came: through native values numbers and values of any type would change.
  return {
    upgradedState: { json: request.rawState?.json ?? new Uint8Array() },
    ...(diagnostics.length > 0 && { diagnostics: encodeDiagnostics(diagnostics) }),
  };
};

function readable(rawState: UpgradeResourceState_Request['rawState'], typeName: string): StoredState {
  try {
    return decodeRawState(rawState);
  } catch (error) {
    if (error instanceof WireError) throw new Refusal(damagedState(typeName, error));
    throw error;
  }
}

async function upgrade(resource: Resource, version: number, state: StoredState, handling: Handling): Promise<Response> {
  const { subject } = handling;
  if (resource.upgrade === undefined) throw new Refusal(noUpgrade(subject.typeName, version));
  const result = await resource.upgrade(version, state);
  const diagnostics = checkedDiagnostics(result.diagnostics, subject);
  if (diagnostics.some(isError)) throw new Refusal(...diagnostics);
  return {
    upgradedState: encodePartialState(result.state, resource.schema, subject),
    diagnostics: encodeDiagnostics(diagnostics),
  };
}

const newerState = (typeName: string, stored: number, current: number): Diagnostic => ({
  severity: 'error',
  summary: 'State was written by a newer provider',
  detail:
    `The state of this ${typeName} has schema version ${stored}, and this provider knows versions up to ${current}. ` +
    'Use the provider version that wrote it, or a later one.',
});

const damagedState = (typeName: string, error: WireError): Diagnostic => ({
  severity: 'error',
  summary: 'Stored state cannot be read',
  detail:
    `The state of this ${typeName} is damaged: ${error.message}. ` +
    'Restore the state from its backup, or remove the object with terraform state rm and import it again.',
});

const noUpgrade = (typeName: string, stored: number): Diagnostic => ({
  severity: 'error',
  summary: 'State is too old for this provider',
  detail:
    `The state of this ${typeName} has schema version ${stored}, which this provider no longer upgrades. ` +
    'Apply once with an earlier version of the provider, or remove the object with terraform state rm and import it again.',
});
