import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { AccountStore } from '../account-store';
import type { Accounts } from '../accounts';
import type { ManagementCall } from '../cloud-trail/event';
import type { Fault, Faults } from '../faults';
import type { Identity } from '../identity';
import type { Journal, JournalEntry } from '../journal';
import type { Service, WireResponse } from '../model/service';
import { AuthenticationError, ServiceError } from '../model/service-error';
import { violations } from '../model/validation';
import type { Secrets } from '../secrets-manager/secrets';
import { authenticate } from './authentication';
import { defaultMessage, type Denied } from './fault-messages';
import { journalEntry } from './journal-entry';
import { type CallOutcome, managementCall } from './management-call';
import { type Reply, replyInstead, replyWith } from './reply';
import type { HttpRequest } from './request';
import { route, type ServiceCall } from './routing';
import { parseAuthorization } from './sigv4';
import { callInItsAccount } from './target';
import { validationError } from './validation-error';

export interface ExchangeParts {
  readonly accounts: Accounts;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly now: () => Date;
  /** Whether a request signed at another time than now is refused. */
  readonly judgesSignatureTime: boolean;
}

/** What the signature claims, before anybody has checked it. */
interface Claim {
  readonly accessKeyId?: string;
  readonly account: AccountStore;
  readonly region: string;
}

interface Outcome extends CallOutcome {
  readonly response: WireResponse;
}

const shifted = (date: Date, ms: number) => new Date(date.getTime() + ms);

/** From a request to a reply: route, note, meet a fault, authenticate, check, act, record. */
export class Exchange {
  readonly #parts: ExchangeParts;

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
  }

  /**
   * @param stopping ends delays when the server stops.
   * @returns the reply and the time the service claims it to be.
   */
  async handle(request: HttpRequest, stopping: AbortSignal): Promise<{ reply: Reply; date: Date }> {
    const { journal, now } = this.#parts;
    const claim = this.#claim(request);
    const call = route(claim.account.services(claim.region), request);
    const entry = journalEntry(call, claim, { at: now(), requestId: randomUUID() });
    journal.append(entry);
    const fault = this.#takeFault(entry, claim);
    if (fault?.kind === 'delay') await wait(fault.ms, undefined, { signal: stopping });
    const instead = replyInstead(fault);
    if (instead !== undefined) {
      if ('response' in instead) entry.status = instead.response.status;
      return { reply: instead, date: now() };
    }
    const clock = shifted(now(), fault?.kind === 'clock-skew' ? fault.ms : 0);
    const outcome = this.#act(call, request, { claim, entry, fault, clock });
    const { response, failure } = outcome;
    Object.assign(entry, { status: response.status, ...(failure && { errorCode: failure.code }) });
    this.#record(managementCall(call, request, entry, { region: claim.region, outcome }), claim);
    return { reply: replyWith(fault, response, entry.requestId), date: clock };
  }

  #claim(request: HttpRequest): Claim {
    const { accessKeyId, region } = parseAuthorization(request.headers.authorization ?? '') ?? {};
    const account = this.#parts.accounts.ofKey(accessKeyId);
    return { ...(accessKeyId && { accessKeyId }), account, region: region ?? account.scope.region };
  }

  #takeFault(entry: JournalEntry, { account, accessKeyId, region }: Claim): Fault | undefined {
    const { faults, accounts } = this.#parts;
    if (faults.size === 0) return undefined;
    const { operation, secretId } = entry;
    const caller = accessKeyId === undefined ? undefined : account.identities.find(accessKeyId);
    const owner = accounts.ofArn(secretId ?? '') ?? account;
    const fault = faults.take({
      operation,
      userName: entry.userName ?? caller?.user?.userName,
      secretIds: secretId === undefined ? [] : namesOfSecret(owner.secretsManager(region).secrets, secretId),
      accessKeyId,
      account: caller?.accountId,
    });
    if (fault !== undefined) entry.fault = fault.kind;
    return fault;
  }

  #act(
    call: ServiceCall,
    request: HttpRequest,
    { claim, entry, fault, clock }: { claim: Claim; entry: JournalEntry; fault: Fault | undefined; clock: Date },
  ): Outcome {
    const { service, operationName } = call;
    let caller: Identity | undefined;
    try {
      caller = this.#authenticate(call, request, { claim, clock });
      if (caller !== undefined) Object.assign(entry, { callerArn: caller.arn, account: caller.accountId });
      if (fault?.kind === 'error') {
        const message = fault.message ?? defaultMessage(fault.code, entry, denied(entry, claim, caller));
        throw new ServiceError(fault.code, message, fault.status);
      }
      const { accounts } = this.#parts;
      const { region } = claim;
      const target = caller === undefined ? call : callInItsAccount(call, { accounts, caller, region });
      const output = perform(target, caller);
      return { caller, output, response: service.protocol.result(service, operationName, output, entry.requestId) };
    } catch (error) {
      return { caller, ...answerError(service, error, entry.requestId) };
    }
  }

  /** An unsigned call belongs to the account of the role that it takes. */
  #record(call: ManagementCall | undefined, { account, accessKeyId }: Claim): void {
    if (call === undefined) return;
    const { roleArn } = call.requestParameters;
    const target = typeof roleArn === 'string' ? this.#parts.accounts.ofArn(roleArn) : undefined;
    const recipient = accessKeyId === undefined ? (target ?? account) : account;
    recipient.cloudTrail.record(call);
  }

  #authenticate(
    { service, operation }: ServiceCall,
    request: HttpRequest,
    { claim, clock }: { claim: Claim; clock: Date },
  ): Identity | undefined {
    if (operation?.signed === false) return undefined;
    const time = { now: clock, judgesSignatures: this.#parts.judgesSignatureTime };
    return authenticate(request, service.name, claim.account.identities, time);
  }
}

/** Every name of a secret; the one given alone where there is no such secret. */
const namesOfSecret = (secrets: Secrets, secretId: string): readonly string[] => {
  const secret = secrets.get(secretId);
  return secret === undefined ? [secretId] : [secret.name, secret.arn];
};

const denied = ({ userName, secretId }: JournalEntry, { account }: Claim, caller: Identity | undefined): Denied => {
  const user = userName === undefined ? undefined : account.arnOfUser(userName);
  return { principal: caller?.arn ?? 'anonymous', resource: secretId ?? user ?? '*' };
};

const perform = ({ service, operationName, operation, decoded }: ServiceCall, caller: Identity | undefined) => {
  if (operation === undefined) {
    const message = `Could not find operation ${operationName} for version ${service.version}`;
    throw new ServiceError(service.codes['unknown-operation'], message);
  }
  if (decoded.malformed !== undefined) throw decoded.malformed;
  const broken = violations(operation.input, decoded.input);
  if (broken.length > 0) throw validationError(service, broken);
  return operation.run(decoded.input, caller);
};

const answerError = (service: Service, error: unknown, requestId: string): Omit<Outcome, 'caller'> => {
  const { code, status, message } = describe(service, error);
  return { response: service.protocol.error(service, code, status, message, requestId), failure: { code, message } };
};

const describe = (service: Service, error: unknown): { code: string; status: number; message: string } => {
  if (error instanceof ServiceError) {
    const { code, message } = error;
    return { code, status: error.status ?? service.errorStatus[code] ?? 400, message };
  }
  if (error instanceof AuthenticationError) {
    const code = service.codes[error.problem];
    return { code, status: service.errorStatus[code] ?? 403, message: error.message };
  }
  // A mistake of the stand-in itself: say so, or it passes for a fault of AWS.
  return { code: service.codes.internal, status: 500, message: `The local AWS failed: ${String(error)}` };
};
