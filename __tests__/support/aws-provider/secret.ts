import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  type DescribeSecretResponse,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { randomUUID } from 'node:crypto';
import { isKnown, type ValueObject } from '../../../src/plugin';
import { unlessGone } from './connection';
import { computed, type DataSourceKind, optional, optionalComputed, type ResourceKind } from './kind';

const described = ({ ARN, Name, Description, KmsKeyId }: DescribeSecretResponse): ValueObject => ({
  id: ARN ?? null,
  arn: ARN ?? null,
  name: Name ?? null,
  description: Description ?? null,
  kms_key_id: KmsKeyId ?? null,
});

const nameOf = ({ name, name_prefix: prefix }: ValueObject): string =>
  isKnown(name) ? (name as string) : `${isKnown(prefix) ? (prefix as string) : 'terraform-'}${randomUUID()}`;

/** `aws_secretsmanager_secret`: a name, without a value. A destroyed one waits out its recovery window. */
export const secret: ResourceKind = {
  attributes: {
    id: optionalComputed('string'),
    arn: computed('string'),
    name: optionalComputed('string', { forceNew: true }),
    name_prefix: optionalComputed('string', { forceNew: true }),
    description: optional('string'),
    kms_key_id: optional('string'),
    force_overwrite_replica_secret: optional('bool', { default: false }),
    recovery_window_in_days: optional('number', { default: 30 }),
    region: optionalComputed('string', { forceNew: true }),
  },
  validate: ({ name, name_prefix: prefix }) =>
    isKnown(name) && isKnown(prefix) ? '"name": conflicts with name_prefix' : undefined,
  create: async (planned, config, { secretsManager, region }) => {
    const { ARN, Name } = await secretsManager.send(
      new CreateSecretCommand({
        Name: nameOf(config),
        Description: (planned.description as string | null) ?? undefined,
        KmsKeyId: (planned.kms_key_id as string | null) ?? undefined,
      }),
    );
    return { id: ARN ?? null, arn: ARN ?? null, name: Name ?? null, name_prefix: config.name_prefix ?? '', region };
  },
  read: async (state, { secretsManager }) => {
    const found = await unlessGone(() =>
      secretsManager.send(new DescribeSecretCommand({ SecretId: state.id as string })),
    );
    return found === undefined || found.DeletedDate !== undefined ? undefined : described(found);
  },
  update: async (prior, planned, { secretsManager }) => {
    await secretsManager.send(
      new UpdateSecretCommand({
        SecretId: prior.id as string,
        Description: (planned.description as string | null) ?? '',
        KmsKeyId: (planned.kms_key_id as string | null) ?? undefined,
      }),
    );
    return {};
  },
  delete: async (prior, { secretsManager }) => {
    const days = prior.recovery_window_in_days as number;
    const how = days === 0 ? { ForceDeleteWithoutRecovery: true } : { RecoveryWindowInDays: days };
    await unlessGone(() => secretsManager.send(new DeleteSecretCommand({ SecretId: prior.id as string, ...how })));
  },
};

/** `data.aws_secretsmanager_secret`, by name or ARN. */
export const dataSecret: DataSourceKind = {
  attributes: {
    id: optionalComputed('string'),
    arn: optionalComputed('string'),
    name: optionalComputed('string'),
    description: computed('string'),
    kms_key_id: computed('string'),
    created_date: computed('string'),
    last_changed_date: computed('string'),
    region: optionalComputed('string'),
  },
  read: async ({ arn, name }, { secretsManager, region }) => {
    const found = await secretsManager.send(new DescribeSecretCommand({ SecretId: (arn ?? name) as string }));
    return {
      ...described(found),
      created_date: found.CreatedDate?.toISOString() ?? null,
      last_changed_date: found.LastChangedDate?.toISOString() ?? null,
      region,
    };
  },
};
