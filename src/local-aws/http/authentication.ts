import type { Identities } from '../identities';
import type { Identity } from '../identity';
import { AuthenticationError } from '../model/service-error';
import { headerOf, type HttpRequest } from './request';
import { type Authorization, parseAmzDate, parseAuthorization, signatureOf } from './sigv4';

/** A request must reach AWS within five minutes of its time stamp. */
const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;

const readAuthorization = (request: HttpRequest): Authorization => {
  const header = request.headers.authorization;
  if (header === undefined) throw new AuthenticationError('missing', 'Request is missing Authentication Token');
  const authorization = parseAuthorization(header);
  if (authorization === undefined) {
    throw new AuthenticationError('incomplete', 'Authorization header is not a complete AWS Signature Version 4 one');
  }
  return authorization;
};

const mismatch = (message: string) => new AuthenticationError('wrong-signature', message);

/** `host` and every `x-amz-*` header must be covered, or they could be changed on the way. */
const checkSignedHeaders = (request: HttpRequest, { signedHeaders }: Authorization): void => {
  const mustBeSigned = Object.keys(request.headers).filter((name) => name === 'host' || name.startsWith('x-amz-'));
  const unsigned = mustBeSigned.find((name) => !signedHeaders.includes(name));
  if (unsigned !== undefined) {
    throw mismatch(`'${unsigned}' must be a 'SignedHeader' in the AWS Authorization.`);
  }
};

/** What time it is for the service, and whether signatures must be near it. */
export interface ServiceTime {
  readonly now: Date;
  readonly judgesSignatures: boolean;
}

const isNear = (date: Date, other: Date) => Math.abs(date.getTime() - other.getTime()) <= CLOCK_TOLERANCE_MS;

const readDate = (request: HttpRequest, authorization: Authorization, time: ServiceTime): string => {
  const amzDate = headerOf(request, 'x-amz-date') ?? '';
  const signedAt = parseAmzDate(amzDate);
  if (signedAt === undefined) {
    throw new AuthenticationError('incomplete', "Authorization header requires existence of 'X-Amz-Date' header.");
  }
  if (!amzDate.startsWith(authorization.date)) throw mismatch('Date in Credential scope does not match YYYYMMDD.');
  if (time.judgesSignatures && !isNear(signedAt, time.now)) {
    throw mismatch(`Signature expired or not yet current: ${amzDate} is not within 5 min. of the service's time`);
  }
  return amzDate;
};

/** Temporary keys are no keys at all without their token. */
const tokenFits = (identity: Identity, request: HttpRequest): boolean => {
  const token = headerOf(request, 'x-amz-security-token');
  if (identity.sessionToken === undefined) return token === undefined;
  return token !== undefined && identity.sessionToken.equals(token);
};

/**
 * Whose request this is. The Region a request was signed for is not looked at: with a custom endpoint the SDK
 * signs IAM calls with its own Region.
 * @throws AuthenticationError
 */
export const authenticate = (
  request: HttpRequest,
  signingName: string,
  identities: Identities,
  time: ServiceTime,
): Identity => {
  const authorization = readAuthorization(request);
  const identity = identities.find(authorization.accessKeyId);
  if (identity === undefined || !tokenFits(identity, request)) {
    throw new AuthenticationError('unknown-access-key', 'The security token included in the request is invalid.');
  }
  if (authorization.service !== signingName) {
    throw mismatch(`Credential should be scoped to correct service: '${signingName}'.`);
  }
  checkSignedHeaders(request, authorization);
  const amzDate = readDate(request, authorization, time);
  if (signatureOf(request, authorization, amzDate, identity.secretAccessKey.reveal()) !== authorization.signature) {
    throw mismatch(
      'The request signature we calculated does not match the signature you provided. ' +
        'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  }
  if (identity.expiration !== undefined && identity.expiration <= time.now) {
    throw new AuthenticationError('expired', 'The security token included in the request is expired');
  }
  return identity;
};
