import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { isKnown, type ValueObject } from '../../../src/plugin';
import { unlessGone } from './connection';
import { computed, optional, optionalComputed, required, type ResourceKind } from './kind';

const isSet = (value: ValueObject[string]): boolean => value !== null;

const valueGiven = (config: ValueObject): string | undefined => {
  if (isKnown(config.secret_string_wo)) return config.secret_string_wo as string;
  return isKnown(config.secret_string) ? (config.secret_string as string) : undefined;
};

const stagesIn = ({ version_stages: stages }: ValueObject): string[] => [...(stages as readonly string[])].sort();

/** AWSCURRENT can only move on to another version. */
const removable = (stages: readonly string[]): string[] => stages.filter((stage) => stage !== 'AWSCURRENT');

/**
 * `aws_secretsmanager_secret_version`: another value is another version, so everything replaces it. `secret_string` is
 * in state in clear; `secret_string_wo` is not, and `secret_string_wo_version` says when it changed.
 */
export const secretVersion: ResourceKind = {
  attributes: {
    id: optionalComputed('string'),
    arn: computed('string'),
    secret_id: required('string', { forceNew: true }),
    secret_string: optional('string', { forceNew: true, sensitive: true }),
    secret_string_wo: optional('string', { writeOnly: true, sensitive: true }),
    secret_string_wo_version: optional('number', { forceNew: true }),
    has_secret_string_wo: computed('bool'),
    version_id: computed('string'),
    version_stages: optionalComputed({ set: 'string' }),
    region: optionalComputed('string', { forceNew: true }),
  },
  validate: ({ secret_string: clear, secret_string_wo: hidden, secret_string_wo_version: version }) => {
    if (isSet(clear) && isSet(hidden)) return '"secret_string": conflicts with secret_string_wo';
    return isSet(hidden) === isSet(version)
      ? undefined
      : '"secret_string_wo": all of `secret_string_wo,secret_string_wo_version` must be specified';
  },
  create: async (planned, config, { secretsManager, region }) => {
    const SecretId = planned.secret_id as string;
    const VersionStages = isKnown(config.version_stages) ? stagesIn(config) : undefined;
    const put = await secretsManager.send(
      new PutSecretValueCommand({ SecretId, SecretString: valueGiven(config), VersionStages }),
    );
    return {
      id: `${SecretId}|${put.VersionId ?? ''}`,
      arn: put.ARN ?? null,
      version_id: put.VersionId ?? null,
      version_stages: [...(put.VersionStages ?? [])].sort(),
      has_secret_string_wo: isSet(config.secret_string_wo),
      region,
    };
  },
  // Needs secretsmanager:GetSecretValue at every refresh, write-only or not: so does the real one.
  read: async (state, { secretsManager }) => {
    const [SecretId, VersionId] = [state.secret_id, state.version_id] as string[];
    const found = await unlessGone(() => secretsManager.send(new GetSecretValueCommand({ SecretId, VersionId })));
    if (found === undefined) return undefined;
    const value = state.has_secret_string_wo === true ? null : (found.SecretString ?? null);
    return { arn: found.ARN ?? null, secret_string: value, version_stages: [...(found.VersionStages ?? [])].sort() };
  },
  // Nothing but the labels can be changed.
  update: async (prior, planned, { secretsManager }) => {
    const [SecretId, versionId] = [prior.secret_id, prior.version_id] as string[];
    const [before, after] = [stagesIn(prior), stagesIn(planned)];
    const { VersionIdsToStages = {} } = await secretsManager.send(new DescribeSecretCommand({ SecretId }));
    for (const VersionStage of after.filter((stage) => !before.includes(stage))) {
      const [holder] = Object.entries(VersionIdsToStages).find(([, stages]) => stages.includes(VersionStage)) ?? [];
      const move = { SecretId, VersionStage, MoveToVersionId: versionId, RemoveFromVersionId: holder };
      await secretsManager.send(new UpdateSecretVersionStageCommand(move));
    }
    for (const VersionStage of removable(before.filter((stage) => !after.includes(stage)))) {
      const removal = { SecretId, VersionStage, RemoveFromVersionId: versionId };
      await secretsManager.send(new UpdateSecretVersionStageCommand(removal));
    }
    return {};
  },
  // A version cannot be deleted; without labels AWS forgets it in time.
  delete: async (prior, { secretsManager }) => {
    const [SecretId, RemoveFromVersionId] = [prior.secret_id, prior.version_id] as string[];
    for (const VersionStage of removable(stagesIn(prior))) {
      const removal = { SecretId, VersionStage, RemoveFromVersionId };
      await unlessGone(() => secretsManager.send(new UpdateSecretVersionStageCommand(removal)));
    }
  },
};
