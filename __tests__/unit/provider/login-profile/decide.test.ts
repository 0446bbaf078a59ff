import fc from 'fast-check';
import { isKnown, UNKNOWN } from '../../../../src/plugin';
import { decideSteps, planCreate, planUpdate } from '../../../../src/provider/login-profile/decide';
import type { Config, Planned, State } from '../../../../src/provider/login-profile/model';
import { SYNC_STATUS } from '../../../../src/provider/login-profile/schema';
import { config, state, V1, V2 } from './builders';

/** Attributes in which a plan differs from state. */
const changes = (prior: State, planned: Planned): Partial<Planned> =>
  Object.fromEntries(
    Object.entries(planned).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(prior[name as keyof State]),
    ),
  );

describe('planCreate', () => {
  test('fills in the defaults and leaves to apply what only apply can find out', () => {
    expect(planCreate(config())).toEqual({
      ...config(),
      secret_version_stage: 'AWSCURRENT',
      secret_version_id: UNKNOWN,
      password_reset_required: false,
      existing_profile: 'adopt',
      on_destroy: 'delete',
      drift_detection: 'profile',
      on_user_change: 'accept',
      id: UNKNOWN,
      create_date: UNKNOWN,
      user_id: UNKNOWN,
      secret_arn: UNKNOWN,
      secret_current_version_id: UNKNOWN,
      password_applied_at: UNKNOWN,
      password_reset_pending: false,
      sync_status: 'in_sync',
    });
  });

  test.each([
    { version: V1, current: null, why: 'a configured version follows no label' },
    { version: UNKNOWN, current: UNKNOWN, why: 'an unknown version may turn out not to be configured' },
  ])('plans secret_current_version_id: $why', ({ version, current }) => {
    expect(planCreate(config({ secret_version_id: version })).secret_current_version_id).toBe(current);
  });

  test.each([
    { existing: null, pending: true },
    { existing: 'fail' as const, pending: true },
    { existing: 'trust' as const, pending: UNKNOWN },
    { existing: UNKNOWN, pending: UNKNOWN },
  ])(
    'promises the reset flag only where it is sent with a password: existing_profile $existing',
    ({ existing, pending }) => {
      const planned = planCreate(config({ existing_profile: existing, password_reset_required: true }));
      expect(planned.password_reset_pending).toBe(pending);
    },
  );
});

