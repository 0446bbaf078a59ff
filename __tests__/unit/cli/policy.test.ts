import type { PolicyDocument } from '../../../src';
import { commandLine } from '../../support/command-line';
import { isAllowed } from '../../support/iam-simulator';

interface Answer {
  readonly data: { readonly plan_policy: PolicyDocument; readonly apply_policy: PolicyDocument };
}

const policy = async (...args: string[]) => {
  const { exitStatus, stdout } = await commandLine(['policy', ...args]);
  return { exitStatus, answer: JSON.parse(stdout) as Answer };
};
const NAMES = ['--user', 'alice', '--secret', 'console/alice'];
const USER = 'arn:aws:iam::111122223333:user/team/alice';
const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:console/alice-Ab12Cd';

describe('iam-login-profile policy', () => {
  test('prints both documents, and they allow what their role needs and no more', async () => {
    const { exitStatus, answer } = await policy(...NAMES);
    expect(exitStatus).toBe(0);
    const { plan_policy: plan, apply_policy: apply } = answer.data;
    const call = { action: 'secretsmanager:GetSecretValue', resource: SECRET };
    expect(await isAllowed(plan, call)).toBe(false);
    expect(await isAllowed(apply, call)).toBe(true);
    expect(await isAllowed(plan, { action: 'iam:GetLoginProfile', resource: USER })).toBe(true);
    expect(
      await isAllowed(apply, { action: 'iam:UpdateLoginProfile', resource: USER.replace('alice', 'malice') }),
    ).toBe(false);
  });

  test('--role prints a document alone, for other tools', async () => {
    const { answer } = await policy(...NAMES, '--role', 'plan', '--account', '111122223333', '--user-path', '/team/');
    expect(answer).toMatchObject({ Version: '2012-10-17', Statement: [{ Resource: [USER] }, {}] });
  });

  test('takes ARNs and patterns as they are, and the partition from them', async () => {
    const arn = 'arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:console/*';
    const { answer } = await policy('--user', 'bob', '--secret', arn, '--retain', '--role', 'apply');
    expect(JSON.stringify(answer)).toContain('arn:aws-cn:iam::*:user/bob');
    expect(JSON.stringify(answer)).toContain(arn);
    expect(JSON.stringify(answer)).not.toContain('DeleteLoginProfile');
  });

  test.each([
    [['--user', 'alice'], /at least one user .* and one secret/],
    [['--user', 'a b', '--secret', 's'], /is no user name and no ARN/],
    [['--user', 'a', '--secret', 'a b'], /is no name of a secret/],
    [[...NAMES, '--kms-key', 'alias/x'], /neither an alias nor a bare key id/],
    [[...NAMES, '--account', '12'], /twelve digits/],
    [[...NAMES, '--user-path', 'team'], /begins and ends with a slash/],
  ])('refuses %j', async (args, says) => {
    const { exitStatus, answer } = await policy(...args);
    expect(answer).toMatchObject({ error: { code: 'VALIDATION_ERROR', message: expect.stringMatching(says) } });
    expect(exitStatus).toBe(2);
  });
});
