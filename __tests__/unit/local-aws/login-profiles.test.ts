import {
  ChangePasswordCommand,
  CreateLoginProfileCommand,
  DeleteLoginProfileCommand,
  GetLoginProfileCommand,
  UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam';
import { clientsFor, failureOf, OTHER_PASSWORD, PASSWORD, sendIam, useLocalAws } from './support';

const fixture = useLocalAws();

beforeEach(() => {
  fixture.aws.users.create({ userName: 'alice' });
  fixture.aws.users.create({ userName: 'bob' });
  fixture.aws.loginProfiles.create({ userName: 'bob', password: PASSWORD, passwordResetRequired: true });
});

const toTheSecond = (date: Date) => new Date(Math.floor(date.getTime() / 1000) * 1000);

describe('CreateLoginProfile', () => {
  it('makes a profile, dated to the second, that the user can sign in with', async () => {
    const before = toTheSecond(fixture.clock.now());
    const { LoginProfile } = await fixture.iam.send(
      new CreateLoginProfileCommand({ UserName: 'alice', Password: PASSWORD }),
    );
    expect(LoginProfile).toMatchObject({ UserName: 'alice', PasswordResetRequired: false });
    expect(LoginProfile!.CreateDate!.getTime() % 1000).toBe(0);
    expect(LoginProfile!.CreateDate!.getTime()).toBeGreaterThanOrEqual(before.getTime());
    expect(fixture.aws.signIn('alice', PASSWORD)).toEqual({ outcome: 'signed-in' });
  });

  it('answers the stored spelling of a name given in another case', async () => {
    const command = new CreateLoginProfileCommand({ UserName: 'ALICE', Password: PASSWORD });
    const { LoginProfile } = await fixture.iam.send(command);
    expect(LoginProfile!.UserName).toBe('alice');
  });

  it('takes every character from tab to ÿ, as characters and not as bytes', async () => {
    const password = `Aa1-é ÿ+&%\t\n${'ü'.repeat(116)}`;
    expect(password).toHaveLength(128);
    await fixture.iam.send(new CreateLoginProfileCommand({ UserName: 'alice', Password: password }));
    expect(fixture.aws.signIn('alice', password).outcome).toBe('signed-in');
  });

  it.each([
    {
      name: 'an unknown user',
      input: { UserName: 'carol', Password: PASSWORD },
      expected: {
        name: 'NoSuchEntityException',
        status: 404,
        message: 'The user with name carol cannot be found.',
      },
    },
    {
      name: 'a profile that exists',
      input: { UserName: 'Bob', Password: PASSWORD },
      expected: {
        name: 'EntityAlreadyExistsException',
        status: 409,
        message: 'Login Profile for user bob already exists.',
      },
    },
    {
      name: 'a weak password',
      input: { UserName: 'alice', Password: 'password' },
      expected: { name: 'PasswordPolicyViolationException', status: 400 },
    },
    {
      name: 'no password',
      input: { UserName: 'alice' },
      expected: {
        name: 'ValidationError',
        status: 400,
        message:
          "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null",
      },
    },
    {
      name: 'a password of 129 characters',
      input: { UserName: 'alice', Password: 'Aa1-'.repeat(32) + 'x' },
      expected: { name: 'ValidationError', status: 400 },
    },
    {
      name: 'a character above ÿ',
      input: { UserName: 'alice', Password: `${PASSWORD}€` },
      expected: { name: 'ValidationError', status: 400 },
    },
    {
      name: 'a name of 65 characters',
      input: { UserName: 'x'.repeat(65), Password: PASSWORD },
      expected: {
        name: 'ValidationError',
        status: 400,
        message:
          "1 validation error detected: Value at 'userName' failed to satisfy constraint: " +
          'Member must have length less than or equal to 64',
      },
    },
    {
      name: 'two broken rules at once',
      input: { UserName: 'a b', Password: `${PASSWORD}€` },
      expected: {
        name: 'ValidationError',
        status: 400,
        message: expect.stringMatching(
          /^2 validation errors detected: Value at 'userName' failed .*; Value at 'password' failed /,
        ),
      },
    },
  ])('refuses $name', async ({ input, expected }) => {
    const failure = await failureOf(fixture.iam.send(new CreateLoginProfileCommand(input as never)));
    expect(failure).toMatchObject(expected);
    expect(failure.message).not.toContain('Correct-horse');
  });
});

describe('GetLoginProfile', () => {
  it('tells the flag and the creation date', async () => {
    const { LoginProfile } = await fixture.iam.send(new GetLoginProfileCommand({ UserName: 'BOB' }));
    expect(LoginProfile).toEqual({
      UserName: 'bob',
      CreateDate: fixture.aws.loginProfiles.get('bob')!.createDate,
      PasswordResetRequired: true,
    });
  });

  it.each([
    { name: 'a user without a profile', userName: 'Alice', message: 'Login Profile for User alice cannot be found.' },
    { name: 'no such user', userName: 'carol', message: 'The user with name carol cannot be found.' },
  ])('does not find $name', async ({ userName, message }) => {
    expect(await failureOf(fixture.iam.send(new GetLoginProfileCommand({ UserName: userName })))).toEqual({
      name: 'NoSuchEntityException',
      status: 404,
      message,
    });
  });
});

describe('UpdateLoginProfile', () => {
  const update = (input: { Password?: string; PasswordResetRequired?: boolean }) =>
    fixture.iam.send(new UpdateLoginProfileCommand({ UserName: 'bob', ...input }));

  it.each([
    {
      name: 'password alone keeps the flag',
      input: { Password: OTHER_PASSWORD },
      flag: true,
      password: OTHER_PASSWORD,
    },
    { name: 'flag alone keeps the password', input: { PasswordResetRequired: false }, flag: false, password: PASSWORD },
    {
      name: 'both are set',
      input: { Password: OTHER_PASSWORD, PasswordResetRequired: false },
      flag: false,
      password: OTHER_PASSWORD,
    },
    { name: 'neither succeeds and does nothing', input: {}, flag: true, password: PASSWORD },
  ])('$name', async ({ input, flag, password }) => {
    await update(input);
    const profile = fixture.aws.loginProfiles.get('bob')!;
    expect(profile.passwordResetRequired).toBe(flag);
    expect(profile.password.equals(password)).toBe(true);
  });

  it('leaves the creation date alone', async () => {
    const { createDate } = fixture.aws.loginProfiles.get('bob')!;
    fixture.clock.advance(10_000);
    await update({ Password: OTHER_PASSWORD });
    expect(fixture.aws.loginProfiles.get('bob')!.createDate).toEqual(createDate);
  });

  it('refuses a weak password and keeps the old one', async () => {
    expect(await failureOf(update({ Password: 'short' }))).toEqual({
      name: 'PasswordPolicyViolationException',
      status: 400,
      message: 'Password should have a minimum length of 8',
    });
    expect(fixture.aws.loginProfiles.get('bob')!.password.equals(PASSWORD)).toBe(true);
  });

  it('does not find a user without a profile', async () => {
    const command = new UpdateLoginProfileCommand({ UserName: 'alice', Password: PASSWORD });
    expect(await failureOf(fixture.iam.send(command))).toMatchObject({ name: 'NoSuchEntityException', status: 404 });
  });

  it('needs a user name', async () => {
    const response = await sendIam(fixture.aws, 'Action=UpdateLoginProfile&PasswordResetRequired=true');
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(
      "Value at 'userName' failed to satisfy constraint: Member must not be null",
    );
  });
});

describe('DeleteLoginProfile', () => {
  it('ends the access; a second time finds nothing', async () => {
    const command = new DeleteLoginProfileCommand({ UserName: 'bob' });
    await fixture.iam.send(command);
    expect(fixture.aws.signIn('bob', PASSWORD).outcome).toBe('refused');
    expect(await failureOf(fixture.iam.send(command))).toMatchObject({ name: 'NoSuchEntityException', status: 404 });
  });
});

describe('a call without a user name', () => {
  it('is about the calling user', async () => {
    const { iam } = clientsFor(fixture.aws, fixture.aws.identities.add({ userName: 'bob' }));
    const { LoginProfile } = await iam.send(new GetLoginProfileCommand({}));
    expect(LoginProfile!.UserName).toBe('bob');
    await iam.send(new DeleteLoginProfileCommand({}));
    expect(fixture.aws.loginProfiles.get('bob')).toBeUndefined();
  });

  it('is refused with the keys of a role', async () => {
    const arn = 'arn:aws:sts::111122223333:assumed-role/Deploy/session';
    const { iam } = clientsFor(fixture.aws, fixture.aws.identities.add({ arn }));
    expect(await failureOf(iam.send(new GetLoginProfileCommand({})))).toEqual({
      name: 'ValidationError',
      status: 400,
      message: 'Must specify userName when calling with non-User credentials',
    });
  });

  it('is not what an empty name means', async () => {
    const failure = await failureOf(fixture.iam.send(new GetLoginProfileCommand({ UserName: '' })));
    expect(failure).toMatchObject({ name: 'ValidationError', status: 400 });
  });
});

describe('ChangePassword', () => {
  const changeAsBob = (input: { OldPassword: string; NewPassword: string }) => {
    const { iam } = clientsFor(fixture.aws, fixture.aws.identities.add({ userName: 'bob' }));
    return iam.send(new ChangePasswordCommand(input));
  };

  it('sets the password and ends a required reset', async () => {
    await changeAsBob({ OldPassword: PASSWORD, NewPassword: OTHER_PASSWORD });
    expect(fixture.aws.loginProfiles.get('bob')!.passwordResetRequired).toBe(false);
    expect(fixture.aws.signIn('bob', OTHER_PASSWORD).outcome).toBe('signed-in');
  });

  it.each([
    {
      name: 'a wrong old password',
      input: { OldPassword: 'Wrong-password-1', NewPassword: OTHER_PASSWORD },
      error: { name: 'AccessDenied', status: 403 },
    },
    {
      name: 'the same password again',
      input: { OldPassword: PASSWORD, NewPassword: PASSWORD },
      error: { name: 'AccessDenied', status: 403 },
    },
    {
      name: 'a weak password',
      input: { OldPassword: PASSWORD, NewPassword: 'weak' },
      error: { name: 'PasswordPolicyViolationException', status: 400 },
    },
  ])('refuses $name', async ({ input, error }) => {
    expect(await failureOf(changeAsBob(input))).toMatchObject(error);
    expect(fixture.aws.loginProfiles.get('bob')!.password.equals(PASSWORD)).toBe(true);
  });

  it('is for IAM users only', async () => {
    const arn = 'arn:aws:sts::111122223333:assumed-role/Deploy/session';
    const { iam } = clientsFor(fixture.aws, fixture.aws.identities.add({ arn }));
    const command = new ChangePasswordCommand({ OldPassword: PASSWORD, NewPassword: OTHER_PASSWORD });
    expect(await failureOf(iam.send(command))).toMatchObject({ name: 'InvalidUserTypeException', status: 400 });
  });
});

describe('what an administrator does in the console', () => {
  it('recreates a profile with a new creation date', () => {
    const { createDate } = fixture.aws.loginProfiles.get('bob')!;
    fixture.clock.advance(1000);
    fixture.aws.loginProfiles.recreate({ userName: 'bob', password: OTHER_PASSWORD });
    expect(fixture.aws.loginProfiles.get('bob')!.createDate.getTime()).toBeGreaterThan(createDate.getTime());
  });

  it('leaves no trace in the journal', () => {
    fixture.aws.loginProfiles.update('bob', { password: OTHER_PASSWORD, passwordResetRequired: false });
    fixture.aws.loginProfiles.delete('bob');
    expect(fixture.aws.journal.entries).toEqual([]);
  });
});
