import { GetUserCommand, IAMClient, TagUserCommand } from '@aws-sdk/client-iam';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type LocalAws, type LocalAwsOptions, startLocalAws } from '../../../src/local-aws';
import {
  clientsFor,
  DAY,
  failureOf,
  type LookedUpEvent,
  lookUpEvents,
  MINUTE,
  type RawRequest,
  send,
  sendCloudTrail,
  useLocalAws,
} from './support';

const fixture = useLocalAws();

const others: LocalAws[] = [];
const startAnother = async (options?: LocalAwsOptions) => {
  const aws = await startLocalAws(options);
  others.push(aws);
  return aws;
};
afterEach(() => Promise.all(others.splice(0).map((aws) => aws.stop())));

beforeEach(() => {
  fixture.aws.quotas.cloudTrail.lookupEventsPerSecond = Infinity;
  for (const userName of ['alice', 'mallory']) fixture.aws.users.create({ userName });
});

const getUser = (UserName = 'alice', iam = fixture.iam) => iam.send(new GetUserCommand({ UserName }));
const by = (AttributeKey: string, AttributeValue: string) => ({ LookupAttributes: [{ AttributeKey, AttributeValue }] });
const lookUp = async (input: Record<string, unknown> = {}, rest: Partial<RawRequest> = {}) =>
  (await lookUpEvents(fixture.aws, input, rest)).events;
/** Looking up is a call that CloudTrail records as well. */
const GET_USER = by('EventName', 'GetUser');
const refusal = async (input: Record<string, unknown> | string, rest: Partial<RawRequest> = {}) => {
  const response = await sendCloudTrail(fixture.aws, input, rest);
  const { __type } = (await response.json()) as { __type?: string };
  return `${response.status} ${__type}`;
};
const seconds = (at: Date) => at.getTime() / 1000;
const times = (events: readonly LookedUpEvent[]) => events.map(({ EventTime }) => EventTime);

