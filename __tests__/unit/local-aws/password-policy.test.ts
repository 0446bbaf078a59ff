import {
  ChangePasswordCommand,
  DeleteAccountPasswordPolicyCommand,
  GetAccountPasswordPolicyCommand,
  UpdateAccountPasswordPolicyCommand,
} from '@aws-sdk/client-iam';
import { clientsFor, DAY, failureOf, OTHER_PASSWORD, PASSWORD, useLocalAws } from './support';

const fixture = useLocalAws();

const violationOf = (password: string): string | undefined => {
  fixture.aws.users.create({ userName: 'alice' });
  try {
    fixture.aws.loginProfiles.create({ userName: 'alice', password });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};

describe("IAM's default policy", () => {
  it.each([
    { name: 'seven characters', password: 'Abcde1!', message: 'Password should have a minimum length of 8' },
    {
      name: 'one kind of character',
      password: 'abcdefgh',
      message:
        'Password should meet 2 more of the following requirements: Password should have at least one uppercase ' +
        'letter, Password should have at least one number, Password should have at least one symbol',
    },
    {
      name: 'two kinds and a full stop, which is no symbol for IAM',
      password: 'abcdefg1.',
      message:
        'Password should meet 1 more of the following requirements: Password should have at least one uppercase ' +
        'letter, Password should have at least one symbol',
    },
    { name: 'an accented capital, which is no capital for IAM', password: 'Äbcdefg1', message: expect.any(String) },
    { name: 'three kinds', password: 'Abcdefg1', message: undefined },
    { name: 'three kinds with a symbol', password: 'abcdef1!', message: undefined },
  ])('$name', ({ password, message }) => {
    expect(violationOf(password)).toEqual(message);
  });

  it.each(Array.from("!@#$%^&*()_+-=[]{}|'"))('counts %s as a symbol', (symbol) => {
    expect(violationOf(`abcdefg1${symbol}`)).toBeUndefined();
  });

  it.each(Array.from('",./:;<>?\\`~ é'))('does not count %s as a symbol', (character) => {
    expect(violationOf(`abcdefg1${character}`)).toMatch('at least one symbol');
  });
});

describe('a policy of the account', () => {
  it.each([
    { name: 'length', policy: { minimumPasswordLength: 12 }, password: 'Abcdefg1!', message: /minimum length of 12/ },
    { name: 'symbols', policy: { requireSymbols: true }, password: 'Abcdefg1', message: /one symbol/ },
    { name: 'numbers', policy: { requireNumbers: true }, password: 'Abcdefg!', message: /one number/ },
    { name: 'capitals', policy: { requireUppercaseCharacters: true }, password: 'abcdefg1', message: /one uppercase/ },
    { name: 'small letters', policy: { requireLowercaseCharacters: true }, password: 'ABCDEFG1', message: /lowercase/ },
  ])('demands $name', ({ policy, password, message }) => {
    fixture.aws.passwordPolicy.update(policy);
    expect(violationOf(password)).toMatch(message);
  });

  it('takes the place of the default one, even where it is laxer', () => {
    fixture.aws.passwordPolicy.update({});
    expect(violationOf('abcdef')).toBeUndefined();
  });
});

describe('the policy over the API', () => {
  const get = () => fixture.iam.send(new GetAccountPasswordPolicyCommand({}));

  it('is not found until one is set, and again after it is deleted', async () => {
    const notFound = {
      name: 'NoSuchEntityException',
      status: 404,
      message: 'The Password Policy with domain name 111122223333 cannot be found.',
    };
    expect(await failureOf(get())).toEqual(notFound);
    await fixture.iam.send(new UpdateAccountPasswordPolicyCommand({}));
    await fixture.iam.send(new DeleteAccountPasswordPolicyCommand({}));
    expect(await failureOf(get())).toEqual(notFound);
    const again = fixture.iam.send(new DeleteAccountPasswordPolicyCommand({}));
    expect(await failureOf(again)).toMatchObject({ status: 404 });
  });

  it('freshly set has defaults and no optional fields', async () => {
    await fixture.iam.send(new UpdateAccountPasswordPolicyCommand({}));
    expect((await get()).PasswordPolicy).toEqual({
      MinimumPasswordLength: 6,
      RequireSymbols: false,
      RequireNumbers: false,
      RequireUppercaseCharacters: false,
      RequireLowercaseCharacters: false,
      AllowUsersToChangePassword: false,
      ExpirePasswords: false,
    });
  });

  it('is replaced as a whole', async () => {
    const first = { RequireSymbols: true, MaxPasswordAge: 90, PasswordReusePrevention: 3, HardExpiry: true };
    await fixture.iam.send(new UpdateAccountPasswordPolicyCommand(first));
    expect((await get()).PasswordPolicy).toMatchObject({ ...first, ExpirePasswords: true });
    await fixture.iam.send(new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 14 }));
    const { PasswordPolicy } = await get();
    expect(PasswordPolicy).toMatchObject({ MinimumPasswordLength: 14, RequireSymbols: false, ExpirePasswords: false });
    expect(PasswordPolicy).not.toHaveProperty('MaxPasswordAge');
  });

  it.each([{ MinimumPasswordLength: 5 }, { MaxPasswordAge: 1096 }, { PasswordReusePrevention: 25 }])(
    'refuses %p',
    async (input) => {
      const failure = await failureOf(fixture.iam.send(new UpdateAccountPasswordPolicyCommand(input)));
      expect(failure).toMatchObject({ name: 'ValidationError', status: 400 });
      expect(failure.message).toMatch(/Member must have value (less|greater) than or equal to \d+$/);
    },
  );
});

