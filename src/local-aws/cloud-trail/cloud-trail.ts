import { randomUUID } from 'node:crypto';
import type { AccountScope } from '../account-scope';
import type { Output } from '../model/service';
import { isReadOnly, type ManagementCall, type TrailEvent } from './event';
import { EventHistory } from './event-history';
import { RateLimit } from './rate-limit';

/** How long CloudTrail takes to show a call; may be changed at any time and holds for calls made from then on. */
export interface CloudTrailConsistency {
  /** In milliseconds; about five minutes in AWS, which promises nothing. @default 0 */
  deliveryMs: number;
}

export interface CloudTrailQuotas {
  /** LookupEvents calls per second, in each Region; `Infinity` for no limit. @default 2, as AWS enforces it */
  lookupEventsPerSecond: number;
}

/** What one account's trail has in one Region. */
export interface RegionalTrail {
  readonly scope: AccountScope;
  readonly history: EventHistory;
  readonly lookups: RateLimit;
  readonly quotas: CloudTrailQuotas;
}

/** CloudTrail would show the session token; nothing here ever shows a credential. */
const withoutCredentials = ({ Credentials: credentials, ...rest }: Output): Output => {
  if (credentials === undefined) return rest;
  const { AccessKeyId, Expiration } = credentials as Output;
  return { ...rest, Credentials: { AccessKeyId, Expiration } };
};

/** Reads answer nothing in a record, except those that hand out credentials. */
const responseElements = ({ operationName, output = {} }: ManagementCall): Output | undefined => {
  const isShown = !isReadOnly({ eventName: operationName }) || operationName.startsWith('AssumeRole');
  return isShown && Object.keys(output).length > 0 ? withoutCredentials(output) : undefined;
};

/**
 * The calls that one account made, by the Region that recorded them. IAM's are all recorded in the one Region of its
 * partition, whichever Region a call was signed for.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html
 */
export class CloudTrail {
  readonly consistency: CloudTrailConsistency = { deliveryMs: 0 };
  readonly quotas: CloudTrailQuotas = { lookupEventsPerSecond: 2 };
  readonly #scope: AccountScope;
  readonly #byRegion = new Map<string, RegionalTrail>();

  constructor(scope: AccountScope) {
    this.#scope = scope;
  }

  in(region: string): RegionalTrail {
    const known = this.#byRegion.get(region);
    if (known !== undefined) return known;
    const scope = this.#scope.in(region);
    const made = { scope, history: new EventHistory(scope.now), lookups: new RateLimit(), quotas: this.quotas };
    this.#byRegion.set(region, made);
    return made;
  }

  /** Forgets every event. */
  clear(): void {
    this.#byRegion.clear();
  }

  record(call: ManagementCall): void {
    const { service, operationName, at, requestParameters } = call;
    const region = service === 'iam' ? this.#scope.iamRegion : call.region;
    const event: TrailEvent = {
      eventId: randomUUID(),
      requestId: call.requestId,
      eventTime: Math.floor(at.getTime() / 1000) * 1000,
      visibleFrom: at.getTime() + this.consistency.deliveryMs,
      eventSource: `${service}.amazonaws.com`,
      eventName: operationName,
      region,
      userIdentity: call.userIdentity,
      sourceAddress: call.sourceAddress,
      userAgent: call.userAgent,
      requestParameters: Object.keys(requestParameters).length > 0 ? requestParameters : undefined,
      responseElements: responseElements(call),
      failure: call.failure,
    };
    this.in(region).history.append(event);
  }
}
