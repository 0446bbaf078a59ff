import { setTimeout as sleep } from 'node:timers/promises';
import { Claims } from '../../../src/provider/claims';

describe('Claims', () => {
  test('a user is claimed while access is given, and afterwards, whatever the case of the name', async () => {
    const claims = new Claims();
    const giving = claims.claim('alice', () => sleep(5));
    await Promise.resolve();
    expect(claims.has('Alice')).toBe(true);
    await giving;
    expect(claims.has('ALICE')).toBe(true);
    expect(claims.has('bob')).toBe(false);
  });

  test('a claim that fails is given up, unless there was one before', async () => {
    const claims = new Claims();
    await expect(claims.claim('alice', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(claims.has('alice')).toBe(false);
    await claims.claim('bob', async () => undefined);
    await expect(claims.claim('bob', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(claims.has('bob')).toBe(true);
  });

  test('what concerns one user is done one after the other, also after a failure', async () => {
    const claims = new Claims();
    const order: string[] = [];
    const step = (name: string, ms: number) => async () => {
      order.push(`${name} begins`);
      await sleep(ms);
      order.push(`${name} ends`);
      if (name === 'first') throw new Error(name);
    };
    const results = [claims.claim('alice', step('first', 10)), claims.inTurn('Alice', step('second', 1))];
    expect((await Promise.allSettled(results)).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });
});
