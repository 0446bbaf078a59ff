import { AwsCallError, deadline, waitOut } from '../../../src/aws';

const busy = () =>
  new AwsCallError({
    operation: 'iam:UpdateLoginProfile',
    failure: 'temporarily-unmodifiable',
    code: 'EntityTemporarilyUnmodifiable',
    text: 'busy',
  });
const isBusy = (error: AwsCallError) => error.failure === 'temporarily-unmodifiable';
const never = new AbortController().signal;

describe('waitOut', () => {
  test('repeats until it succeeds', async () => {
    let attempts = 0;
    const attempt = async () => {
      attempts += 1;
      if (attempts < 3) throw busy();
      return 'done';
    };
    expect(await waitOut(attempt, isBusy, deadline(30_000, never))).toBe('done');
    expect(attempts).toBe(3);
  });

  test('throws the last refusal when the deadline passes', async () => {
    await expect(waitOut(() => Promise.reject(busy()), isBusy, deadline(400, never))).rejects.toMatchObject({
      failure: 'temporarily-unmodifiable',
    });
  });

  test('ends at once when stopped, and says so: the last refusal would send the reader after the wrong thing', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    await expect(waitOut(() => Promise.reject(busy()), isBusy, deadline(60_000, stop.signal))).rejects.toMatchObject({
      operation: 'iam:UpdateLoginProfile',
      failure: 'stopped',
      text: 'asked to stop while waiting for AWS, which last answered EntityTemporarilyUnmodifiable',
      attempts: 0,
    });
  });

  test('does not repeat what is not temporary', async () => {
    let attempts = 0;
    const attempt = () => {
      attempts += 1;
      return Promise.reject(
        new AwsCallError({ operation: 'x', failure: 'access-denied', code: 'AccessDenied', text: '' }),
      );
    };
    await expect(waitOut(attempt, isBusy, deadline(30_000, never))).rejects.toMatchObject({ failure: 'access-denied' });
    expect(attempts).toBe(1);
  });
});