describe('LookupEvents', () => {
  it('answers in the documented form', async () => {
    await getUser();
    const response = await sendCloudTrail(fixture.aws, GET_USER);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    const body = (await response.json()) as { Events: { EventTime: number; CloudTrailEvent: string }[] };
    expect(body).toEqual({
      Events: [
        {
          EventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          EventName: 'GetUser',
          ReadOnly: 'true',
          AccessKeyId: fixture.aws.credentials.accessKeyId,
          EventTime: expect.any(Number),
          EventSource: 'iam.amazonaws.com',
          Username: 'local-admin',
          Resources: [{ ResourceType: 'AWS::IAM::User', ResourceName: 'alice' }],
          CloudTrailEvent: expect.stringMatching(/^\{"eventVersion":/),
        },
      ],
    });
    expect(Number.isInteger(body.Events[0].EventTime)).toBe(true);
    expect(Math.abs(body.Events[0].EventTime - seconds(fixture.clock.now()))).toBeLessThan(5);
  });

  it('is journalled and, as in AWS, recorded itself', async () => {
    await lookUp(GET_USER);
    expect(fixture.aws.journal.operations()).toEqual(['cloudtrail:LookupEvents']);
    expect((await lookUp(by('EventSource', 'cloudtrail.amazonaws.com')))[0].record).toMatchObject({
      eventName: 'LookupEvents',
      readOnly: true,
      requestParameters: { lookupAttributes: [{ attributeKey: 'EventName', attributeValue: 'GetUser' }] },
    });
  });

  it('must be signed for cloudtrail, with known keys', async () => {
    expect(await refusal({}, { service: 'secretsmanager' })).toBe('400 InvalidSignatureException');
    const stranger = { accessKeyId: 'AKIA', secretAccessKey: 'x' };
    expect(await refusal({}, { credentials: stranger })).toBe('400 UnrecognizedClientException');
  });

  it('is the only operation there is', async () => {
    const response = await sendCloudTrail(fixture.aws, {}, { operation: 'CreateTrail' });
    expect(await response.json()).toMatchObject({ __type: 'UnknownOperationException' });
    const headers = { 'x-amz-target': 'Elsewhere_20131101.LookupEvents' };
    const elsewhere = await send(fixture.aws, { service: 'secretsmanager', headers, body: '{}' });
    expect(await elsewhere.json()).toMatchObject({ __type: 'UnknownOperationException' });
  });

  it('meets faults of its documented codes', async () => {
    const add = (code: string) =>
      fixture.aws.faults.add({ operation: 'cloudtrail:LookupEvents', fault: { kind: 'error', code } });
    expect(() => add('NoSuchEntity')).toThrow('does not answer NoSuchEntity');
    add('AccessDeniedException');
    expect(await refusal({})).toBe('400 AccessDeniedException');
  });

  it.each([
    ['two attributes', { LookupAttributes: [...GET_USER.LookupAttributes, ...GET_USER.LookupAttributes] }],
    ['an attribute that does not exist', by('constructor', 'x')],
    ['an empty value', by('EventName', '')],
    ['a value too long', by('EventName', 'x'.repeat(2001))],
  ])('refuses %s', async (_what, input) => {
    expect(await refusal(input)).toBe('400 InvalidLookupAttributesException');
  });

  it.each([
    ['an end before the start', { StartTime: 2, EndTime: 1 }, 'InvalidTimeRangeException'],
    ['no result', { MaxResults: 0 }, 'InvalidMaxResultsException'],
    ['more than 50 results', { MaxResults: 51 }, 'InvalidMaxResultsException'],
    ['another category', { EventCategory: 'data' }, 'InvalidEventCategoryException'],
    ['an attribute without a value', { LookupAttributes: [{ AttributeKey: 'EventName' }] }, 'ValidationException'],
    ['a date as text', { StartTime: '2026-01-01' }, 'SerializationException'],
    ['a date beyond all dates', { StartTime: 1e13 }, 'SerializationException'],
  ])('refuses %s', async (_what, input, code) => {
    expect(await refusal(input)).toBe(`400 ${code}`);
  });

  it('has no Insights events', async () => {
    await getUser();
    expect(await lookUp({ EventCategory: 'insight' })).toEqual([]);
  });
});

describe('a lookup attribute', () => {
  beforeEach(async () => {
    fixture.aws.secrets.create({ name: 'console/alice', secretString: 'one' });
    const { iam } = clientsFor(fixture.aws, fixture.aws.identities.add({ userName: 'mallory' }));
    await iam.send(new TagUserCommand({ UserName: 'alice', Tags: [{ Key: 'team', Value: 'ops' }] }));
    await getUser('mallory');
    await fixture.secretsManager.send(new DescribeSecretCommand({ SecretId: 'console/alice' }));
  });

  it.each([
    ['EventName', 'TagUser', ['TagUser']],
    ['Username', 'mallory', ['TagUser']],
    ['Username', 'local-admin', ['DescribeSecret', 'GetUser']],
    ['ResourceName', 'alice', ['TagUser']],
    ['ResourceName', 'console/alice', ['DescribeSecret']],
    ['ResourceType', 'AWS::IAM::User', ['GetUser', 'TagUser']],
    ['EventSource', 'iam.amazonaws.com', ['GetUser', 'TagUser']],
    ['ReadOnly', 'false', ['TagUser']],
    ['ReadOnly', 'true', ['DescribeSecret', 'GetUser']],
    ['Username', 'MALLORY', []],
    ['ResourceName', 'Alice', []],
    ['EventName', 'taguser', []],
  ])('%s=%s is compared with its case', async (key, value, expected) => {
    expect((await lookUp(by(key, value))).map(({ EventName }) => EventName)).toEqual(expected);
  });

  it('may be the id of an event, or the key that signed', async () => {
    const [event] = await lookUp(by('EventName', 'TagUser'));
    expect(await lookUp(by('EventId', event.EventId))).toEqual([event]);
    expect(await lookUp(by('AccessKeyId', event.AccessKeyId as string))).toEqual([event]);
  });
});

describe('time', () => {
  const call = async () => {
    await getUser();
    return Math.floor(seconds(fixture.aws.journal.entries.at(-1)!.at));
  };

  it('sorts the newest first, and bounds a lookup at both ends', async () => {
    const first = await call();
    fixture.clock.advance(MINUTE);
    const middle = await call();
    fixture.clock.advance(MINUTE);
    const last = await call();
    expect(times(await lookUp(GET_USER))).toEqual([last, middle, first]);
    expect(times(await lookUp({ ...GET_USER, StartTime: middle }))).toEqual([last, middle]);
    expect(times(await lookUp({ ...GET_USER, EndTime: middle }))).toEqual([middle, first]);
    expect(times(await lookUp({ ...GET_USER, StartTime: middle, EndTime: middle }))).toEqual([middle]);
    expect(times(await lookUp({ ...GET_USER, StartTime: middle + 0.001 }))).toEqual([last]);
  });

  it('puts a call that took long where it began', async () => {
    fixture.aws.faults.add({ operation: 'iam:GetUser', userName: 'alice', fault: { kind: 'delay', ms: 100 } });
    const slow = getUser('alice');
    while (fixture.aws.journal.entries.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    fixture.clock.advance(MINUTE);
    await getUser('mallory');
    await slow;
    const names = (await lookUp(GET_USER)).map(({ record }) => record.requestParameters);
    expect(names).toEqual([{ userName: 'mallory' }, { userName: 'alice' }]);
  });

  it('passes before an event is delivered, where that is asked for', async () => {
    fixture.aws.consistency.cloudTrail.deliveryMs = 5 * MINUTE;
    await getUser();
    fixture.clock.advance(4 * MINUTE);
    expect(await lookUp(GET_USER)).toEqual([]);
    fixture.clock.advance(MINUTE);
    expect(await lookUp(GET_USER)).toHaveLength(1);
  });

  it('lets events go after 90 days', async () => {
    await getUser();
    fixture.clock.advance(90 * DAY - MINUTE);
    await getUser();
    expect(await lookUp(GET_USER)).toHaveLength(2);
    fixture.clock.advance(2 * MINUTE);
    expect(await lookUp(GET_USER)).toHaveLength(1);
  });
});

describe('a page', () => {
  const pages = async (input: Record<string, unknown>) => {
    const found: (readonly LookedUpEvent[])[] = [];
    let nextToken: string | undefined;
    do {
      const page = await lookUpEvents(fixture.aws, { ...input, ...(nextToken && { NextToken: nextToken }) });
      found.push(page.events);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return found;
  };
  const callOften = async (times: number) => {
    for (let at = 0; at < times; at += 1) await getUser();
  };

  it('holds 50 events at most, or as many as asked for', async () => {
    await callOften(51);
    expect((await pages(GET_USER)).map(({ length }) => length)).toEqual([50, 1]);
    expect((await pages({ ...GET_USER, MaxResults: 17 })).map(({ length }) => length)).toEqual([17, 17, 17]);
  });

  it('goes on where the one before ended, whatever was recorded in between', async () => {
    await callOften(4);
    const all = (await lookUp(GET_USER)).map(({ EventId }) => EventId);
    const first = await lookUpEvents(fixture.aws, { ...GET_USER, MaxResults: 2 });
    await callOften(3);
    const second = await lookUp({ ...GET_USER, MaxResults: 2, NextToken: first.nextToken });
    expect([...first.events, ...second].map(({ EventId }) => EventId)).toEqual(all);
  });

  it('is refused to a token of another request, Region or account, and to none at all', async () => {
    await callOften(3);
    const { nextToken: NextToken } = await lookUpEvents(fixture.aws, { ...GET_USER, MaxResults: 2 });
    const request = { ...GET_USER, MaxResults: 2, NextToken };
    const { credentials } = fixture.aws.inAccount('222233334444');
    expect(await lookUp(request)).toHaveLength(1);
    expect(await refusal({ ...request, MaxResults: 1 })).toBe('400 InvalidNextTokenException');
    expect(await refusal({ ...request, StartTime: 1 })).toBe('400 InvalidNextTokenException');
    expect(await refusal({ ...request, ...by('EventName', 'GetRole') })).toBe('400 InvalidNextTokenException');
    expect(await refusal(request, { region: 'eu-west-1' })).toBe('400 InvalidNextTokenException');
    expect(await refusal(request, { credentials })).toBe('400 InvalidNextTokenException');
    for (const text of ['x', 'bnVsbA', '']) {
      expect(await refusal({ ...request, NextToken: text })).toBe('400 InvalidNextTokenException');
    }
  });
});

describe('the rate of lookups', () => {
  beforeEach(() => {
    fixture.aws.quotas.cloudTrail.lookupEventsPerSecond = 2;
  });

  it('is two a second unless told otherwise', async () => {
    const aws = await startAnother();
    expect(aws.quotas).toEqual({ cloudTrail: { lookupEventsPerSecond: 2 } });
  });

  it('is enforced in each account and Region', async () => {
    const frozen = fixture.clock.now();
    const aws = await startAnother({ now: () => frozen });
    const attempt = async (rest: Partial<RawRequest> = {}) => {
      const response = await sendCloudTrail(aws, {}, rest);
      return response.status === 200 ? 'ok' : response.json();
    };
    const throttled = { __type: 'ThrottlingException', Message: 'Rate exceeded' };
    expect([await attempt(), await attempt(), await attempt()]).toEqual(['ok', 'ok', throttled]);
    expect(await attempt({ region: 'eu-west-1' })).toBe('ok');
    expect(await attempt({ credentials: aws.inAccount('222233334444').credentials })).toBe('ok');
    aws.quotas.cloudTrail.lookupEventsPerSecond = 3;
    expect([await attempt(), await attempt()]).toEqual(['ok', throttled]);
  });

  it('recovers as the clock goes on', async () => {
    await lookUp();
    await lookUp();
    fixture.clock.advance(1000);
    expect(await lookUp()).toHaveLength(2);
  });
});

describe('a Region', () => {
  const clientIn = (region: string) => {
    const { endpoint, credentials } = fixture.aws;
    return {
      iam: new IAMClient({ endpoint, credentials, region }),
      secretsManager: new SecretsManagerClient({ endpoint, credentials, region, maxAttempts: 1 }),
    };
  };

  it('of IAM is us-east-1 alone, wherever a call was signed', async () => {
    await getUser('alice', clientIn('eu-west-1').iam);
    expect(await lookUp(GET_USER, { region: 'eu-west-1' })).toEqual([]);
    expect(await lookUp(GET_USER)).toMatchObject([{ record: { awsRegion: 'us-east-1' } }]);
  });

  it('keeps the calls to its own secrets', async () => {
    const { secretsManager } = clientIn('eu-west-1');
    await failureOf(secretsManager.send(new DescribeSecretCommand({ SecretId: 'x' })));
    const describe = by('EventName', 'DescribeSecret');
    expect(await lookUp(describe)).toEqual([]);
    expect(await lookUp(describe, { region: 'eu-west-1' })).toMatchObject([{ record: { awsRegion: 'eu-west-1' } }]);
  });

  it.each([
    ['cn-northwest-1', 'cn-north-1'],
    ['us-gov-east-1', 'us-gov-west-1'],
    ['us-iso-west-1', 'us-iso-east-1'],
    ['eusc-de-east-1', 'eusc-de-east-1'],
  ])('in the partition of %s, %s is the one of IAM', async (region, iamRegion) => {
    const aws = await startAnother({ region });
    const { iam } = clientsFor(aws);
    await iam.send(new GetUserCommand({}));
    expect((await lookUpEvents(aws, GET_USER, { region: iamRegion })).events).toMatchObject([
      { record: { awsRegion: iamRegion, requestParameters: null } },
    ]);
  });

  it('is shared by no two accounts', async () => {
    const { credentials } = fixture.aws.inAccount('222233334444');
    await clientsFor(fixture.aws, credentials).iam.send(new GetUserCommand({}));
    expect(await lookUp(GET_USER)).toEqual([]);
    expect(await lookUp(GET_USER, { credentials })).toMatchObject([{ record: { recipientAccountId: '222233334444' } }]);
  });
});
