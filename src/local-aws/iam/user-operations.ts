/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html and its neighbours */
import { operation, type Operation, type Output } from '../model/service';
import { ServiceError } from '../model/service-error';
import { required } from '../model/shapes';
import type { Iam } from './iam';
import {
  existingUserNameType,
  markerType,
  maxItemsType,
  pathPrefixType,
  pathType,
  tagListType,
  userNameType,
} from './shapes';
import type { IamUser } from './user';

/** Per account, not adjustable. */
const MAX_USERS = 5000;
const DEFAULT_MAX_ITEMS = 100;

const summary = (user: IamUser): Output => ({
  Path: user.path,
  UserName: user.userName,
  UserId: user.userId,
  Arn: user.arn,
  CreateDate: user.createDate,
  PasswordLastUsed: user.passwordLastUsed,
});

export const showTags = (user: IamUser): Output[] =>
  Array.from(user.tags, ([key, value]) => ({ Key: key, Value: value }));

const detail = (user: IamUser): Output => ({
  ...summary(user),
  Tags: user.tags.size > 0 ? showTags(user) : undefined,
});

const createUser = (iam: Iam): Operation =>
  operation(
    { path: pathType, userName: required(userNameType), tags: tagListType },
    ({ userName, path, tags = [] }) => {
      if (iam.users.size >= MAX_USERS) {
        throw new ServiceError('LimitExceeded', `Cannot exceed quota for UsersPerAccount: ${MAX_USERS}`);
      }
      const tagMap = Object.fromEntries(tags.map(({ key, value }) => [key, value]));
      const user = iam.users.create({ userName, path, tags: tagMap });
      iam.propagation.userCreated(user);
      return { User: detail(user) };
    },
  );

const getUser = (iam: Iam): Operation =>
  operation({ userName: existingUserNameType }, ({ userName }, caller) => ({
    User: detail(iam.userFor(userName, caller)),
  }));

const updateUser = (iam: Iam): Operation =>
  operation(
    { userName: required(existingUserNameType), newPath: pathType, newUserName: userNameType },
    ({ userName, ...change }, caller) => {
      iam.users.rename(iam.userFor(userName, caller).userName, change);
      return {};
    },
  );

const deleteUser = (iam: Iam): Operation =>
  operation({ userName: required(existingUserNameType) }, (input, caller) => {
    const { userName, loginProfile, accessKeys } = iam.userFor(input.userName, caller);
    if (loginProfile !== undefined) {
      throw new ServiceError('DeleteConflict', 'Cannot delete entity, must delete login profile first.');
    }
    if (accessKeys.length > 0) {
      throw new ServiceError('DeleteConflict', 'Cannot delete entity, must delete access keys first.');
    }
    iam.users.delete(userName);
    return {};
  });

const listUsers = (iam: Iam): Operation =>
  operation(
    { pathPrefix: pathPrefixType, marker: markerType, maxItems: maxItemsType },
    ({ pathPrefix = '/', marker = '0', maxItems = DEFAULT_MAX_ITEMS }) => {
      if (!/^\d+$/.test(marker)) throw new ServiceError('ValidationError', 'Invalid Marker.');
      const everyone = iam.users.list();
      const users = pathPrefix === '/' ? everyone : everyone.filter(({ path }) => path.startsWith(pathPrefix));
      const from = Number(marker);
      const isTruncated = from + maxItems < users.length;
      return {
        Users: users.slice(from, from + maxItems).map(summary),
        IsTruncated: isTruncated,
        Marker: isTruncated ? String(from + maxItems) : undefined,
      };
    },
  );

/** Groups are not kept, so every user is in none. Tools ask before they delete a user. */
const listGroupsForUser = (iam: Iam): Operation =>
  operation(
    { userName: required(existingUserNameType), marker: markerType, maxItems: maxItemsType },
    ({ userName }, caller) => {
      iam.userFor(userName, caller);
      return { Groups: [], IsTruncated: false };
    },
  );

export const userOperations = (iam: Iam): Readonly<Record<string, Operation>> => ({
  CreateUser: createUser(iam),
  GetUser: getUser(iam),
  UpdateUser: updateUser(iam),
  DeleteUser: deleteUser(iam),
  ListUsers: listUsers(iam),
  ListGroupsForUser: listGroupsForUser(iam),
});
