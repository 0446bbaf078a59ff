import { AwsCallError, deadline, type TrailEvent, type TrailEventName } from '../../../src/aws';
import { Trail } from '../../../src/provider/trail';

const START = Date.parse('2026-01-02T03:04:05Z');
const until = () => deadline(30_000, new AbortController().signal);

/** A trail with one event a minute, newest first, in pages of fifty. */
function trailOf(count: number) {
  const asked: [TrailEventName, string | undefined][] = [];
  const times: number[] = [];
  const lookUp = async (eventName: TrailEventName, nextToken: string | undefined) => {
    asked.push([eventName, nextToken]);
    times.push(performance.now());
    const from = Number(nextToken ?? 0);
    const events = Array.from({ length: Math.min(50, count - from) }, (_, index): TrailEvent => {
      const at = new Date(START - (from + index) * 60_000);
      return { eventName, at, actor: 'arn', userName: `user-${from + index}` };
    });
    return { events, nextToken: from + 50 < count ? String(from + 50) : undefined };
  };
  return { cloudTrail: { lookUp }, asked, times };
}

describe('Trail', () => {
  test('reads no further than somebody needs, and no page twice', async () => {
    const { cloudTrail, asked } = trailOf(500);
    const trail = new Trail(0);
    const recent = await trail.events(cloudTrail, ['UpdateLoginProfile'], new Date(START - 10 * 60_000), until());
    expect(recent).toHaveLength(11);
    expect(asked).toHaveLength(1);
    const older = await trail.events(cloudTrail, ['UpdateLoginProfile'], new Date(START - 120 * 60_000), until());
    expect(older).toHaveLength(121);
    expect(asked.map(([, token]) => token)).toEqual([undefined, '50', '100']);
  });

  test('gives up after twenty pages of one kind', async () => {
    const { cloudTrail, asked } = trailOf(5_000);
    const events = await new Trail(0).events(cloudTrail, ['ChangePassword'], new Date(0), until());
    expect(events).toHaveLength(1_000);
    expect(asked).toHaveLength(20);
  });

  test('puts the kinds together, newest first', async () => {
    const { cloudTrail } = trailOf(3);
    const names = ['ChangePassword', 'UpdateLoginProfile'] as const;
    const events = await new Trail(0).events(cloudTrail, names, new Date(0), until());
    if (events instanceof AwsCallError) throw events;
    expect(events.map(({ at }) => (START - at.getTime()) / 60_000)).toEqual([0, 0, 1, 1, 2, 2]);
  });

  test('asks one at a time and at the pace it is given, whoever asks', async () => {
    const { cloudTrail, times } = trailOf(1);
    const trail = new Trail(40);
    const names: TrailEventName[] = ['ChangePassword', 'UpdateLoginProfile', 'DeleteUser'];
    await Promise.all(names.map((name) => trail.events(cloudTrail, [name], new Date(0), until())));
    const gaps = times.slice(1).map((time, index) => time - times[index]);
    expect(gaps).toHaveLength(2);
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(38);
  });

  test('after a failure nothing more is asked, and everybody learns why', async () => {
    const failed = new AwsCallError({
      operation: 'cloudtrail:LookupEvents',
      failure: 'access-denied',
      code: 'AccessDeniedException',
      text: '',
    });
    let calls = 0;
    const lookUp = async () => {
      calls += 1;
      throw failed;
    };
    const trail = new Trail(0);
    const answers = await Promise.all(
      (['ChangePassword', 'DeleteUser'] as const).map((name) => trail.events({ lookUp }, [name], new Date(0), until())),
    );
    expect(answers).toEqual([failed, failed]);
    expect(calls).toBe(1);
  });
});
