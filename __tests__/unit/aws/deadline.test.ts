import { deadline } from '../../../src/aws';

const never = (): AbortSignal => new AbortController().signal;
const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

describe('deadline', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  test('ends the call that runs when the time is up, and says so', async () => {
    const until = deadline(1000, never());
    const ended = until.during(aborted);
    jest.advanceTimersByTime(999);
    expect(until.ended()).toBeUndefined();
    jest.advanceTimersByTime(1);
    await ended;
    expect(until.ended()).toBe('timed-out');
  });

  test('ends it at once when the caller stops, and says that instead', async () => {
    const stop = new AbortController();
    const until = deadline(1000, stop.signal);
    const ended = until.during(aborted);
    stop.abort();
    await ended;
    expect(until.ended()).toBe('stopped');
  });

  test('is one moment for all the calls of a group', async () => {
    const until = deadline(1000, never());
    await until.during(() => Promise.resolve());
    jest.advanceTimersByTime(600);
    const second = until.during(aborted);
    jest.advanceTimersByTime(400);
    await second;
    expect(until.ended()).toBe('timed-out');
  });

  test('a call that begins too late finds its signal aborted', async () => {
    const stop = new AbortController();
    stop.abort();
    await deadline(1000, stop.signal).during(async (signal) => expect(signal.aborted).toBe(true));
  });

  test('leaves no timer and no listener behind, whether a call succeeds or fails', async () => {
    const stop = never();
    const removed = jest.spyOn(stop, 'removeEventListener');
    const until = deadline(1000, stop);
    await until.during(() => Promise.resolve());
    await expect(until.during(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    expect(jest.getTimerCount()).toBe(0);
    expect(removed).toHaveBeenCalledTimes(2);
  });
});
