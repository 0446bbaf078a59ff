import { ServiceError } from '../model/service-error';
import { AWSCURRENT, type Secret } from './secret';
import type { HiddenSecretValue } from './secret-value';
import type { SecretsManager } from './secrets-manager';

export interface VersionToPut {
  readonly versionId: string;
  readonly value: HiddenSecretValue;
  /** @default AWSCURRENT */
  readonly stages?: readonly string[];
}

/**
 * Adds a version, once: the same token with the same value again only adds the labels that are asked for.
 * @throws ServiceError `ResourceExistsException` for the same token with another value.
 */
export const putVersion = (
  { secrets, propagation, scope }: SecretsManager,
  secret: Secret,
  { versionId, value, stages }: VersionToPut,
): void => {
  const existing = secret.version(versionId);
  if (existing !== undefined && !existing.value.equals(value)) {
    throw new ServiceError(
      'ResourceExistsException',
      `You can't use ClientRequestToken ${versionId} because that value is already in use for a version of secret ${secret.arn}.`,
    );
  }
  propagation.change(secret, () => {
    if (existing === undefined) secrets.addVersion(secret, value, { versionId, stages: stages ?? [AWSCURRENT] });
    else for (const stage of stages ?? []) secret.moveStage(stage, versionId, scope.now());
  });
};