describe('former passwords', () => {
  beforeEach(() => {
    fixture.aws.passwordPolicy.update({ passwordReusePrevention: 2 });
    fixture.aws.users.create({ userName: 'alice' });
    fixture.aws.loginProfiles.create({ userName: 'alice', password: PASSWORD });
    fixture.aws.loginProfiles.changePassword('alice', PASSWORD, OTHER_PASSWORD);
  });

  it('cannot be chosen again by the person', async () => {
    const { iam } = clientsFor(fixture.aws, fixture.aws.identities.add({ userName: 'alice' }));
    const command = new ChangePasswordCommand({ OldPassword: OTHER_PASSWORD, NewPassword: PASSWORD });
    expect(await failureOf(iam.send(command))).toMatchObject({ name: 'PasswordPolicyViolationException', status: 400 });
  });

  it('can be set again by an administrator', () => {
    fixture.aws.loginProfiles.update('alice', { password: PASSWORD });
    expect(fixture.aws.signIn('alice', PASSWORD).outcome).toBe('signed-in');
  });

  it('can be chosen again once enough others came in between', () => {
    fixture.aws.loginProfiles.changePassword('alice', OTHER_PASSWORD, 'Third-password-3');
    fixture.aws.loginProfiles.changePassword('alice', 'Third-password-3', PASSWORD);
    expect(fixture.aws.signIn('alice', PASSWORD).outcome).toBe('signed-in');
  });
});

describe('a sign-in', () => {
  beforeEach(() => {
    fixture.aws.users.create({ userName: 'alice' });
    fixture.aws.loginProfiles.create({ userName: 'alice', password: PASSWORD });
  });

  it.each([
    { name: 'the right password', userName: 'Alice', password: PASSWORD, outcome: 'signed-in' },
    { name: 'a wrong password', userName: 'alice', password: OTHER_PASSWORD, outcome: 'refused' },
    { name: 'no such user', userName: 'bob', password: PASSWORD, outcome: 'refused' },
    { name: 'a user without a profile', userName: 'local-admin', password: PASSWORD, outcome: 'refused' },
  ])('with $name: $outcome', ({ userName, password, outcome }) => {
    expect(fixture.aws.signIn(userName, password)).toEqual({ outcome });
  });

  it('asks for a new password where a reset is required, and not after it', () => {
    fixture.aws.loginProfiles.update('alice', { passwordResetRequired: true });
    expect(fixture.aws.signIn('alice', PASSWORD)).toEqual({ outcome: 'password-reset-required' });
    fixture.aws.loginProfiles.changePassword('alice', PASSWORD, OTHER_PASSWORD);
    expect(fixture.aws.signIn('alice', OTHER_PASSWORD)).toEqual({ outcome: 'signed-in' });
  });

  it.each([
    { hardExpiry: false, outcome: 'password-reset-required' },
    { hardExpiry: true, outcome: 'refused' },
  ])('after its expiry, with hardExpiry $hardExpiry: $outcome', ({ hardExpiry, outcome }) => {
    fixture.aws.passwordPolicy.update({ maxPasswordAge: 30, hardExpiry });
    expect(fixture.aws.signIn('alice', PASSWORD).outcome).toBe('signed-in');
    fixture.clock.advance(30 * DAY);
    expect(fixture.aws.signIn('alice', PASSWORD).outcome).toBe(outcome);
  });
});