describe('planUpdate', () => {
  interface Case {
    readonly name: string;
    readonly prior?: Partial<State>;
    readonly config?: Partial<Config>;
    readonly changes: Partial<Planned>;
  }

  const sent = { password_applied_at: UNKNOWN };
  const reset = { password_reset_required: true };
  /** What an import leaves: IAM knows nothing of secrets. */
  const imported: Partial<State> = {
    secret_id: null,
    secret_arn: null,
    secret_version_id: null,
    secret_current_version_id: null,
    password_reset_required: null,
    password_applied_at: null,
    sync_status: 'unverified',
  };
  const takenOver: Partial<Planned> = {
    secret_id: 'console/alice',
    secret_arn: UNKNOWN,
    secret_version_id: UNKNOWN,
    secret_current_version_id: UNKNOWN,
    password_reset_required: false,
    sync_status: 'in_sync',
  };
  const cases: Case[] = [
    { name: 'plans nothing where nothing changed', changes: {} },
    {
      name: 'plans the version that the refresh saw, from known to known',
      prior: { secret_current_version_id: V2 },
      changes: { ...sent, secret_version_id: V2 },
    },
    {
      name: 'keeps a configured version although the label may move',
      prior: { secret_current_version_id: null },
      config: { secret_version_id: V1 },
      changes: {},
    },
    {
      name: 'rotates to another configured version',
      prior: { secret_current_version_id: null },
      config: { secret_version_id: V2 },
      changes: { secret_arn: UNKNOWN, ...sent, secret_version_id: V2 },
    },
    {
      name: 'looks the version up at apply once it is no longer configured',
      prior: { secret_current_version_id: null },
      changes: { secret_arn: UNKNOWN, ...sent, secret_version_id: UNKNOWN, secret_current_version_id: UNKNOWN },
    },
    {
      name: 'looks the version up at apply when the secret changes',
      config: { secret_id: 'console/other' },
      changes: {
        ...sent,
        secret_id: 'console/other',
        secret_arn: UNKNOWN,
        secret_version_id: UNKNOWN,
        secret_current_version_id: UNKNOWN,
      },
    },
    {
      name: 'looks the version up at apply when the label changes',
      config: { secret_version_stage: 'BLUE' },
      changes: {
        secret_arn: UNKNOWN,
        ...sent,
        secret_version_stage: 'BLUE',
        secret_version_id: UNKNOWN,
        secret_current_version_id: UNKNOWN,
      },
    },
    {
      name: 'returns to the default label when it is removed from the configuration',
      prior: { secret_version_stage: 'BLUE' },
      changes: {
        secret_arn: UNKNOWN,
        ...sent,
        secret_version_stage: 'AWSCURRENT',
        secret_version_id: UNKNOWN,
        secret_current_version_id: UNKNOWN,
      },
    },
    {
      name: 'sends the password again when a trigger changes',
      prior: { rotation_triggers: { month: '1' } },
      config: { rotation_triggers: { month: '2' } },
      changes: { ...sent, rotation_triggers: { month: '2' } },
    },
    {
      name: 'does not mind the order of triggers',
      prior: { rotation_triggers: { a: '1', b: '2' } },
      config: { rotation_triggers: { b: '2', a: '1' } },
      changes: { rotation_triggers: { b: '2', a: '1' } },
    },
    {
      name: 'sends the password of another JSON key',
      config: { secret_json_key: 'password' },
      changes: { ...sent, secret_json_key: 'password' },
    },
    {
      name: 'finds out at apply whether a new version of a JSON object holds another password',
      prior: { secret_json_key: 'password', secret_current_version_id: V2, password_reset_pending: true },
      config: { secret_json_key: 'password' },
      changes: { ...sent, secret_version_id: V2, password_reset_pending: UNKNOWN },
    },
    {
      name: 'keeps the flag of an imported profile that is trusted as it is',
      prior: { ...imported, existing_profile: 'trust', password_reset_pending: true },
      config: { existing_profile: 'trust' },
      changes: takenOver,
    },
    {
      name: 'sends a configured flag to an imported profile that is trusted',
      prior: { ...imported, existing_profile: 'trust', password_reset_pending: false },
      config: { existing_profile: 'trust', password_reset_required: true },
      changes: { ...takenOver, password_reset_required: true, password_reset_pending: true },
    },
    {
      name: 'takes "fail" for "adopt" where the profile was imported on purpose',
      prior: { ...imported, existing_profile: 'fail', password_reset_pending: true },
      config: { existing_profile: 'fail' },
      changes: { ...takenOver, ...sent, password_reset_pending: false },
    },
    { name: 'sends the flag alone', config: reset, changes: { ...reset, password_reset_pending: true } },
    {
      name: 'does not send a flag that IAM has already',
      prior: { password_reset_required: true, password_reset_pending: false, sync_status: 'handed_over' },
      changes: { password_reset_required: false },
    },
    {
      name: 'changes a setting of the provider without any promise about the password',
      config: { on_destroy: 'retain' },
      changes: { on_destroy: 'retain' },
    },
    { name: 'keeps the spelling of a user that differs in case only', config: { user_name: 'ALICE' }, changes: {} },
    {
      name: 'finds out at apply what another user name means',
      config: { user_name: 'bob' },
      changes: {
        ...sent,
        user_name: 'bob',
        id: UNKNOWN,
        user_id: UNKNOWN,
        create_date: UNKNOWN,
        password_reset_pending: UNKNOWN,
      },
    },
    {
      name: 'mends a recreated login profile',
      prior: { sync_status: 'recreated' },
      changes: { ...sent, sync_status: 'in_sync' },
    },
    {
      name: 'mends a password that was changed outside',
      prior: { sync_status: 'password_changed' },
      changes: { ...sent, sync_status: 'in_sync' },
    },
    {
      name: 'leaves the password that the person chose',
      prior: { password_reset_required: true, sync_status: 'handed_over' },
      config: reset,
      changes: {},
    },
    {
      name: 'replaces the password that the person chose where enforced',
      prior: { password_reset_required: true, sync_status: 'handed_over', on_user_change: 'enforce' },
      config: { ...reset, on_user_change: 'enforce' },
      changes: { ...sent, password_reset_pending: true, sync_status: 'in_sync' },
    },
    {
      name: 'sets back a reset flag that somebody switched on, without the password',
      prior: { password_reset_pending: true, sync_status: 'reset_flag_changed' },
      changes: { password_reset_pending: false, sync_status: 'in_sync' },
    },
    {
      name: 'sends the password to an imported profile',
      prior: { sync_status: 'unverified', password_applied_at: null },
      changes: { ...sent, sync_status: 'in_sync' },
    },
    {
      name: 'trusts the password of an imported profile',
      prior: { sync_status: 'unverified', password_applied_at: null, existing_profile: 'trust' },
      config: { existing_profile: 'trust' },
      changes: { sync_status: 'in_sync' },
    },
  ];

  test.each(cases)('$name', (row) => {
    const prior = state(row.prior);
    expect(changes(prior, planUpdate(prior, config(row.config)))).toEqual(row.changes);
  });

  test('a rotation settles every status', () => {
    for (const status of SYNC_STATUS) {
      const planned = planUpdate(
        state({ sync_status: status, secret_current_version_id: V2, existing_profile: 'adopt' }),
        config(),
      );
      expect(planned.sync_status).toBe('in_sync');
    }
  });
});

