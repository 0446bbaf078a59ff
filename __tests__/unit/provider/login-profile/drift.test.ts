import { asksReport, observe, type ReportAnswer } from '../../../../src/provider/login-profile/drift';
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

const report = (lastChanged: string | undefined, generatedAt = '2026-02-03T05:00:00Z') => ({
  generatedAt: new Date(generatedAt),
  fetchedAt: new Date('2026-02-03T06:00:00Z'),
  lastChanged: lastChanged === undefined ? undefined : new Date(lastChanged),
});

describe('observe', () => {
  interface Case {
    readonly name: string;
    readonly prior?: Partial<State>;
    readonly seen: ReturnType<typeof profile>;
    readonly report?: ReportAnswer;
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
      name: 'does not forget the hand-over where the flag is switched on again',
      prior: { password_reset_pending: false, sync_status: 'handed_over' },
      seen: profile(CREATED, true),
      status: 'handed_over',
      isNew: false,
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
    {
      name: 'finds a password that was changed',
      seen: profile(),
      report: report(LATER),
      status: 'password_changed',
      isNew: true,
    },
    {
      name: 'takes a change within seconds of our own for our own',
      seen: profile(),
      report: report('2026-01-02T03:04:10Z'),
      status: 'in_sync',
      isNew: false,
    },
    {
      name: 'believes a change a second past those',
      seen: profile(),
      report: report('2026-01-02T03:04:11Z'),
      status: 'password_changed',
      isNew: true,
    },
    {
      name: 'believes no report from before our own write',
      prior: { password_applied_at: LATER },
      seen: profile(),
      report: report('2026-02-03T05:00:00Z', LATER),
      status: 'in_sync',
      isNew: false,
    },
    {
      name: 'finds nothing in a report without a password of this user',
      seen: profile(),
      report: report(undefined),
      status: 'in_sync',
      isNew: false,
    },
    {
      name: 'says that it did not look where the report is not to be had',
      seen: profile(),
      report: 'unavailable',
      status: 'not_checked',
      isNew: true,
    },
    {
      name: 'finds by the profile what the missing report does not hide',
      seen: profile(LATER),
      report: 'unavailable',
      status: 'recreated',
      isNew: true,
    },
    {
      name: 'is in sync again once the report is there',
      prior: { sync_status: 'not_checked' },
      seen: profile(),
      report: report(CREATED),
      status: 'in_sync',
      isNew: true,
    },
    {
      name: 'finds the new password graver than the flag that went up with it',
      seen: profile(CREATED, true),
      report: report(LATER),
      status: 'password_changed',
      isNew: true,
    },
    {
      name: 'takes a change where the configuration asked for one for the person’s own',
      prior: { password_reset_required: true, password_reset_pending: true },
      seen: profile(CREATED, true),
      report: report(LATER),
      status: 'handed_over',
      isNew: true,
    },
    {
      name: 'finds the password that was changed with a flag which somebody put up: an answer would take it down',
      prior: { password_reset_pending: true, sync_status: 'reset_flag_changed' },
      seen: profile(CREATED, true),
      report: report(LATER),
      status: 'password_changed',
      isNew: true,
    },
    {
      name: 'finds a change where a reset was asked for and is enforced',
      prior: { password_reset_required: true, password_reset_pending: true, on_user_change: 'enforce' },
      seen: profile(CREATED, true),
      report: report(LATER),
      status: 'password_changed',
      isNew: true,
    },
  ];

  test.each(cases)('$name', ({ prior, seen, report: answer, status, isNew }) => {
    expect(observe(state(prior), seen, answer)).toMatchObject({ status, isNew });
  });

  test.each(SYNC_STATUS)('a second refresh without news keeps %s', (status) => {
    const answer = status === 'not_checked' ? 'unavailable' : undefined;
    const first = observe(state({ sync_status: status }), profile(), answer);
    expect(first).toMatchObject({ status, isNew: false, state: { sync_status: status } });
  });

  test.each(['recreated', 'password_changed', 'unverified'] as const)('the flag does not hide %s', (status) => {
    expect(observe(state({ sync_status: status }), profile(CREATED, true)).status).toBe(status);
    expect(observe(state({ sync_status: status, password_reset_pending: true }), profile()).status).toBe(status);
  });

  test.each(SYNC_STATUS.filter((status) => status !== 'unverified'))(
    'a profile made again is found on top of %s',
    (status) => {
      expect(observe(state({ sync_status: status }), profile(LATER)).status).toBe('recreated');
    },
  );

  test('a profile made again before it was taken over is still to be taken over as configured', () => {
    const observation = observe(state({ sync_status: 'unverified' }), profile(LATER));
    expect(observation).toMatchObject({ status: 'unverified', state: { create_date: LATER } });
  });

  test.each(SYNC_STATUS.filter((status) => !['in_sync', 'not_checked', 'reset_flag_changed'].includes(status)))(
    'the report does not hide %s',
    (status) => {
      expect(observe(state({ sync_status: status }), profile(), report(LATER)).status).toBe(status);
      expect(observe(state({ sync_status: status }), profile(), 'unavailable').status).toBe(status);
    },
  );

  test('state then holds what IAM says, so that the next refresh compares with it', () => {
    expect(observe(state(), profile(LATER, true)).state).toEqual({
      create_date: LATER,
      password_reset_pending: true,
      sync_status: 'recreated',
    });
  });
});

describe('asksReport', () => {
  test.each([
    ['off', false],
    ['profile', false],
    ['password', true],
    ['trail', true],
    [null, false],
  ] as const)('drift_detection %s: %s', (drift_detection, asks) => {
    expect(asksReport(state({ drift_detection }))).toBe(asks);
  });

  test('not for a password that this resource never sent: there is nothing to compare', () => {
    expect(asksReport(state({ drift_detection: 'password', password_applied_at: null }))).toBe(false);
  });
});
