import { observe } from '../../../../src/provider/login-profile/drift';
import type { State } from '../../../../src/provider/login-profile/model';
import { SYNC_STATUS, type SyncStatus } from '../../../../src/provider/login-profile/schema';
import { state } from './builders';

const CREATED = '2026-01-02T03:04:05Z';
const LATER = '2026-02-03T04:05:06Z';

const profile = (createDate = CREATED, passwordResetRequired = false) => ({
  userName: 'alice',
  createDate: new Date(createDate),
  passwordResetRequired,
});

describe('observe', () => {
  interface Case {
    readonly name: string;
    readonly prior?: Partial<State>;
    readonly seen: ReturnType<typeof profile>;
    readonly status: SyncStatus;
    readonly isNew: boolean;
  }

  const cases: Case[] = [
    { name: 'finds nothing where nothing happened', seen: profile(), status: 'in_sync', isNew: false },
    { name: 'finds a profile that was made again', seen: profile(LATER), status: 'recreated', isNew: true },
    {
      name: 'finds a profile made again with the flag up',
      seen: profile(LATER, true),
      status: 'recreated',
      isNew: true,
    },
    {
      name: 'finds that the person has done the forced reset',
      prior: { password_reset_required: true, password_reset_pending: true },
      seen: profile(CREATED, false),
      status: 'handed_over',
      isNew: true,
    },
    {
      name: 'finds a flag that somebody switched on',
      seen: profile(CREATED, true),
      status: 'reset_flag_changed',
      isNew: true,
    },
    {
      name: 'takes the end of a reset that somebody else forced for the person’s own doing',
      prior: { password_reset_pending: true, sync_status: 'reset_flag_changed' },
      seen: profile(CREATED, false),
      status: 'handed_over',
      isNew: true,
    },
    {
      name: 'finds a flag switched on again after the hand-over',
      prior: { password_reset_pending: false, sync_status: 'handed_over' },
      seen: profile(CREATED, true),
      status: 'reset_flag_changed',
      isNew: true,
    },
    {
      name: 'does not look where drift detection is off',
      prior: { drift_detection: 'off' },
      seen: profile(LATER, true),
      status: 'in_sync',
      isNew: false,
    },
    {
      name: 'has nothing to compare after an import',
      prior: { create_date: null, password_reset_pending: null, sync_status: 'unverified' },
      seen: profile(LATER, true),
      status: 'unverified',
      isNew: false,
    },
  ];

  test.each(cases)('$name', ({ prior, seen, status, isNew }) => {
    expect(observe(state(prior), seen)).toMatchObject({ status, isNew });
  });

  test.each(SYNC_STATUS)('a second refresh without news keeps %s', (status) => {
    const first = observe(state({ sync_status: status }), profile());
    expect(first).toMatchObject({ status, isNew: false, state: { sync_status: status } });
  });

  test.each(['recreated', 'password_changed', 'unverified'] as const)('the flag does not hide %s', (status) => {
    expect(observe(state({ sync_status: status }), profile(CREATED, true)).status).toBe(status);
    expect(observe(state({ sync_status: status, password_reset_pending: true }), profile()).status).toBe(status);
  });

  test.each(SYNC_STATUS)('a profile made again is found on top of %s', (status) => {
    expect(observe(state({ sync_status: status }), profile(LATER)).status).toBe('recreated');
  });

  test('state then holds what IAM says, so that the next refresh compares with it', () => {
    expect(observe(state(), profile(LATER, true)).state).toEqual({
      create_date: LATER,
      password_reset_pending: true,
      sync_status: 'recreated',
    });
  });
});
