import { Readable } from 'node:stream';
import { passwordFromStdin } from '../../../../src/cli/login-profile/password-input';
import { told } from '../../../../src/cli/login-profile/set';
import { commandLine } from '../../../support/command-line';

describe('iam-login-profile set', () => {
  test('prints a skeleton that --cli-input-json takes, once it is filled in', async () => {
    const { exitStatus, stdout } = await commandLine(['set', '--generate-cli-skeleton']);
    expect(exitStatus).toBe(0);
    const refused = await commandLine(['set', '--cli-input-json', stdout]);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      error: { code: 'VALIDATION_ERROR', message: expect.stringMatching(/^The user name is empty/) },
    });
  });

  test('does not read a password from a terminal, where it would be shown', async () => {
    const stdin = Object.assign(Readable.from([]), { isTTY: true });
    await expect(passwordFromStdin(stdin)).rejects.toThrow(/at a terminal the password would be shown/);
  });

  test('tells a person in words what was done', () => {
    const data = {
      id: 'alice',
      created_at: '2026-01-02T03:04:05Z',
      action: 'updated',
      password_reset_required: true,
      updated_at: '2026-01-03T03:04:05Z',
      secret_arn: 'arn:secret',
      secret_version_id: 'v2',
    } as const;
    expect(told(data)).toBe(
      'alice: The login profile was updated, with version v2 of arn:secret. A new password is asked for at the next sign-in.',
    );
    expect(told({ ...data, action: 'would_create', secret_version_id: null, password_reset_required: false })).toBe(
      'alice: The login profile would be created.',
    );
  });
});
