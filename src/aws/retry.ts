import { setTimeout as sleep } from 'node:timers/promises';
import type { Deadline } from './deadline';
import { AwsCallError } from './errors';

const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 5_000;

/** Each call was refused, so unlike one that is cut off none of them may have been carried out. */
const stoppedWhile = ({ operation, code }: AwsCallError): AwsCallError =>
  new AwsCallError({
    operation,
    failure: 'stopped',
    code: 'Stopped',
    text: `asked to stop while waiting for AWS, which last answered ${code}`,
    attempts: 0,
  });

/**
 * Repeats a call that AWS refuses for the moment, until it succeeds or the deadline passes; then the last refusal
 * is thrown, or that it was stopped. Throttling and failures of the service are not repeated here: the SDK's retry does that, by its rules.
 * Waits 0.25 s, doubling up to 5 s, half of it random so that many resources do not come back at once.
 */
export async function waitOut<T>(
  attempt: () => Promise<T>,
  isTemporary: (error: AwsCallError) => boolean,
  until: Deadline,
): Promise<T> {
  for (let round = 0; ; round += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof AwsCallError) || !isTemporary(error)) throw error;
      const delay = Math.min(FIRST_DELAY_MS * 2 ** round, MAX_DELAY_MS) * (0.5 + Math.random() / 2);
      await sleep(delay, undefined, { signal: until.signal }).catch(() => {
        throw until.ended() === 'stopped' ? stoppedWhile(error) : error;
      });
    }
  }
}
