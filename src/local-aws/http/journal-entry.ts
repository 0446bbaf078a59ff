import type { JournalEntry } from '../journal';
import { wireName } from '../model/shapes';
import type { ServiceCall } from './routing';
import { visibleInput } from './visible-input';

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

const byWireName = (input: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(input).map(([member, value]) => [wireName(member), value]));

/** A new entry for a call, before anything is known of its outcome. */
export const journalEntry = (
  call: ServiceCall,
  { accessKeyId, region }: { readonly accessKeyId?: string; readonly region?: string },
  { at, requestId }: { readonly at: Date; readonly requestId: string },
): JournalEntry => {
  const { input } = call.decoded;
  const flag = input.passwordResetRequired;
  const optional = {
    userName: text(input.userName),
    secretId: text(input.secretId),
    versionId: text(input.versionId) ?? text(input.clientRequestToken),
    versionStage: text(input.versionStage),
    passwordResetRequired: typeof flag === 'boolean' ? flag : undefined,
    accessKeyId,
    region,
  };
  return {
    operation: `${call.service.name}:${call.operationName}`,
    parameters: byWireName(visibleInput(call)),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    passwordGiven: [input.password, input.oldPassword, input.newPassword].some((password) => password !== undefined),
    secretValueGiven: input.secretString !== undefined || input.secretBinary !== undefined,
    at,
    requestId,
  };
};
