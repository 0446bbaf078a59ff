/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html and its neighbours */
import { operation, type Operation } from '../model/service';
import { ServiceError } from '../model/service-error';
import { boolean, required } from '../model/shapes';
import { putVersion } from './put-version';
import { AWSCURRENT, type Secret, type SecretVersion } from './secret';
import { noSuchVersion } from './secrets';
import type { SecretsManager } from './secrets-manager';
import {
  maxResultsType,
  nextTokenType,
  readValue,
  requireToken,
  rotationTokenType,
  secretIdType,
  valueMembers,
  versionIdType,
  versionStagesType,
  versionStageType,
} from './shapes';

const DEFAULT_MAX_RESULTS = 100;

const nonEmpty = (stages: string[]) => (stages.length > 0 ? stages : undefined);

/** Secrets Manager tells the day of an access only. */
const dayOf = (date: Date) => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()));

/** The version a read asks for; without id and label that is the current one. */
const findVersion = (secret: Secret, versionId: string | undefined, stage: string | undefined): SecretVersion => {
  if (versionId === undefined) {
    const wanted = stage ?? AWSCURRENT;
    const version = secret.version(secret.versionIdOf(wanted) ?? '');
    if (version !== undefined) return version;
    const message = `Secrets Manager can't find the specified secret value for staging label: ${wanted}`;
    throw new ServiceError('ResourceNotFoundException', message);
  }
  const version = secret.version(versionId);
  if (version === undefined) throw noSuchVersion(versionId);
  if (stage !== undefined && secret.versionIdOf(stage) !== versionId) {
    const message = 'You provided a VersionStage that is not associated to the provided VersionId.';
    throw new ServiceError('InvalidRequestException', message);
  }
  return version;
};

const getSecretValue = ({ secrets, kms, scope }: SecretsManager): Operation =>
  operation(
    { secretId: required(secretIdType), versionId: versionIdType, versionStage: versionStageType },
    ({ secretId, versionId, versionStage }) => {
      const secret = secrets.requireActive(secretId);
      const version = findVersion(secret, versionId, versionStage);
      kms.decrypt(version);
      const { secretString, secretBinary } = version.value.reveal();
      version.lastAccessedDate = dayOf(scope.now());
      secret.lastAccessedDate = version.lastAccessedDate;
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: version.versionId,
        SecretString: secretString,
        SecretBinary: secretBinary,
        VersionStages: nonEmpty(secret.stagesOf(version.versionId)),
        CreatedDate: version.createdDate,
      };
    },
  );

const putSecretValue = (manager: SecretsManager): Operation =>
  operation(
    {
      secretId: required(secretIdType),
      clientRequestToken: versionIdType,
      ...valueMembers,
      versionStages: versionStagesType,
      rotationToken: rotationTokenType,
    },
    ({ secretId, versionStages, ...input }) => {
      const secret = manager.secrets.requireActive(secretId);
      const versionId = requireToken(input.clientRequestToken);
      const value = readValue(input);
      if (value === undefined) {
        throw new ServiceError('InvalidRequestException', 'You must provide either SecretString or SecretBinary.');
      }
      manager.kms.encrypt(secret.kmsKeyId);
      putVersion(manager, secret, { versionId, value, stages: versionStages });
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: versionId,
        VersionStages: nonEmpty(secret.stagesOf(versionId)),
      };
    },
  );

const invalidParameter = (message: string) => new ServiceError('InvalidParameterException', message);

/** A label that is attached somewhere is only taken from the version that the caller names. */
const checkRemoval = (secret: Secret, stage: string, removeFromVersionId: string | undefined): void => {
  const holder = secret.versionIdOf(stage);
  if (holder === removeFromVersionId) return;
  throw invalidParameter(
    holder === undefined
      ? `The staging label ${stage} is not attached to version ${removeFromVersionId ?? ''}.`
      : `The parameter RemoveFromVersionId must be the version that holds the label. Staging label ${stage} is ` +
          `currently attached to version ${holder}, so you must explicitly reference that version in RemoveFromVersionId.`,
  );
};

const updateSecretVersionStage = ({ secrets, propagation, scope }: SecretsManager): Operation =>
  operation(
    {
      secretId: required(secretIdType),
      versionStage: required(versionStageType),
      removeFromVersionId: versionIdType,
      moveToVersionId: versionIdType,
    },
    ({ secretId, versionStage, removeFromVersionId, moveToVersionId }) => {
      const secret = secrets.requireActive(secretId);
      const identification = { ARN: secret.arn, Name: secret.name };
      if (moveToVersionId === undefined && removeFromVersionId === undefined) {
        throw invalidParameter('You must specify MoveToVersionId, RemoveFromVersionId or both.');
      }
      if (moveToVersionId !== undefined && secret.version(moveToVersionId) === undefined) {
        throw noSuchVersion(moveToVersionId);
      }
      if (moveToVersionId !== undefined && secret.versionIdOf(versionStage) === moveToVersionId) return identification;
      checkRemoval(secret, versionStage, removeFromVersionId);
      if (moveToVersionId === undefined && versionStage === AWSCURRENT) {
        throw invalidParameter(
          "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.",
        );
      }
      propagation.change(secret, () => {
        if (moveToVersionId === undefined) secret.detachStage(versionStage, scope.now());
        else secret.moveStage(versionStage, moveToVersionId, scope.now());
      });
      return identification;
    },
  );

const readNextToken = (nextToken: string): number => {
  if (/^\d+$/.test(nextToken)) return Number(nextToken);
  throw new ServiceError('InvalidNextTokenException', 'Invalid pagination token.');
};

const listSecretVersionIds = ({ secrets }: SecretsManager): Operation =>
  operation(
    {
      secretId: required(secretIdType),
      maxResults: maxResultsType,
      nextToken: nextTokenType,
      includeDeprecated: boolean,
    },
    ({ secretId, maxResults = DEFAULT_MAX_RESULTS, nextToken = '0', includeDeprecated = false }) => {
      const secret = secrets.require(secretId);
      const from = readNextToken(nextToken);
      const listed = secret
        .versions()
        .map((version) => ({ ...version, stages: nonEmpty(secret.stagesOf(version.versionId)) }))
        .filter(({ stages }) => includeDeprecated || stages !== undefined);
      const next = from + maxResults;
      return {
        Versions: listed.slice(from, next).map(({ versionId, stages, lastAccessedDate, createdDate, kmsKeyId }) => ({
          VersionId: versionId,
          VersionStages: stages,
          LastAccessedDate: lastAccessedDate,
          CreatedDate: createdDate,
          KmsKeyIds: [kmsKeyId ?? 'DefaultEncryptionKey'],
        })),
        NextToken: next < listed.length ? String(next) : undefined,
        ARN: secret.arn,
        Name: secret.name,
      };
    },
  );

export const versionOperations = (manager: SecretsManager): Readonly<Record<string, Operation>> => ({
  GetSecretValue: getSecretValue(manager),
  PutSecretValue: putSecretValue(manager),
  UpdateSecretVersionStage: updateSecretVersionStage(manager),
  ListSecretVersionIds: listSecretVersionIds(manager),
});
