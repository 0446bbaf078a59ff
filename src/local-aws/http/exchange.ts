import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault, Faults } from '../faults';
import type { Identities } from '../identities';
import type { Identity } from '../identity';
import type { Journal, JournalEntry } from '../journal';
import type { Service, WireResponse } from '../model/service';
import { AuthenticationError, ServiceError } from '../model/service-error';
import { violations } from '../model/validation';
import { authenticate } from './authentication';
import { defaultMessage, type Denied } from './fault-messages';
import { journalEntry } from './journal-entry';
import { type Reply, replyInstead, replyWith } from './reply';
import type { HttpRequest } from './request';
import { route, type ServiceCall, type Services } from './routing';
import { parseAuthorization } from './sigv4';
import { validationError } from './validation-error';

export interface ExchangeParts {
  readonly services: Services;
  readonly identities: Identities;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly now: () => Date;
  /** Whether a request signed at another time than now is refused. */
  readonly judgesSignatureTime: boolean;
  /** Every name of a secret; the one given alone where there is no such secret. */
  readonly namesOfSecret: (secretId: string) => readonly string[];
  /** ARN of a user, path included, whether or not there is one of that name. */
  readonly arnOfUser: (userName: string) => string;
}

interface Outcome {
  readonly response: WireResponse;
  readonly errorCode?: string;
}

const shifted = (date: Date, ms: number) => new Date(date.getTime() + ms);

/** From a request to a reply: route, note, meet a fault, authenticate, check, act. */
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
    const { services, journal, now } = this.#parts;
    const call = route(services, request);
    const accessKeyId = parseAuthorization(request.headers.authorization ?? '')?.accessKeyId;
    const entry = journalEntry(call, { accessKeyId, at: now(), requestId: randomUUID() });
    journal.append(entry);
    const fault = this.#takeFault(entry);
    if (fault?.kind === 'delay') await wait(fault.ms, undefined, { signal: stopping });
    const instead = replyInstead(fault);
    if (instead !== undefined) {
      if ('response' in instead) entry.status = instead.response.status;
      return { reply: instead, date: now() };
    }
    const clock = shifted(now(), fault?.kind === 'clock-skew' ? fault.ms : 0);
    const { response, errorCode } = this.#act(call, request, { entry, fault, clock });
    Object.assign(entry, { status: response.status, ...(errorCode !== undefined && { errorCode }) });
    return { reply: replyWith(fault, response, entry.requestId), date: clock };
  }

  #takeFault(entry: JournalEntry): Fault | undefined {
    const { faults, identities, namesOfSecret } = this.#parts;
    if (faults.size === 0) return undefined;
    const { operation, secretId, accessKeyId } = entry;
    const caller = accessKeyId === undefined ? undefined : identities.find(accessKeyId)?.user;
    const fault = faults.take({
      operation,
      userName: entry.userName ?? caller?.userName,
      secretIds: secretId === undefined ? [] : namesOfSecret(secretId),
      accessKeyId,
    });
    if (fault !== undefined) entry.fault = fault.kind;
    return fault;
  }

  #act(
    call: ServiceCall,
    request: HttpRequest,
    { entry, fault, clock }: { entry: JournalEntry; fault: Fault | undefined; clock: Date },
  ): Outcome {
    const { service, operationName } = call;
    try {
      const caller = this.#authenticate(call, request, clock);
      if (caller !== undefined) entry.callerArn = caller.arn;
      if (fault?.kind === 'error') {
        const message = fault.message ?? defaultMessage(fault.code, entry, this.#denied(entry, caller));
        throw new ServiceError(fault.code, message, fault.status);
      }
      const output = perform(call, caller);
      return { response: service.protocol.result(service, operationName, output, entry.requestId) };
    } catch (error) {
      return answerError(service, error, entry.requestId);
    }
  }

  #denied({ userName, secretId }: JournalEntry, caller: Identity | undefined): Denied {
    const user = userName === undefined ? undefined : this.#parts.arnOfUser(userName);
    return { principal: caller?.arn ?? 'anonymous', resource: secretId ?? user ?? '*' };
  }

  #authenticate({ service, operation }: ServiceCall, request: HttpRequest, clock: Date): Identity | undefined {
    if (operation?.signed === false) return undefined;
    const { identities, judgesSignatureTime } = this.#parts;
    return authenticate(request, service.name, identities, { now: clock, judgesSignatures: judgesSignatureTime });
  }
}

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

const answerError = (service: Service, error: unknown, requestId: string): Outcome => {
  const { code, status, message } = describe(service, error);
  return { response: service.protocol.error(service, code, status, message, requestId), errorCode: code };
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