describe('plans keep what Terraform demands of them', () => {
  const flag = fc.boolean();
  const version = fc.constantFrom(V1, V2);
  const priors = fc
    .record({
      secret_version_id: version,
      secret_current_version_id: fc.option(version),
      password_reset_required: flag,
      password_reset_pending: flag,
      sync_status: fc.constantFrom(...SYNC_STATUS),
      on_user_change: fc.constantFrom('accept' as const, 'enforce' as const),
      rotation_triggers: fc.option(fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('1', '2'))),
    })
    .map((overrides) => state(overrides));
  const known = fc.record({
    user_name: fc.constantFrom('alice', 'Alice', 'bob'),
    secret_id: fc.constantFrom('console/alice', 'console/other'),
    secret_json_key: fc.constantFrom(null, 'password'),
    secret_version_stage: fc.constantFrom(null, 'AWSCURRENT', 'BLUE'),
    secret_version_id: fc.constantFrom(null, V1, V2),
    password_reset_required: fc.constantFrom(null, true, false),
    rotation_triggers: fc.constantFrom(null, { a: '1' }, { a: '2' }),
    existing_profile: fc.constantFrom(null, 'adopt' as const, 'trust' as const, 'fail' as const),
    on_user_change: fc.constantFrom(null, 'accept' as const, 'enforce' as const),
  });
  const hidden = fc.subarray([
    'user_name',
    'secret_id',
    'secret_json_key',
    'secret_version_stage',
    'secret_version_id',
    'password_reset_required',
    'rotation_triggers',
    'existing_profile',
    'on_user_change',
  ] as const);

  const hide = (values: Partial<Config>, names: readonly string[]): Config =>
    config({ ...values, ...Object.fromEntries(names.map((name) => [name, UNKNOWN])) });

  const brokenPromises = (first: Planned, second: Planned): string[] =>
    Object.entries(first)
      .filter(
        ([name, value]) =>
          isDeeplyKnown(value) && JSON.stringify(value) !== JSON.stringify(second[name as keyof Planned]),
      )
      .map(([name]) => name);

  const isDeeplyKnown = (value: unknown): boolean => value === null || isKnown(value as never);

  test('planning again with values that have become known contradicts nothing planned before (update)', () => {
    fc.assert(
      fc.property(priors, known, hidden, (prior, values, names) => {
        const first = planUpdate(prior, hide(values, names));
        expect(brokenPromises(first, planUpdate(prior, config(values)))).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  test('planning again with values that have become known contradicts nothing planned before (create)', () => {
    fc.assert(
      fc.property(known, hidden, (values, names) => {
        expect(brokenPromises(planCreate(hide(values, names)), planCreate(config(values)))).toEqual([]);
      }),
    );
  });

  test('a configured value is planned as configured, or as the prior value', () => {
    fc.assert(
      fc.property(priors, known, (prior, values) => {
        const planned = planUpdate(prior, config(values));
        for (const [name, value] of Object.entries(values)) {
          if (value === null) continue;
          expect([JSON.stringify(value), JSON.stringify(prior[name as keyof State])]).toContain(
            JSON.stringify(planned[name as keyof Planned]),
          );
        }
      }),
    );
  });

  test('no password is sent to a user who was handed over, unless enforced or the password itself changed', () => {
    fc.assert(
      fc.property(priors, flag, (any, required) => {
        const prior = { ...any, sync_status: 'handed_over', secret_current_version_id: any.secret_version_id } as State;
        const target = config({ password_reset_required: required, rotation_triggers: prior.rotation_triggers });
        expect(decideSteps(prior, planUpdate(prior, target), target).sendPassword).toBe('no');
      }),
    );
  });
});
