import { RunningCalls } from '../../../src/plugin/running-calls';

const untilAborted = (signal: AbortSignal): Promise<string> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve('aborted')));

describe('RunningCalls', () => {
  test('aborts what runs, and not what starts later', async () => {
    const calls = new RunningCalls();
    const client = new AbortController().signal;
    const running = [calls.run(client, untilAborted), calls.run(client, untilAborted)];
    calls.abort();
    expect(await Promise.all(running)).toEqual(['aborted', 'aborted']);
    expect(await calls.run(client, async (signal) => signal.aborted)).toBe(false);
  });

  test('aborts a call whose client goes away, or is gone already', async () => {
    const calls = new RunningCalls();
    const client = new AbortController();
    const running = calls.run(client.signal, untilAborted);
    client.abort();
    expect(await running).toBe('aborted');
    expect(await calls.run(client.signal, async (signal) => signal.aborted)).toBe(true);
  });

  test('is idle when the last call has ended, well or not', async () => {
    const calls = new RunningCalls();
    const client = new AbortController().signal;
    const failing = calls.run(client, (signal) => untilAborted(signal).then(() => Promise.reject(new Error('failed'))));
    failing.catch(() => undefined);
    const idle = calls.idle();
    calls.abort();
    await expect(idle).resolves.toBeUndefined();
    await expect(failing).rejects.toThrow('failed');
  });
});
