import { operation, type Operation } from '../model/service';
import { ServiceError } from '../model/service-error';
import { required } from '../model/shapes';
import type { Iam } from './iam';
import { existingUserNameType, markerType, maxItemsType, tagKeyListType, tagListType } from './shapes';
import { showTags } from './user-operations';

const MAX_TAGS = 50;

const tagUser = (iam: Iam): Operation =>
  operation({ userName: required(existingUserNameType), tags: required(tagListType) }, ({ userName, tags }, caller) => {
    const user = iam.userFor(userName, caller);
    const keys = new Set([...user.tags.keys(), ...tags.map(({ key }) => key)]);
    if (keys.size > MAX_TAGS) {
      throw new ServiceError('LimitExceeded', `Cannot exceed quota for TagsPerUser: ${MAX_TAGS}`);
    }
    for (const { key, value } of tags) user.tags.set(key, value);
    return {};
  });

const untagUser = (iam: Iam): Operation =>
  operation(
    { userName: required(existingUserNameType), tagKeys: required(tagKeyListType) },
    ({ userName, tagKeys }, caller) => {
      const user = iam.userFor(userName, caller);
      for (const key of tagKeys) user.tags.delete(key);
      return {};
    },
  );

/** Always one page: a user's tags fit in it. */
const listUserTags = (iam: Iam): Operation =>
  operation(
    { userName: required(existingUserNameType), marker: markerType, maxItems: maxItemsType },
    ({ userName }, caller) => ({ Tags: showTags(iam.userFor(userName, caller)), IsTruncated: false }),
  );

export const userTagOperations = (iam: Iam): Readonly<Record<string, Operation>> => ({
  TagUser: tagUser(iam),
  UntagUser: untagUser(iam),
  ListUserTags: listUserTags(iam),
});
