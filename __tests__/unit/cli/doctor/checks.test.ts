import { clock, policy } from '../../../../src/cli/doctor/account';
import { checkNode, isOlder } from '../../../../src/cli/doctor/machine';
import { principalOf } from '../../../../src/cli/doctor/permissions';

test.each([
  ['1.5.0', '1.5.0', false],
  ['1.4.9', '1.5.0', true],
  ['1.10.0', '1.5.0', false],
  ['2.0.0', '1.99.99', false],
  ['1.5.0-beta1', '1.5.0', false],
])('isOlder(%s, %s) is %s', (version, minimum, older) => expect(isOlder(version, minimum)).toBe(older));

test.each([
  ['20.11.9', 'failed'],
  ['20.12.0', 'ok'],
  ['22.1.0', 'ok'],
])('Node %s is %s', (version, status) => expect(checkNode(version).status).toBe(status));

test.each([
  [0, 'ok'],
  [60, 'ok'],
  [61, 'warning'],
  [-300, 'warning'],
  [301, 'failed'],
  [-3600, 'failed'],
])('a clock that is %i s ahead is %s', (seconds, status) => {
  const now = new Date('2026-01-02T03:04:05Z');
  expect(clock(new Date(now.getTime() - seconds * 1000), now).status).toBe(status);
});

test('the password policy is told in words, and that users may not change their password', () => {
  expect(policy(undefined).found).toMatch(/default/);
  const strict = {
    minimumPasswordLength: 14,
    requireSymbols: true,
    requireNumbers: true,
    requireUppercaseCharacters: false,
    requireLowercaseCharacters: true,
    allowUsersToChangePassword: false,
    maxPasswordAge: 90,
  };
  expect(policy(strict)).toMatchObject({
    status: 'warning',
    found: '14 characters, lower case, a digit, a symbol, expires after 90 days',
  });
  expect(policy({ ...strict, allowUsersToChangePassword: true }).status).toBe('ok');
});

test.each([
  ['arn:aws:iam::111122223333:user/team/alice', 'arn:aws:iam::111122223333:user/team/alice'],
  ['arn:aws-cn:sts::111122223333:assumed-role/apply/session', 'arn:aws-cn:iam::111122223333:role/apply'],
  ['arn:aws:iam::111122223333:root', undefined],
  ['arn:aws:sts::111122223333:federated-user/x', undefined],
])('the principal behind %s is %s', (arn, principal) => expect(principalOf(arn)).toBe(principal));
