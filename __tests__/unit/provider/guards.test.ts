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
    ['', '*', true],
    ['', '?', false],
    ['abcabd', '*abd', true],
    ['aab', 'a*b', true],
    ['a', 'a**', true],
    ['ab', '*a', false],
    ['team-a-b', 't*-?-b', true],
  ])('%s against %s: %s', (userName, pattern, fits) => {
    expect(fitsPattern(userName, pattern)).toBe(fits);
  });

  test('take no pattern that keeps the provider busy', () => {
    // A backtracking matcher would still be at it when the test ends.
    expect(fitsPattern('a'.repeat(64), `${'*a'.repeat(31)}*b`)).toBe(false);
  });

  test('allow everybody where they are not set, and nobody where they are empty', () => {
    expect(userNameRefusal('alice', undefined)).toBeUndefined();
    expect(userNameRefusal('alice', [])).toMatchObject({ detail: expect.stringContaining('nobody') });
  });
});

describe('the account', () => {
  const caller = { account: '111122223333', arn: 'arn:aws:iam::111122223333:user/ops', uniqueId: 'AIDAOPS' };

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

  const as = (arn: string, uniqueId = 'AIDAALICE', account = '111122223333') => ({ arn, uniqueId, account });
  const caller = as(ARN);
  const role = as('arn:aws:sts::111122223333:assumed-role/Deploy/ci', 'AROADEPLOY:ci');

  test('is refused whatever the case of the name, with both ways out', () => {
    const refused = ownUserRefusal({ userName: 'aLICE' }, { caller });
    expect(refused).toMatchObject({ severity: 'error', attribute: [{ attribute: 'user_name' }] });
    for (const text of ['"aLICE"', ARN, 'another identity', 'allow_own_user = true'])
      expect(refused?.detail).toContain(text);
  });

  test.each(['bob', 'team/Alice', 'lice'])('is not %s', (userName) => {
    expect(ownUserRefusal({ userName, userId: 'AIDABOB' }, { caller })).toBeUndefined();
  });

  test('is still the same one after a rename', () => {
    const renamed = { userName: 'alice-lee', userId: 'AIDAALICE' };
    expect(ownUserRefusal(renamed, { caller })?.detail).toContain('"alice-lee"');
    expect(ownUserRefusal({ userName: 'alice-lee', userId: 'AROADEPLOY:ci' }, { caller: role })).toBeUndefined();
  });

  test('is the one behind a role of the provider block too', () => {
    const refused = ownUserRefusal({ userName: 'alice' }, { caller: role, beforeRoles: caller });
    for (const text of ['assumes the role of the provider block', ARN, 'Apply with another identity;'])
      expect(refused?.detail).toContain(text);
    expect(ownUserRefusal({ userName: 'bob' }, { caller: role, beforeRoles: caller })).toBeUndefined();
  });

  test('is nobody of an account that only the role is reached from', () => {
    const hub = as(ARN.replace('1111', '9999'), 'AIDAHUB', '999922223333');
    expect(ownUserRefusal({ userName: 'alice' }, { caller: role, beforeRoles: hub })).toBeUndefined();
  });
});
