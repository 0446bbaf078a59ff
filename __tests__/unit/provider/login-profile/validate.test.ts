import { UNKNOWN } from '../../../../src/plugin';
import { parseDuration } from '../../../../src/provider/login-profile/duration';
import type { Config } from '../../../../src/provider/login-profile/model';
import { loginProfileResource } from '../../../../src/provider/login-profile';
import { asValue } from '../../../../src/provider/login-profile/model';
import { startSession } from '../../../../src/provider/session';
import { config, V1 } from './builders';

const resource = loginProfileResource(() => startSession(undefined));
const call = { signal: new AbortController().signal, log: { log: () => undefined } };
const validate = async (overrides: Partial<Config>) =>
  resource.validate?.(asValue(config(overrides) as never), call) ?? [];

const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:console/alice-Ab12Cd';

describe('validation', () => {
  const timeouts = (values: object) => ({ timeouts: { create: null, update: null, delete: null, ...values } });

  const accepted: Partial<Config>[] = [
    {},
    { user_name: 'a' },
    { user_name: 'a'.repeat(64) },
    { user_name: 'First.Last+ops=x,y@example-corp_1' },
    { secret_id: 'a' },
    { secret_id: ARN },
    { secret_id: ARN.replace('arn:aws:', 'arn:aws-us-gov:') },
    { secret_id: ARN.replace('arn:aws:', 'arn:aws-cn:') },
    { secret_version_id: V1 },
    { secret_version_stage: 'a'.repeat(256) },
    { existing_profile: 'trust', on_destroy: 'retain', drift_detection: 'off', on_user_change: 'enforce' },
    timeouts({ create: '1h30m', update: '90s', delete: '24h' }),
    { user_name: UNKNOWN, secret_id: UNKNOWN, secret_json_key: UNKNOWN, secret_version_stage: UNKNOWN },
    { secret_version_id: UNKNOWN, existing_profile: UNKNOWN, on_destroy: UNKNOWN, drift_detection: UNKNOWN },
    { password_reset_required: UNKNOWN, rotation_triggers: UNKNOWN, on_user_change: UNKNOWN, timeouts: UNKNOWN },
    timeouts({ create: UNKNOWN }),
  ];

  test.each(accepted)('accepts %j', async (overrides) => {
    expect(await validate(overrides)).toEqual([]);
  });

  const refused: { config: Partial<Config>; attribute: string; says: string }[] = [
    { config: { user_name: '' }, attribute: 'user_name', says: 'The user name is empty' },
    { config: { user_name: 'a'.repeat(65) }, attribute: 'user_name', says: 'has 65 characters' },
    { config: { user_name: 'alice smith' }, attribute: 'user_name', says: 'without spaces' },
    { config: { user_name: 'älice' }, attribute: 'user_name', says: '1 to 64 letters' },
    { config: { secret_id: '' }, attribute: 'secret_id', says: 'The secret id is empty' },
    { config: { secret_id: 'console alice' }, attribute: 'secret_id', says: 'This is no name of a secret' },
    { config: { secret_id: ARN.slice(0, -7) }, attribute: 'secret_id', says: 'This ARN is not complete' },
    {
      config: { secret_id: 'arn:aws:iam::111122223333:user/alice' },
      attribute: 'secret_id',
      says: 'no ARN of a Secrets Manager secret',
    },
    { config: { secret_json_key: '' }, attribute: 'secret_json_key', says: 'The key is empty' },
    { config: { secret_version_stage: '' }, attribute: 'secret_version_stage', says: '1 to 256 characters' },
    { config: { secret_version_stage: 'a'.repeat(257) }, attribute: 'secret_version_stage', says: 'has 257' },
    { config: { secret_version_id: 'v1' }, attribute: 'secret_version_id', says: '32 to 64 characters' },
    {
      config: { existing_profile: 'replace' as never },
      attribute: 'existing_profile',
      says: '"adopt", "trust", "fail"',
    },
    { config: { on_destroy: 'keep' as never }, attribute: 'on_destroy', says: '"delete", "retain"' },
    {
      config: { drift_detection: 'on' as never },
      attribute: 'drift_detection',
      says: '"off", "profile", "password", "trail"',
    },
    { config: { on_user_change: 'ask' as never }, attribute: 'on_user_change', says: '"accept", "enforce"' },
    { config: timeouts({ create: '5 minutes' }), attribute: 'timeouts.create', says: 'is no duration' },
    { config: timeouts({ update: '0s' }), attribute: 'timeouts.update', says: 'more than 0' },
    { config: timeouts({ delete: '25h' }), attribute: 'timeouts.delete', says: 'at most 24h' },
  ];

  test.each(refused)('refuses $config and blames $attribute', async ({ config: overrides, attribute, says }) => {
    const [diagnostic, ...more] = await validate(overrides);
    expect(more).toEqual([]);
    expect(diagnostic).toMatchObject({ severity: 'error', detail: expect.stringContaining(says) });
    expect(diagnostic.attribute?.map((step) => ('attribute' in step ? step.attribute : '')).join('.')).toBe(attribute);
  });

  test('reports everything that is wrong at once', async () => {
    expect(await validate({ user_name: '', secret_id: '', on_destroy: 'x' as never })).toHaveLength(3);
  });
});

describe('parseDuration', () => {
  test.each([
    ['90s', 90_000],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['1.5h', 5_400_000],
    ['500ms', 500],
    ['', undefined],
    ['5', undefined],
    ['-5m', undefined],
    ['5m ', undefined],
    ['5d', undefined],
  ])('%s is %s ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });
});
