import type { Config, State } from '../../../../src/provider/login-profile/model';

export const V1 = '11111111-1111-4111-8111-111111111111';
export const V2 = '22222222-2222-4222-8222-222222222222';

/** A configuration with only what is required. */
export const config = (overrides: Partial<Config> = {}): Config => ({
  user_name: 'alice',
  secret_id: 'console/alice',
  secret_json_key: null,
  secret_version_stage: null,
  secret_version_id: null,
  password_reset_required: null,
  rotation_triggers: null,
  existing_profile: null,
  on_destroy: null,
  drift_detection: null,
  on_user_change: null,
  timeouts: null,
  ...overrides,
});

/** The state after a create from {@link config}: version V1 applied, nothing happened since. */
export const state = (overrides: Partial<State> = {}): State => ({
  id: 'alice',
  user_name: 'alice',
  secret_id: 'console/alice',
  secret_json_key: null,
  secret_version_stage: 'AWSCURRENT',
  secret_version_id: V1,
  password_reset_required: false,
  rotation_triggers: null,
  existing_profile: 'adopt',
  on_destroy: 'delete',
  drift_detection: 'profile',
  on_user_change: 'accept',
  timeouts: null,
  create_date: '2026-01-02T03:04:05Z',
  user_id: 'AIDAEXAMPLEALICE00001',
  secret_arn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:console/alice-Ab12Cd',
  secret_current_version_id: V1,
  password_applied_at: '2026-01-02T03:04:05Z',
  password_reset_pending: false,
  sync_status: 'in_sync',
  ...overrides,
});
