import { ServiceError } from '../model/service-error';
import type { Shape } from '../model/shapes';
import { HiddenSecretValue, type SecretValue } from './secret-value';

/** The most a value may hold, as text or as bytes. */
const MAX_SECRET_BYTES = 65_536;

export const nameType = { kind: 'string', min: 1, max: 512 } as const satisfies Shape;
export const secretIdType = { kind: 'string', min: 1, max: 2048 } as const satisfies Shape;
export const descriptionType = { kind: 'string', max: 2048 } as const satisfies Shape;
export const kmsKeyIdType = { kind: 'string', max: 2048 } as const satisfies Shape;
export const versionIdType = { kind: 'string', min: 32, max: 64 } as const satisfies Shape;
export const versionStageType = { kind: 'string', min: 1, max: 256 } as const satisfies Shape;
export const versionStagesType = { kind: 'list', of: versionStageType, min: 1, max: 20 } as const satisfies Shape;
export const rotationTokenType = { kind: 'string', min: 36, max: 256, sensitive: true } as const satisfies Shape;
export const integer = { kind: 'integer' } as const satisfies Shape;
export const maxResultsType = { kind: 'integer', min: 1, max: 100 } as const satisfies Shape;
export const nextTokenType = { kind: 'string', min: 1, max: 4096 } as const satisfies Shape;

const secretStringType = {
  kind: 'string',
  min: 1,
  max: MAX_SECRET_BYTES,
  unit: 'bytes',
  sensitive: true,
} as const satisfies Shape;
const secretBinaryType = { kind: 'blob', min: 1, max: MAX_SECRET_BYTES, sensitive: true } as const satisfies Shape;

/** The members that every operation with a value has. */
export const valueMembers = { secretString: secretStringType, secretBinary: secretBinaryType } as const;

const tagKeyType = { kind: 'string', min: 1, max: 128 } as const satisfies Shape;
export const tagListType = {
  kind: 'list',
  of: { kind: 'structure', members: { key: tagKeyType, value: { kind: 'string', max: 256 } } },
} as const satisfies Shape;
export const tagKeyListType = { kind: 'list', of: tagKeyType } as const satisfies Shape;

/** @throws ServiceError `InvalidParameterException` where both kinds of value are given; undefined without any. */
export const readValue = ({ secretString, secretBinary }: SecretValue): HiddenSecretValue | undefined => {
  if (secretString !== undefined && secretBinary !== undefined) {
    throw new ServiceError(
      'InvalidParameterException',
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
  }
  if (secretString === undefined && secretBinary === undefined) return undefined;
  return new HiddenSecretValue({ secretString, secretBinary });
};

/** SDKs fill the token in; a raw call must do it itself. It becomes the id of the new version. */
export const requireToken = (clientRequestToken: string | undefined): string => {
  if (clientRequestToken !== undefined) return clientRequestToken;
  const message = 'You must provide a ClientRequestToken value. We recommend a UUID-type value.';
  throw new ServiceError('InvalidRequestException', message);
};
