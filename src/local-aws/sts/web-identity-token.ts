import { ServiceError } from '../model/service-error';

export interface WebIdentity {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

const invalidToken = (message: string) => new ServiceError('InvalidIdentityToken', message);

const readClaims = (token: string): Record<string, unknown> => {
  const [, payload = '', signature = ''] = token.split('.');
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    if (signature !== '' && typeof claims === 'object' && claims !== null) return { ...claims };
  } catch {
    // The parser's message would quote the token.
  }
  throw invalidToken('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)');
};

/**
 * Reads a JSON Web Token. Its signature is not checked: the issuer's keys are out of reach here.
 * @throws ServiceError `InvalidIdentityToken`, `ExpiredTokenException`
 */
export const readWebIdentityToken = (token: string, now: Date): WebIdentity => {
  const { iss, sub, aud, exp } = readClaims(token);
  const audience: unknown = Array.isArray(aud) ? aud[0] : aud;
  if (typeof iss !== 'string' || typeof sub !== 'string' || typeof audience !== 'string' || typeof exp !== 'number') {
    throw invalidToken('Missing a required claim: iss, sub, aud or exp');
  }
  if (exp * 1000 <= now.getTime()) {
    const dates = `current date/time ${now.getTime()} must be before the expiration date/time ${exp * 1000}`;
    throw new ServiceError('ExpiredTokenException', `Token expired: ${dates}`);
  }
  return { issuer: iss, subject: sub, audience };
};
