/** Plans as `terraform show -json` writes them, as far as anything reads them. */

type Attributes = Readonly<Record<string, unknown>>;

export const PROVIDER = 'cdktf.internal/login-profile/iam';

/** What state holds of a login profile that is as applied. */
export const STATE: Attributes = {
  id: 'alice',
  user_name: 'alice',
  secret_id: 'console/alice',
  secret_json_key: null,
  secret_version_stage: 'AWSCURRENT',
  secret_version_id: 'v1',
  secret_current_version_id: 'v1',
  password_reset_required: false,
  rotation_triggers: null,
  existing_profile: 'adopt',
  on_destroy: 'delete',
  drift_detection: 'profile',
  on_user_change: 'accept',
  timeouts: null,
  sync_status: 'in_sync',
};

export interface ChangeOptions {
  readonly address?: string;
  readonly before?: Attributes | null;
  readonly after?: Attributes | null;
  readonly actions: readonly string[];
  readonly importing?: Attributes;
}

/** An entry of `resource_changes` or `resource_drift`. */
export const change = ({ address = 'iam_login_profile.alice', before, after, actions, importing }: ChangeOptions) => ({
  address,
  mode: 'managed',
  type: 'iam_login_profile',
  provider_name: PROVIDER,
  change: {
    actions,
    before: before === null ? null : { ...STATE, ...before },
    after: after === null ? null : { ...STATE, ...after },
    ...(importing === undefined ? {} : { importing }),
  },
});

export interface PlanOptions {
  readonly changes?: readonly object[];
  readonly drift?: readonly object[];
  readonly state?: readonly object[];
  readonly more?: object;
}

export const planText = ({ changes, drift, state, more }: PlanOptions): string =>
  JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: {},
    ...(changes === undefined ? {} : { resource_changes: changes }),
    ...(drift === undefined ? {} : { resource_drift: drift }),
    ...(state === undefined
      ? {}
      : { prior_state: { format_version: '1.0', values: { root_module: { child_modules: [{ resources: state }] } } } }),
    ...more,
  });

/** An entry of the refreshed state. */
export const resource = (values: Attributes, address = 'iam_login_profile.alice') => ({
  address,
  mode: 'managed',
  type: 'iam_login_profile',
  provider_name: PROVIDER,
  values: { ...STATE, ...values },
});
