/** @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
import { operation, type Operation, type Output } from '../model/service';
import { ServiceError } from '../model/service-error';
import { required, type Shape, timestamp } from '../model/shapes';
import type { RegionalTrail } from './cloud-trail';
import { isReadOnly, resourcesOf, type TrailEvent } from './event';
import { eventsAfter, nextToken, readNextToken } from './next-token';
import { cloudTrailRecord } from './record';
import { usernameOf } from './user-identity';

const MAX_RESULTS = 50;
const MAX_ATTRIBUTE_VALUE_LENGTH = 2000;

// Breaking a limit has an error of its own for each member, so the shapes carry none.
const string = { kind: 'string' } as const satisfies Shape;
const lookupAttributesType = {
  kind: 'list',
  of: { kind: 'structure', members: { attributeKey: required(string), attributeValue: required(string) } },
} as const satisfies Shape;

interface LookupAttribute {
  readonly attributeKey: string;
  readonly attributeValue: string;
}

interface Lookup {
  readonly lookupAttributes?: readonly LookupAttribute[];
  readonly startTime?: Date;
  readonly endTime?: Date;
  readonly eventCategory?: string;
  readonly maxResults?: number;
}

/** The values of an event that a lookup attribute is compared with, case and all. */
const VALUES_OF: Readonly<Partial<Record<string, (event: TrailEvent) => readonly (string | undefined)[]>>> = {
  EventId: ({ eventId }) => [eventId],
  EventName: ({ eventName }) => [eventName],
  ReadOnly: (event) => [String(isReadOnly(event))],
  Username: ({ userIdentity }) => [usernameOf(userIdentity)],
  ResourceType: (event) => resourcesOf(event).map(({ type }) => type),
  ResourceName: (event) => resourcesOf(event).map(({ name }) => name),
  EventSource: ({ eventSource }) => [eventSource],
  AccessKeyId: ({ userIdentity }) => [userIdentity.accessKeyId],
};

const checkAttributes = (attributes: readonly LookupAttribute[]): void => {
  const invalid = (message: string) => new ServiceError('InvalidLookupAttributesException', message);
  if (attributes.length > 1) throw invalid('A request can have one lookup attribute only.');
  for (const { attributeKey, attributeValue } of attributes) {
    if (!Object.hasOwn(VALUES_OF, attributeKey)) throw invalid(`There is no lookup attribute ${attributeKey}.`);
    if (attributeValue.length < 1 || attributeValue.length > MAX_ATTRIBUTE_VALUE_LENGTH) {
      throw invalid(`The value of a lookup attribute has 1 to ${MAX_ATTRIBUTE_VALUE_LENGTH} characters.`);
    }
  }
};

const check = ({ lookupAttributes = [], startTime, endTime, eventCategory, maxResults = MAX_RESULTS }: Lookup) => {
  checkAttributes(lookupAttributes);
  if (startTime !== undefined && endTime !== undefined && startTime > endTime) {
    throw new ServiceError('InvalidTimeRangeException', 'The start time is after the end time.');
  }
  if (maxResults < 1 || maxResults > MAX_RESULTS) {
    throw new ServiceError('InvalidMaxResultsException', `MaxResults must be between 1 and ${MAX_RESULTS}.`);
  }
  if (eventCategory !== undefined && eventCategory !== 'insight') {
    throw new ServiceError('InvalidEventCategoryException', 'The only event category to ask for is insight.');
  }
};

/** Both ends of the time range belong to it, and are compared with times to the second. */
const fits =
  ({ lookupAttributes = [], startTime, endTime, eventCategory }: Lookup) =>
  (event: TrailEvent): boolean =>
    // Insights events are about unusual rates of calls; none are ever made here.
    eventCategory === undefined &&
    (startTime === undefined || event.eventTime >= startTime.getTime()) &&
    (endTime === undefined || event.eventTime <= endTime.getTime()) &&
    lookupAttributes.every(({ attributeKey, attributeValue }) =>
      VALUES_OF[attributeKey]?.(event).includes(attributeValue),
    );

const show = (event: TrailEvent, accountId: string): Output => ({
  EventId: event.eventId,
  EventName: event.eventName,
  ReadOnly: String(isReadOnly(event)),
  AccessKeyId: event.userIdentity.accessKeyId,
  EventTime: new Date(event.eventTime),
  EventSource: event.eventSource,
  Username: usernameOf(event.userIdentity),
  Resources: resourcesOf(event).map(({ type, name }) => ({ ResourceType: type, ResourceName: name })),
  CloudTrailEvent: cloudTrailRecord(event, accountId),
});

export const lookupEvents = ({ scope, history, lookups, quotas }: RegionalTrail): Operation =>
  operation(
    {
      lookupAttributes: lookupAttributesType,
      startTime: timestamp,
      endTime: timestamp,
      eventCategory: string,
      maxResults: { kind: 'integer' },
      nextToken: string,
    },
    ({ nextToken: token, ...lookup }) => {
      if (!lookups.admits(scope.now(), quotas.lookupEventsPerSecond)) {
        throw new ServiceError('ThrottlingException', 'Rate exceeded');
      }
      check(lookup);
      const visible = history.visible();
      const rest = token === undefined ? visible : eventsAfter(visible, readNextToken(token, lookup));
      const found = rest.filter(fits(lookup));
      const page = found.slice(0, lookup.maxResults ?? MAX_RESULTS);
      const last = page.at(-1);
      return {
        Events: page.map((event) => show(event, scope.accountId)),
        NextToken: last !== undefined && page.length < found.length ? nextToken(lookup, last.eventId) : undefined,
      };
    },
  );
