import { StrikeCount } from '../../../scripts/faults/strike-count';

describe('StrikeCount', () => {
  const struck = (calls: number, isAnswered = false) => ({ calls, isAnswered });

  test('misses nothing once there was a strike before, between and after the calls', () => {
    const count = new StrikeCount('move', 'both');
    for (const calls of [0, 0, 1, 2]) count.add(struck(calls));
    count.add(struck(2, true));
    count.add(undefined);
    expect(count.missing).toEqual([]);
    expect(count.summary).toBe(
      'move: 5 points at which both was killed, 2 before the first call, 1 after call 1 (iam:CreateLoginProfile), 1 after call 2 (iam:DeleteLoginProfile), 1 after the answer',
    );
  });

  test('names the side on which none fell; one after the answer does not count', () => {
    const count = new StrikeCount('rotation', 'terraform');
    count.add(struck(0));
    count.add(struck(1, true));
    expect(count.missing).toEqual(['rotation, terraform: no strike after call 1 (iam:UpdateLoginProfile)']);
  });

  test('wants a strike of a step without calls, too', () => {
    expect(new StrikeCount('rename', 'both').missing).toEqual(['rename, both: no strike before the answer']);
  });
});
