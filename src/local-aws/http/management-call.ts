import type { ManagementCall } from '../cloud-trail/event';
import { type UserIdentity, userIdentityOf } from '../cloud-trail/user-identity';
import type { Identity } from '../identity';
import type { JournalEntry } from '../journal';
import { QUERY_COMMON_ERRORS } from '../model/common-errors';
import type { Output } from '../model/service';
import { headerOf, type HttpRequest } from './request';
import type { ServiceCall } from './routing';
import { visibleInput } from './visible-input';

/** What the service made of a call. */
export interface CallOutcome {
  readonly caller: Identity | undefined;
  readonly output?: Output;
  readonly failure?: { readonly code: string; readonly message: string };
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** Of an unsigned call, the token's subject is known only once the token was accepted. */
const webIdentityOf = (output: Output | undefined): UserIdentity | undefined => {
  if (output?.SubjectFromWebIdentityToken === undefined) return undefined;
  const [issuer, audience, subject] = [output.Provider, output.Audience, output.SubjectFromWebIdentityToken].map(text);
  return {
    type: 'WebIdentityUser',
    principalId: [issuer, audience, subject].join(':'),
    userName: subject,
    identityProvider: issuer,
  };
};

/** Records name IAM's and STS's own errors like the SDKs' classes, and a denial the same for every service. */
const recordedCode = ({ service }: ServiceCall, code: string): string => {
  if (code === 'AccessDeniedException') return 'AccessDenied';
  const isQuery = service.targetName === undefined;
  return isQuery && !Object.hasOwn(QUERY_COMMON_ERRORS, code) ? code.replace(/(?:Exception)?$/, 'Exception') : code;
};

/** The call as CloudTrail takes it down; undefined where nobody is known to have made it, or no such call exists. */
export const managementCall = (
  call: ServiceCall,
  request: HttpRequest,
  entry: JournalEntry,
  { region, outcome }: { readonly region: string; readonly outcome: CallOutcome },
): ManagementCall | undefined => {
  const { caller, output, failure } = outcome;
  const userIdentity = caller === undefined ? webIdentityOf(output) : userIdentityOf(caller);
  if (userIdentity === undefined || call.operation === undefined) return undefined;
  return {
    service: call.service.name,
    operationName: call.operationName,
    region,
    at: entry.at,
    requestId: entry.requestId,
    userIdentity,
    sourceAddress: request.sourceAddress,
    userAgent: headerOf(request, 'user-agent') ?? '',
    requestParameters: visibleInput(call),
    ...(output && { output }),
    ...(failure && { failure: { ...failure, code: recordedCode(call, failure.code) } }),
  };
};
