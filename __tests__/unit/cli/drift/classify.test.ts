import { ARGUMENTS, classify, type Finding, type Kind, type Status } from '../../../../src/cli/drift/classify';
import { tell } from '../../../../src/cli/drift/words';
import { readPlan } from '../../../../src/cli/drift/plan';
import { loginProfileSchema, SYNC_STATUS } from '../../../../src/provider/login-profile/schema';
import { change, planText, resource, STATE, type ChangeOptions } from './plans';

const ofChange = (options: ChangeOptions): Finding => classify(readPlan(planText({ changes: [change(options)] })))[0];
const ofState = (values: Readonly<Record<string, unknown>>): Finding =>
  classify(readPlan(planText({ state: [resource(values)] })))[0];

const STATUSES = SYNC_STATUS;
const ON_USER_CHANGE = ['accept', 'enforce'] as const;
const VERSIONS = { steady: 'v1', moved: 'v2' } as const;

/** What a status means by itself, as the page on drift has it. */
const meaning = (status: Status, onUserChange: string): Kind =>
  (
    ({
      in_sync: 'in_sync',
      recreated: 'drift',
      reset_flag_changed: 'drift',
      password_changed: 'drift',
      handed_over: onUserChange === 'enforce' ? 'drift' : 'handed_over',
      unverified: 'taken_over',
      not_checked: 'not_checked',
      gone: 'drift',
    }) as const
  )[status];

const GRAVEST_FIRST: readonly Kind[] = [
  'drift',
  'rotation',
  'taken_over',
  'changed',
  'new',
  'removed',
  'not_checked',
  'handed_over',
];

const combinations = STATUSES.flatMap((status) =>
  ON_USER_CHANGE.flatMap((onUserChange) =>
    Object.entries(VERSIONS).flatMap(([label, current]) =>
      [true, false].map((isReset) => ({ status, onUserChange, label, current, isReset })),
    ),
  ),
);

describe('a reset flag that is up again after a hand-over', () => {
  const handedOver = { sync_status: 'handed_over', password_reset_pending: true };
  const after = { ...handedOver, password_reset_pending: false };

  test.each([
    { name: 'is drift where the configuration asks for none', before: handedOver, kind: 'drift' },
    {
      name: 'is as it should be where it does',
      before: { ...handedOver, password_reset_required: true },
      kind: 'handed_over',
    },
    {
      name: 'is not looked at with drift_detection "off"',
      before: { ...handedOver, drift_detection: 'off' },
      kind: 'handed_over',
    },
  ])('$name', ({ before, kind }) => {
    const actions = kind === 'drift' ? ['update'] : ['no-op'];
    expect(ofChange({ before, after: kind === 'drift' ? after : before, actions })).toMatchObject({ kind });
    expect(ofState(before)).toMatchObject({ kind });
  });

  test('is told as what it is', () => {
    const story = tell(ofChange({ before: handedOver, after, actions: ['update'] }), 'Apply');
    expect(story).toContain('asks for a new password once more');
    expect(story).toContain('switch it off again and leave the password alone');
  });
});

