import type { LookupEventsCommandOutput } from '@aws-sdk/client-cloudtrail';
import { call } from './call';
import type { Clients } from './clients';
import type { Deadline } from './deadline';

/** The calls that change a console password, its settings or whose it is, by the names CloudTrail gives them. */
export type TrailEventName =
  'CreateLoginProfile' | 'UpdateLoginProfile' | 'DeleteLoginProfile' | 'ChangePassword' | 'UpdateUser' | 'DeleteUser';

/** One call that succeeded. */
export interface TrailEvent {
  readonly eventName: TrailEventName;
  /** To the second. */
  readonly at: Date;
  /** Who called: an ARN, or the name that CloudTrail has. */
  readonly actor: string;
  /** Whom the call was about, as the caller spelled it. */
  readonly userName: string;
  /** Undefined where the call left the flag alone. */
  readonly passwordResetRequired?: boolean;
  /** Of a rename. */
  readonly newUserName?: string;
}

export interface TrailPage {
  /** Newest first. */
  readonly events: readonly TrailEvent[];
  /** For the page of older ones; `undefined` on the last page. */
  readonly nextToken: string | undefined;
}

const MAX_EVENTS = 50;

/** CloudTrail's record of the last 90 days. Calls appear there about five minutes late. */
export class CloudTrail {
  readonly #clients: Clients;

  constructor(clients: Clients) {
    this.#clients = clients;
  }

  /**
   * One page of up to 50 events of one name. AWS allows two calls a second, for account and Region.
   * @throws AwsCallError `access-denied`, `throttled`, …
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
   */
  async lookUp(eventName: TrailEventName, nextToken: string | undefined, until: Deadline): Promise<TrailPage> {
    const { LookupEventsCommand } = await this.#clients.sdk();
    const cloudTrail = await this.#clients.cloudTrail();
    const command = new LookupEventsCommand({
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: eventName }],
      MaxResults: MAX_EVENTS,
      NextToken: nextToken,
    });
    const output = await call('cloudtrail:LookupEvents', until, (options) => cloudTrail.send(command, options));
    return { events: trailEvents(eventName, output.Events ?? []), nextToken: output.NextToken };
  }
}

/** The part of CloudTrail's record that is read. It is somebody else's JSON, so nothing of it is taken for granted. */
interface TrailRecord {
  readonly userIdentity?: { readonly arn?: unknown; readonly userName?: unknown; readonly invokedBy?: unknown };
  readonly requestParameters?: {
    readonly userName?: unknown;
    readonly passwordResetRequired?: unknown;
    readonly newUserName?: unknown;
  } | null;
  readonly errorCode?: unknown;
}

type WireEvents = NonNullable<LookupEventsCommandOutput['Events']>;

/** Reads the events; leaves out calls that failed, and records that cannot be read. */
export function trailEvents(eventName: TrailEventName, wire: WireEvents): TrailEvent[] {
  return wire.flatMap(({ EventTime: at, Username: callerName, CloudTrailEvent: json }) => {
    const record = parseRecord(json ?? '');
    if (at === undefined || record === undefined || record.errorCode !== undefined) return [];
    const { userIdentity: caller, requestParameters: parameters } = record;
    const userName = text(eventName === 'ChangePassword' ? caller?.userName : parameters?.userName);
    if (userName === undefined) return [];
    const actor = text(caller?.arn) ?? text(callerName) ?? text(caller?.invokedBy) ?? 'an unnamed caller';
    const flag = parameters?.passwordResetRequired;
    const newUserName = text(parameters?.newUserName);
    return [
      {
        eventName,
        at,
        actor,
        userName,
        ...(typeof flag === 'boolean' && { passwordResetRequired: flag }),
        ...(newUserName !== undefined && { newUserName }),
      },
    ];
  });
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function parseRecord(json: string): TrailRecord | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
