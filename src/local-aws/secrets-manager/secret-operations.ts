/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html and its neighbours */
import { operation, type Operation, type Output } from '../model/service';
import { ServiceError } from '../model/service-error';
import { boolean, required } from '../model/shapes';
import type { Secret } from './secret';
import type { SecretsManager } from './secrets-manager';
import {
  descriptionType,
  integer,
  kmsKeyIdType,
  nameType,
  readValue,
  requireToken,
  secretIdType,
  tagListType,
  valueMembers,
  versionIdType,
} from './shapes';
import { putVersion } from './put-version';

const NAME = /^[A-Za-z0-9/_+=.@!-]+$/;

const toRecord = (tags: readonly { key?: string; value?: string }[]): Record<string, string> =>
  Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value]));

const identify = ({ arn, name }: Secret) => ({ ARN: arn, Name: name });

const createSecret = ({ secrets, kms }: SecretsManager): Operation =>
  operation(
    {
      name: required(nameType),
      clientRequestToken: versionIdType,
      description: descriptionType,
      kmsKeyId: kmsKeyIdType,
      ...valueMembers,
      tags: tagListType,
    },
    ({ name, description, kmsKeyId, tags = [], ...input }) => {
      if (!NAME.test(name)) {
        const allowed = 'alphanumeric characters, or any of the following: -/_+=.@!';
        throw new ServiceError('InvalidParameterException', `Invalid name. Must be a valid name containing ${allowed}`);
      }
      const versionId = requireToken(input.clientRequestToken);
      const value = readValue(input);
      // A repetition of the call that made the secret is not an error.
      const existing = secrets.get(name);
      const made = existing?.deletedDate === undefined ? existing?.version(versionId) : undefined;
      if (existing && value && made?.value.equals(value)) return { ...identify(existing), VersionId: versionId };
      if (value !== undefined) kms.encrypt(kmsKeyId);
      const created = secrets.create({ name, description, kmsKeyId, tags: toRecord(tags) });
      if (value !== undefined) secrets.addVersion(secrets.require(created.arn), value, { versionId });
      return { ARN: created.arn, Name: name, VersionId: value && versionId };
    },
  );

const describe = (secret: Secret, stages: Output[string]): Output => ({
  ARN: secret.arn,
  Name: secret.name,
  Description: secret.description,
  KmsKeyId: secret.kmsKeyId,
  LastChangedDate: secret.lastChangedDate,
  LastAccessedDate: secret.lastAccessedDate,
  DeletedDate: secret.deletedDate,
  Tags: secret.tags.size > 0 ? Array.from(secret.tags, ([Key, Value]) => ({ Key, Value })) : undefined,
  VersionIdsToStages: stages,
  CreatedDate: secret.createdDate,
});

const describeSecret = ({ secrets, propagation }: SecretsManager): Operation =>
  operation({ secretId: required(secretIdType) }, ({ secretId }) => {
    const secret = secrets.get(secretId) ?? propagation.ghost(secretId) ?? secrets.require(secretId);
    return describe(secret, propagation.shownStages(secret));
  });

const updateSecret = (manager: SecretsManager): Operation =>
  operation(
    {
      secretId: required(secretIdType),
      clientRequestToken: versionIdType,
      description: descriptionType,
      kmsKeyId: kmsKeyIdType,
      ...valueMembers,
    },
    ({ secretId, description, kmsKeyId, ...input }) => {
      const secret = manager.secrets.requireActive(secretId);
      const versionId = requireToken(input.clientRequestToken);
      const value = readValue(input);
      if (value !== undefined) manager.kms.encrypt(kmsKeyId ?? secret.kmsKeyId);
      secret.description = description ?? secret.description;
      secret.kmsKeyId = kmsKeyId ?? secret.kmsKeyId;
      secret.lastChangedDate = manager.scope.now();
      if (value === undefined) return identify(secret);
      putVersion(manager, secret, { versionId, value });
      return { ...identify(secret), VersionId: versionId };
    },
  );

const invalidParameter = (message: string) => new ServiceError('InvalidParameterException', message);

/** Succeeds for a secret that does not exist, so that a repeated call does. */
const deleteByForce = ({ secrets, propagation, scope }: SecretsManager, secretId: string): Output => {
  const secret = secrets.get(secretId);
  if (secret === undefined) {
    const arn = secretId.startsWith('arn:') ? secretId : scope.regionalArn('secretsmanager', `secret:${secretId}`);
    return { ARN: arn, Name: secretId, DeletionDate: scope.now() };
  }
  secrets.deleteNow(secret.name);
  secret.deletedDate = scope.now();
  propagation.forceDeleted(secret);
  return { ...identify(secret), DeletionDate: secret.deletedDate };
};

const deleteSecret = (manager: SecretsManager): Operation =>
  operation(
    { secretId: required(secretIdType), recoveryWindowInDays: integer, forceDeleteWithoutRecovery: boolean },
    ({ secretId, recoveryWindowInDays, forceDeleteWithoutRecovery = false }) => {
      if (recoveryWindowInDays !== undefined && (recoveryWindowInDays < 7 || recoveryWindowInDays > 30)) {
        throw invalidParameter('The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).');
      }
      if (forceDeleteWithoutRecovery && recoveryWindowInDays !== undefined) {
        throw invalidParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
      }
      if (forceDeleteWithoutRecovery) return deleteByForce(manager, secretId);
      const secret = manager.secrets.requireActive(secretId);
      return { ...identify(secret), DeletionDate: manager.secrets.scheduleDeletion(secretId, recoveryWindowInDays) };
    },
  );

const restoreSecret = ({ secrets }: SecretsManager): Operation =>
  operation({ secretId: required(secretIdType) }, ({ secretId }) => {
    secrets.restore(secretId);
    return identify(secrets.require(secretId));
  });

/** Resource policies are not kept, so none is ever attached. */
const getResourcePolicy = ({ secrets }: SecretsManager): Operation =>
  operation({ secretId: required(secretIdType) }, ({ secretId }) => identify(secrets.require(secretId)));

export const secretOperations = (manager: SecretsManager): Readonly<Record<string, Operation>> => ({
  CreateSecret: createSecret(manager),
  DescribeSecret: describeSecret(manager),
  UpdateSecret: updateSecret(manager),
  DeleteSecret: deleteSecret(manager),
  RestoreSecret: restoreSecret(manager),
  GetResourcePolicy: getResourcePolicy(manager),
});