describe('what is told of a reset', () => {
  const told = (before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>> = {}): string =>
    tell(ofChange({ before, after: { ...before, ...after }, actions: ['update'] }), 'Apply');
  const rotated = [{ secret_current_version_id: 'v2' }, { secret_version_id: 'v2' }] as const;

  test.each([
    { sync_status: 'reset_flag_changed', password_reset_pending: true },
    { sync_status: 'reset_flag_changed', password_reset_pending: true, password_reset_required: true },
    { sync_status: 'handed_over', password_reset_pending: true },
  ])('with a rotation the password is not left alone: %j', (before) => {
    const story = told({ ...before, ...rotated[0] }, rotated[1]);
    expect(story).toMatch(/ Apply will send the password of the new version of the secret/);
    expect(story).not.toMatch(/alone|take note|besides/);
    expect(told(before)).toMatch(/ Apply will (switch it off again and leave the password alone|take note)/);
  });

  test('nobody is said to have answered one that still stands', () => {
    const before = { sync_status: 'handed_over', password_reset_pending: true, password_reset_required: true };
    for (const on_user_change of ['accept', 'enforce']) {
      const story = told({ ...before, on_user_change });
      expect(story).toMatch(/changed while a reset was asked for, and may be the person's own\./);
      expect(story).not.toMatch(/chosen/);
    }
    expect(told({ ...before, password_reset_pending: false })).toMatch(/chosen by the person in answer/);
  });
});

describe('classify, over all statuses, settings and labels', () => {
  test.each(combinations)(
    '$status, $onUserChange, label $label, reset $isReset',
    ({ status, onUserChange, current, isReset }) => {
      const before = {
        sync_status: status,
        on_user_change: onUserChange,
        secret_current_version_id: current,
        password_reset_required: isReset,
      };
      const expected = [meaning(status, onUserChange), ...(current === 'v2' ? ['rotation' as const] : [])]
        .filter((kind) => kind !== 'in_sync')
        .sort((one, other) => GRAVEST_FIRST.indexOf(one) - GRAVEST_FIRST.indexOf(other));
      const [kind = 'in_sync', ...also] = expected;

      const after = { ...before, secret_version_id: current, sync_status: 'in_sync' };
      const actions = ['drift', 'rotation', 'taken_over'].includes(kind) ? ['update'] : ['no-op'];
      expect(ofChange({ before, after, actions })).toMatchObject({ kind, also, status });
      // A refresh-only plan has the refreshed state and no changes, and must come to the same.
      expect(ofState(before)).toMatchObject({ kind, also, status });
      // Whatever has happened to it, a login profile that leaves the configuration is not mended.
      for (const action of ['delete', 'forget']) {
        expect(ofChange({ before, after: null, actions: [action] })).toMatchObject({ kind: 'removed', also: [] });
      }
    },
  );

  test.each(
    ARGUMENTS.filter((name) => name !== 'secret_version_id').flatMap((name) =>
      STATUSES.map((status) => ({ name, status })),
    ),
  )('a changed $name with the status $status is a change, unless something graver holds', ({ name, status }) => {
    const before = { sync_status: status };
    const finding = ofChange({ before, after: { sync_status: 'in_sync', [name]: 'another' }, actions: ['update'] });
    const own = meaning(status, name === 'on_user_change' ? 'another' : 'accept');
    if (own === 'taken_over') expect(finding).toMatchObject({ kind: 'taken_over', changed: [] });
    else expect(finding).toMatchObject({ kind: own === 'drift' ? 'drift' : 'changed', changed: [name] });
  });
});

describe('classify', () => {
  test('knows every argument of the resource, and nothing that apply finds out', () => {
    const configurable = Object.entries(loginProfileSchema.attributes)
      .filter(([, { required, optional }]) => required === true || optional === true)
      .map(([name]) => name);
    expect([...ARGUMENTS].sort()).toEqual(configurable.sort());
  });

  test('a login profile that is gone is drift, and one that never was is new', () => {
    const create = change({ before: null, after: {}, actions: ['create'] });
    const gone = change({ before: {}, after: null, actions: ['delete'] });
    const [drifted] = classify(readPlan(planText({ changes: [create], drift: [gone] })));
    expect(drifted).toMatchObject({ kind: 'drift', status: 'gone', userName: 'alice' });
    expect(classify(readPlan(planText({ changes: [create] })))[0]).toMatchObject({ kind: 'new', status: undefined });
  });

  test('a refresh-only plan tells what is gone from the drift alone', () => {
    const gone = change({ before: {}, after: null, actions: ['delete'] });
    expect(classify(readPlan(planText({ drift: [gone] })))).toMatchObject([{ kind: 'drift', status: 'gone' }]);
  });

  test('another configured version is a change, not a rotation', () => {
    const after = { secret_version_id: 'v3', secret_current_version_id: null };
    expect(ofChange({ before: { secret_current_version_id: 'v2' }, after, actions: ['update'] })).toMatchObject({
      kind: 'changed',
      changed: ['secret_version_id'],
      rotation: undefined,
    });
  });

  test('another secret is a change, although its version is known only after apply', () => {
    const after = { secret_id: 'console/bob', secret_version_id: undefined, secret_current_version_id: undefined };
    expect(ofChange({ before: { secret_current_version_id: 'v2' }, after, actions: ['update'] })).toMatchObject({
      kind: 'changed',
      changed: ['secret_id', 'secret_version_id'],
    });
  });

  test('a pinned version does not wait for a label', () => {
    expect(ofState({ secret_current_version_id: null })).toMatchObject({ kind: 'in_sync' });
  });

  test('an import is taken over, whatever else the plan changes', () => {
    const importing = { id: 'alice' };
    const before = { sync_status: 'unverified', secret_id: null, secret_version_id: null };
    expect(ofChange({ before, after: {}, actions: ['update'], importing })).toMatchObject({
      kind: 'taken_over',
      also: [],
    });
    expect(ofChange({ before: {}, after: {}, actions: ['no-op'], importing })).toMatchObject({ kind: 'taken_over' });
  });

  test.each([[['delete', 'create']], [['create', 'delete']]])('a replacement (%s) is a change', (actions) => {
    expect(ofChange({ before: {}, after: {}, actions })).toMatchObject({ kind: 'changed' });
  });

  test('a user name that is computed is left open', () => {
    const create = { before: null, after: { user_name: undefined }, actions: ['create'] };
    expect(ofChange(create)).toMatchObject({ kind: 'new', userName: undefined });
  });

  test('a status of another version is refused rather than guessed', () => {
    expect(() => ofState({ sync_status: 'melted' })).toThrow(/sync_status that this version does not know \(melted\)/);
    expect(() => ofState({ sync_status: 'gone' })).toThrow(/does not know/);
    expect(() => ofState({ sync_status: 'toString' })).toThrow(/does not know/);
  });

  test('nothing but names, addresses and version ids leaves a plan', () => {
    const finding = ofChange({
      before: { ...STATE, rotation_triggers: { note: 'hidden-1' } },
      after: { ...STATE, rotation_triggers: { note: 'hidden-2' } },
      actions: ['update'],
    });
    expect(finding.changed).toEqual(['rotation_triggers']);
    expect(JSON.stringify(finding)).not.toContain('hidden');
  });
});
