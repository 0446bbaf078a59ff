import { fitsPattern, userNameRefusal } from '../../../src/provider/allowed-user-names';
import { ownUserRefusal, userNameOf } from '../../../src/provider/login-profile/own-user';
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

describe("the caller's own user", () => {
  test.each([
    ['arn:aws:iam::111122223333:user/alice', 'alice'],
    ['arn:aws-us-gov:iam::111122223333:user/team/blue/alice', 'alice'],
    ['arn:aws:iam::111122223333:root', undefined],
    ['arn:aws:sts::111122223333:assumed-role/alice/alice', undefined],
    ['arn:aws:sts::111122223333:federated-user/alice', undefined],
    ['arn:aws:iam::111122223333:role/user/alice', undefined],
    ['arn:aws:iam::111122223333:user/', undefined],
    ['', undefined],
  ])('behind %s is %s', (arn, userName) => {
    expect(userNameOf(arn)).toBe(userName);
  });

  const ARN = 'arn:aws:iam::111122223333:user/team/Alice';

  test('is refused whatever the case of the name, with both ways out', () => {
    const refused = ownUserRefusal('aLICE', ARN);
    expect(refused).toMatchObject({ severity: 'error', attribute: [{ attribute: 'user_name' }] });
    for (const text of ['"aLICE"', ARN, 'another identity', 'allow_own_user = true'])
      expect(refused?.detail).toContain(text);
  });

  test.each(['bob', 'team/Alice', 'lice'])('is not %s', (userName) => {
    expect(ownUserRefusal(userName, ARN)).toBeUndefined();
  });
});
