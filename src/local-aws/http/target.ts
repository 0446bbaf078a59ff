import { accountOfArn } from '../account-scope';
import type { Accounts } from '../accounts';
import type { Identity } from '../identity';
import { checkOtherAccount } from '../secrets-manager/cross-account';
import type { ServiceCall } from './routing';

/**
 * Where a call acts: in the caller's account, or, for a secret named by the ARN of another account, in that one.
 * @throws ServiceError where that account does not let the caller in.
 */
export const callInItsAccount = (
  call: ServiceCall,
  { accounts, caller, region }: { accounts: Accounts; caller: Identity; region: string },
): ServiceCall => {
  const { secretId } = call.decoded.input;
  const owner = typeof secretId === 'string' ? accountOfArn(secretId) : undefined;
  if (call.service.name !== 'secretsmanager' || typeof secretId !== 'string') return call;
  if (owner === undefined || owner === caller.accountId) return call;
  const store = accounts.get(owner);
  const operation = `secretsmanager:${call.operationName}`;
  checkOtherAccount(store.secretsManager(region).secrets, secretId, caller, operation);
  const service = store.services(region).secretsManager;
  return { ...call, service, operation: service.operations[call.operationName] };
};
