/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateLoginProfile.html and its neighbours */
import type { Identity } from '../identity';
import { operation, type Operation, type Output } from '../model/service';
import { ServiceError } from '../model/service-error';
import { boolean, required } from '../model/shapes';
import type { Iam } from './iam';
import { noSuchLoginProfile } from './login-profiles';
import { passwordType, userNameType } from './shapes';
import type { IamUser, LoginProfile } from './user';

const show = (user: IamUser, profile: LoginProfile, passwordResetRequired: boolean): Output => ({
  LoginProfile: {
    UserName: user.userName,
    CreateDate: profile.createDate,
    PasswordResetRequired: passwordResetRequired,
  },
});

const profileOf = (user: IamUser): LoginProfile => {
  if (user.loginProfile === undefined) throw noSuchLoginProfile(user.userName);
  return user.loginProfile;
};

/** The user whose profile may be changed now; a profile that is still being made may not. */
const modifiable = (iam: Iam, userName: string | undefined, caller: Identity): IamUser => {
  const user = iam.userFor(userName, caller);
  if (!iam.propagation.isModifiable(profileOf(user))) {
    throw new ServiceError(
      'EntityTemporarilyUnmodifiable',
      `Login Profile for User ${user.userName} cannot be modified while login profile is being created.`,
    );
  }
  return user;
};

const createLoginProfile = (iam: Iam): Operation =>
  operation(
    // The model calls the password optional for the sake of a member account's root; a user must have one.
    { userName: userNameType, password: required(passwordType), passwordResetRequired: boolean },
    ({ userName, password, passwordResetRequired = false }, caller) => {
      const user = iam.userFor(userName, caller);
      const profile = iam.loginProfiles.create({ userName: user.userName, password, passwordResetRequired });
      iam.propagation.loginProfileCreated(profile);
      return show(user, profile, passwordResetRequired);
    },
  );

const getLoginProfile = (iam: Iam): Operation =>
  operation({ userName: userNameType }, ({ userName }, caller) => {
    const user = iam.userFor(userName, caller);
    const profile = profileOf(user);
    if (!iam.propagation.isReadable(profile)) throw noSuchLoginProfile(user.userName);
    return show(user, profile, iam.propagation.shownFlag(profile));
  });

const updateLoginProfile = (iam: Iam): Operation =>
  operation(
    { userName: required(userNameType), password: passwordType, passwordResetRequired: boolean },
    ({ userName, ...change }, caller) => {
      const user = modifiable(iam, userName, caller);
      const formerFlag = profileOf(user).passwordResetRequired;
      iam.propagation.loginProfileUpdated(iam.loginProfiles.update(user.userName, change), formerFlag);
      return {};
    },
  );

const deleteLoginProfile = (iam: Iam): Operation =>
  operation({ userName: userNameType }, ({ userName }, caller) => {
    iam.loginProfiles.delete(modifiable(iam, userName, caller).userName);
    return {};
  });

const changePassword = (iam: Iam): Operation =>
  operation({ oldPassword: required(passwordType), newPassword: required(passwordType) }, (input, caller) => {
    if (caller.user === undefined) {
      throw new ServiceError('InvalidUserType', 'Only IAM users can change their own password.');
    }
    const { userName } = modifiable(iam, undefined, caller);
    iam.loginProfiles.changePassword(userName, input.oldPassword, input.newPassword);
    return {};
  });

export const loginProfileOperations = (iam: Iam): Readonly<Record<string, Operation>> => ({
  CreateLoginProfile: createLoginProfile(iam),
  GetLoginProfile: getLoginProfile(iam),
  UpdateLoginProfile: updateLoginProfile(iam),
  DeleteLoginProfile: deleteLoginProfile(iam),
  ChangePassword: changePassword(iam),
});
