import { fitsPattern, userNameRefusal } from '../../../src/provider/allowed-user-names';
import { checkAccount } from '../../../src/provider/sign-in';

describe('allowed_user_names', () => {
  test.each([
    ['alice', 'alice', true],
    ['Alice', 'aLICE', true],
    ['alice2', 'alice', false],
    ['team-a', 'team-*', true],
    ['team-', 'team-*', true],
    ['my-team-a', 'team-*', false],
    ['bob1', 'bob?', true],
    ['bob', 'bob?', false],
    ['a.b+c@x', 'a.b+c@*', true],
    ['aXb', 'a.b', false],
    ['anybody', '*', true],
  ])('%s against %s: %s', (userName, pattern, fits) => {
    expect(fitsPattern(userName, pattern)).toBe(fits);
  });

  test('allow everybody where they are not set, and nobody where they are empty', () => {
    expect(userNameRefusal('alice', undefined)).toBeUndefined();
    expect(userNameRefusal('alice', [])).toMatchObject({ detail: expect.stringContaining('nobody') });
  });
});

describe('the account', () => {
  const caller = { account: '111122223333', arn: 'arn:aws:iam::111122223333:user/ops' };

  test.each([
    ['no guard', {}, undefined],
    ['is allowed', { allowedAccountIds: ['111122223333'] }, undefined],
    ['is not forbidden', { forbiddenAccountIds: ['222233334444'] }, undefined],
    ['is not allowed', { allowedAccountIds: ['222233334444', '333344445555'] }, 'allows 222233334444, 333344445555'],
    ['cannot be allowed', { allowedAccountIds: [] }, 'no account at all'],
    ['is forbidden', { forbiddenAccountIds: ['111122223333'] }, 'which forbidden_account_ids names'],
  ])('%s', (_what, guards, says) => {
    const diagnostics = checkAccount(caller, guards);
    if (says === undefined) expect(diagnostics).toEqual([]);
    else expect(diagnostics).toMatchObject([{ severity: 'error', detail: expect.stringContaining(says) }]);
  });
});
