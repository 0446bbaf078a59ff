import type { Shape } from '../model/shapes';

const NAME_PATTERN = /^[\w+=,.@-]+$/;

/** Where a user name is looked up for a login profile, or chosen. */
export const userNameType = { kind: 'string', min: 1, max: 64, pattern: NAME_PATTERN } as const satisfies Shape;

export const existingUserNameType = {
  kind: 'string',
  min: 1,
  max: 128,
  pattern: NAME_PATTERN,
} as const satisfies Shape;

export const passwordType = {
  kind: 'string',
  min: 1,
  max: 128,
  pattern: /^[\t\n\r\u0020-\u00FF]+$/,
  sensitive: true,
} as const satisfies Shape;

export const pathType = {
  kind: 'string',
  min: 1,
  max: 512,
  pattern: /^(?:(\u002F)|(\u002F[\u0021-\u007E]+\u002F))$/,
} as const satisfies Shape;

export const pathPrefixType = {
  kind: 'string',
  min: 1,
  max: 512,
  pattern: /^\u002F[\u0021-\u007F]*$/,
} as const satisfies Shape;

export const markerType = { kind: 'string', min: 1, max: 320 } as const satisfies Shape;

export const maxItemsType = { kind: 'integer', min: 1, max: 1000 } as const satisfies Shape;

const tagKeyType = {
  kind: 'string',
  min: 1,
  max: 128,
  pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u,
  required: true,
} as const;

const tagValueType = {
  kind: 'string',
  max: 256,
  pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u,
  required: true,
} as const;

export const tagListType = {
  kind: 'list',
  max: 50,
  of: { kind: 'structure', members: { key: tagKeyType, value: tagValueType } },
} as const satisfies Shape;

export const tagKeyListType = { kind: 'list', max: 50, of: tagKeyType } as const satisfies Shape;
