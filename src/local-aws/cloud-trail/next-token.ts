import { createHash } from 'node:crypto';
import { ServiceError } from '../model/service-error';

interface Position {
  /** The request that the token belongs to. */
  readonly request: string;
  /** The last event of the page before. */
  readonly after: string;
}

const invalidToken = () =>
  new ServiceError('InvalidNextTokenException', 'The NextToken is not valid for a request with these parameters.');

const digest = (request: unknown): string => createHash('sha256').update(JSON.stringify(request)).digest('base64url');

export const nextToken = (request: unknown, after: string): string => {
  const position: Position = { request: digest(request), after };
  return Buffer.from(JSON.stringify(position)).toString('base64url');
};

/**
 * The id of the event after which a page begins.
 * @throws ServiceError `InvalidNextTokenException` for a token of another request, or none at all.
 */
export const readNextToken = (token: string, request: unknown): string => {
  try {
    const position = JSON.parse(Buffer.from(token, 'base64url').toString()) as Partial<Position> | null;
    if (position?.request === digest(request) && typeof position.after === 'string') return position.after;
  } catch {
    // What is no JSON is no token either.
  }
  throw invalidToken();
};

/** @throws ServiceError `InvalidNextTokenException` where that event is not among them (any more). */
export const eventsAfter = <T extends { readonly eventId: string }>(events: readonly T[], after: string): T[] => {
  const at = events.findIndex(({ eventId }) => eventId === after);
  if (at < 0) throw invalidToken();
  return events.slice(at + 1);
};
