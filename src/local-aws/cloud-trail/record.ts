/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
import { isReadOnly, type TrailEvent } from './event';

const mediumDate = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });

/** `Mar 24, 2014, 9:11:59 PM`; IAM alone leaves out the comma after the year. */
const formatDate = (date: Date, eventSource: string): string => {
  // Some versions of the Unicode data put a narrow space before AM and PM.
  const text = mediumDate.format(date).replace(/\s/g, ' ');
  return eventSource.startsWith('iam.') ? text.replace(/(\d{4}),/, '$1') : text;
};

/** `LoginProfile` becomes `loginProfile`, `ARN` becomes `arn`. */
const recordName = (member: string): string =>
  /^[A-Z]+$/.test(member) ? member.toLowerCase() : member.charAt(0).toLowerCase() + member.slice(1);

const recordValue = (value: unknown, eventSource: string): unknown => {
  if (value instanceof Date) return formatDate(value, eventSource);
  if (Array.isArray(value)) return value.map((element) => recordValue(element, eventSource));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value);
  return Object.fromEntries(members.map(([name, member]) => [recordName(name), recordValue(member, eventSource)]));
};

/** The text of `CloudTrailEvent`, made only when it is asked for. */
export const cloudTrailRecord = (event: TrailEvent, accountId: string): string =>
  JSON.stringify({
    eventVersion: '1.11',
    userIdentity: event.userIdentity,
    eventTime: `${new Date(event.eventTime).toISOString().slice(0, 19)}Z`,
    eventSource: event.eventSource,
    eventName: event.eventName,
    awsRegion: event.region,
    sourceIPAddress: event.sourceAddress,
    userAgent: event.userAgent,
    errorCode: event.failure?.code,
    errorMessage: event.failure?.message,
    requestParameters: recordValue(event.requestParameters ?? null, event.eventSource),
    responseElements: recordValue(event.responseElements ?? null, event.eventSource),
    requestID: event.requestId,
    eventID: event.eventId,
    readOnly: isReadOnly(event),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: 'Management',
  });
