import { RateLimit } from '../../../src/local-aws/rate-limit';

test('a rate limit lets a burst through, then as many a second as it says, and saves up to a burst', () => {
  let nowMs = 0;
  const limit = new RateLimit(10, 3, () => nowMs);
  const taken = () => Array.from({ length: 5 }, () => limit.take()).filter(Boolean).length;
  expect(taken()).toBe(3);
  nowMs += 100;
  expect(taken()).toBe(1);
  nowMs += 60_000;
  expect(taken()).toBe(3);
});
