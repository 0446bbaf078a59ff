import { operation, type Operation } from '../model/service';
import { ServiceError } from '../model/service-error';
import { required } from '../model/shapes';
import type { SecretsManager } from './secrets-manager';
import { secretIdType, tagKeyListType, tagListType } from './shapes';

const tagResource = ({ secrets }: SecretsManager): Operation =>
  operation({ secretId: required(secretIdType), tags: required(tagListType) }, ({ secretId, tags }) => {
    const secret = secrets.requireActive(secretId);
    for (const { key, value = '' } of tags) {
      if (key === undefined) throw new ServiceError('InvalidParameterException', 'A tag must have a Key.');
      secret.tags.set(key, value);
    }
    return {};
  });

const untagResource = ({ secrets }: SecretsManager): Operation =>
  operation({ secretId: required(secretIdType), tagKeys: required(tagKeyListType) }, ({ secretId, tagKeys }) => {
    const secret = secrets.requireActive(secretId);
    for (const key of tagKeys) secret.tags.delete(key);
    return {};
  });

export const secretTagOperations = (manager: SecretsManager): Readonly<Record<string, Operation>> => ({
  TagResource: tagResource(manager),
  UntagResource: untagResource(manager),
});
