import type { ValueObject } from '../../../../src/plugin';
import { SYNC_STATUS, type SyncStatus } from '../../../../src/provider/login-profile/schema';
import { config } from './builders';
import { type Plan, Practitioner, same } from './practitioner';
import { passwordOf, versionId, World } from './world';

/** Everything that can have happened outside of Terraform since the last apply. */
const EVENTS = {
  nothing: () => undefined,
  'profile gone': (world: World) => (world.profile = undefined),
  recreated: (world: World) => {
    if (world.profile !== undefined) world.createProfile('Mallory-made-1', false);
  },
  'user recreated': (world: World) => {
    world.userId = 'AIDAEXAMPLEALICE00002';
    world.createProfile('Mallory-made-2', false);
  },
  'flag up': (world: World) => world.profile && (world.profile.flag = true),
  /** The person signs in and chooses a password; only where one is asked for. */
  'flag down': (world: World) => {
    if (world.profile?.flag === true) world.setPassword(OWN, false);
  },
  'password changed': (world: World) => world.setPassword('Mallory-set-1'),
  'password changed, flag up': (world: World) => world.setPassword('Mallory-set-2', true),
  'secret rotated': (world: World) => {
    world.current = 3;
    world.versions.add(3);
  },
  'label moved back': (world: World) => {
    if (world.versions.has(1)) world.current = 1;
  },
  'version pruned': (world: World) => (world.versions = new Set([world.current])),
} as const;

type EventName = keyof typeof EVENTS;

/** What the person chose. */
const OWN = 'Chosen-by-alice-1';

const NAMES = Object.keys(EVENTS) as EventName[];
const DETECTIONS = ['off', 'profile', 'password', 'trail'] as const;
const REPORTS = ['fresh', 'stale', 'access-denied'] as const;

interface Settings {
  readonly drift_detection: (typeof DETECTIONS)[number];
  readonly on_user_change: 'accept' | 'enforce';
  readonly password_reset_required: boolean;
}

const SETTINGS: Settings[] = DETECTIONS.flatMap((drift_detection) =>
  (['accept', 'enforce'] as const).flatMap((on_user_change) =>
    [false, true].map((password_reset_required) => ({ drift_detection, on_user_change, password_reset_required })),
  ),
);

interface Cell {
  readonly events: readonly EventName[];
  readonly settings: Settings;
  readonly report: (typeof REPORTS)[number];
  /** Whether a refresh-only apply comes between two events. */
  readonly seenBetween: boolean;
}

const asksReport = ({ drift_detection }: Settings) => drift_detection === 'password' || drift_detection === 'trail';

/** One event or two, in either order, with every setting, report and refresh in between. */
const CELLS: Cell[] = NAMES.flatMap((first) =>
  NAMES.flatMap((second) =>
    SETTINGS.flatMap((settings) =>
      (asksReport(settings) ? REPORTS : (['fresh'] as const)).flatMap((report) =>
        [false, true].map((seenBetween) => ({ events: [first, second], settings, report, seenBetween })),
      ),
    ),
  ),
);

/** A user who has version 2, which is in force; version 1 is still there. */
async function applied(settings: Settings): Promise<{ world: World; terraform: Practitioner }> {
  const world = new World();
  const terraform = new Practitioner(world, config(settings));
  await terraform.apply();
  world.pass(3600);
  world.versions.add(2);
  world.current = 2;
  await terraform.apply();
  world.pass(3600);
  return { world, terraform };
}

/** Applied once for all cells with the same settings: each goes on from a copy. */
const beginnings = new Map<string, Promise<{ world: World; terraform: Practitioner }>>();

async function copyOfApplied(settings: Settings): Promise<{ world: World; terraform: Practitioner }> {
  const key = Object.values(settings).join();
  const beginning = beginnings.get(key) ?? applied(settings);
  beginnings.set(key, beginning);
  const { world, terraform } = await beginning;
  const copy = world.clone();
  const practitioner = new Practitioner(copy, terraform.config);
  practitioner.state = terraform.state;
  return { world: copy, terraform: practitioner };
}

/** Everything that one cell shows, from the events to the plan after the apply that mends them. */
interface Seen {
  readonly cell: Cell;
  /** True where a reset was asked for that the configuration or a refresh knows of. */
  readonly isAsked: boolean;
  readonly direct: Plan;
  /** The plan after a refresh-only apply. */
  readonly later: Plan;
  readonly passwordBefore: string | undefined;
  /** What the apply left in AWS and in state. */
  readonly world: World;
  readonly state: ValueObject | null;
  readonly after: Plan;
}

/** A cell up to the moment before its last plan. */
async function happened({ events, settings, report, seenBetween }: Cell) {
  const { world, terraform } = await copyOfApplied(settings);
  world.report = report;
  let isAsked = settings.password_reset_required;
  for (const event of events) {
    EVENTS[event](world);
    world.pass(3600);
    if (!seenBetween) continue;
    await terraform.refreshOnly();
    isAsked ||= settings.drift_detection !== 'off' && world.profile?.flag === true;
  }
  return { world, terraform, isAsked };
}

async function play(cell: Cell): Promise<Seen> {
  const { world, terraform, isAsked } = await happened(cell);
  const direct = await terraform.plan();
  await terraform.refreshOnly();
  const later = await terraform.plan();
  const passwordBefore = world.profile?.password;
  await terraform.apply();
  const { state } = terraform;
  return { cell, isAsked, direct, later, passwordBefore, world, state, after: await terraform.plan() };
}

const title = ({ events, settings, report, seenBetween }: Cell): string =>
  `${events.join(seenBetween ? ', refresh, ' : ', ')} | ${Object.values(settings).join(' ')} | report ${report}`;

describe(`every pair of events with every setting (${CELLS.length} cells)`, () => {
  const seen: Seen[] = [];

  beforeAll(async () => {
    for (const cell of CELLS) seen.push(await play(cell));
  }, 120_000);

  /** The cells in which a property does not hold, all at once. */
  const holes = (holds: (cell: Seen) => boolean): string[] =>
    seen.filter((one) => !holds(one)).map(({ cell }) => title(cell));

  test('all were played', () => {
    expect(seen).toHaveLength(CELLS.length);
    expect(CELLS.length).toBeGreaterThan(7000);
  });

  test('a plan after an apply is empty, and the refresh before it finds at most that it cannot look', () => {
    const isSettled = ({ cell: { settings, report }, after: { action, refreshed }, state }: Seen) => {
      const cannotLook = asksReport(settings) && report === 'access-denied' && refreshed?.sync_status === 'not_checked';
      return action === 'no-op' && same(refreshed, cannotLook ? { ...state, sync_status: 'not_checked' } : state);
    };
    expect(holes(isSettled)).toEqual([]);
  });

  test('a refresh-only apply loses no finding: the plan after it is the plan without it', () => {
    expect(holes(({ direct, later }) => direct.action === later.action && same(direct.planned, later.planned))).toEqual(
      [],
    );
  });

  test('no status other than the listed ones', () => {
    const isListed = ({ refreshed }: Plan) =>
      refreshed === null || SYNC_STATUS.includes(refreshed.sync_status as SyncStatus);
    expect(holes(({ direct, later, after }) => [direct, later, after].every(isListed))).toEqual([]);
  });

  test('one warning at most for the login profile', () => {
    const isOne = ({ warnings }: Plan) => warnings.filter((text) => text.includes('"alice"')).length <= 1;
    expect(holes(({ direct, later, after }) => [direct, later, after].every(isOne))).toEqual([]);
  });

  test('what the person chose in answer to a reset that was asked for stays, unless enforced', () => {
    const others = /rotated|label|recreated|gone/;
    /** Somebody else's password, found before the person answered: that finding stands until it is mended. */
    const wasFoundBefore = ({ events, settings, seenBetween }: Cell) =>
      events[0] === 'password changed, flag up' && seenBetween && !settings.password_reset_required;
    const isProtected = ({ cell, isAsked, passwordBefore }: Seen) =>
      isAsked &&
      passwordBefore === OWN &&
      cell.settings.on_user_change === 'accept' &&
      !cell.events.some((event) => others.test(event)) &&
      !wasFoundBefore(cell);
    expect(seen.filter(isProtected).length).toBeGreaterThan(100);
    expect(holes((one) => !isProtected(one) || one.world.profile?.password === OWN)).toEqual([]);
  });

  test('nobody is left without access, or with a reset that the configuration does not ask for', () => {
    expect(
      holes(({ cell: { settings }, world: { profile } }) => {
        if (profile === undefined) return false;
        return !profile.flag || settings.password_reset_required || settings.drift_detection === 'off';
      }),
    ).toEqual([]);
  });

  /** Where the configuration asks for a reset, any other password may be the answer. */
  const mayBeTheirs = ({ cell: { settings }, isAsked, passwordBefore }: Seen): boolean =>
    settings.on_user_change === 'accept' && (settings.password_reset_required || (isAsked && passwordBefore === OWN));

  const reported = (report: Cell['report']): Seen[] =>
    seen.filter((one) => asksReport(one.cell.settings) && one.cell.report === report && !mayBeTheirs(one));

  test('with a fresh report the password in force is the secret’s, or may be the person’s own', () => {
    const bound = reported('fresh');
    expect(bound.length).toBeGreaterThan(500);
    const isMended = ({ world }: Seen) => world.profile?.password === passwordOf(world.current);
    expect(bound.filter((one) => !isMended(one)).map(({ cell }) => title(cell))).toEqual([]);
  });

  test('a report that comes late finds the same: what was recorded before it hides nothing', async () => {
    const found: string[] = [];
    const late = reported('stale');
    expect(late.length).toBeGreaterThan(500);
    for (const { cell } of late) {
      const { world, terraform } = await happened(cell);
      await terraform.refreshOnly();
      world.report = 'fresh';
      await terraform.apply();
      if (world.profile?.password !== passwordOf(world.current)) found.push(title(cell));
    }
    expect(found).toEqual([]);
  }, 60_000);

  test('where nothing happened there is nothing to do and nothing to tell', () => {
    const quiet = seen.filter(({ cell }) => cell.report === 'fresh' && cell.events.every((name) => name === 'nothing'));
    expect(quiet).toHaveLength(2 * SETTINGS.length);
    expect(quiet.filter(({ direct }) => direct.action !== 'no-op' || direct.warnings.length > 0)).toEqual([]);
  });
});

describe('one event before the plan and one while it waits for its approval', () => {
  const PAIRS = NAMES.flatMap((first) =>
    NAMES.flatMap((second) => SETTINGS.map((settings) => ({ first, second, settings }))),
  );

  interface Waited {
    readonly name: string;
    readonly answer: string | undefined;
    readonly passwordAfter: string | undefined;
    readonly isSettled: boolean;
  }

  async function wait({ first, second, settings }: (typeof PAIRS)[number]): Promise<Waited> {
    const { world, terraform } = await copyOfApplied(settings);
    EVENTS[first](world);
    world.pass(3600);
    let answer: string | undefined;
    const meanwhile = (): void => {
      EVENTS[second](world);
      answer = world.profile?.password;
      world.pass(60);
    };
    // An apply may refuse what is not as it was planned; the one after it goes on from there.
    await terraform.apply(meanwhile).catch(() => undefined);
    world.pass(3600);
    await terraform.apply();
    world.pass(3600);
    const { action } = await terraform.plan();
    const name = `${first}, plan, ${second} | ${Object.values(settings).join(' ')}`;
    return { name, answer, passwordAfter: world.profile?.password, isSettled: action === 'no-op' };
  }

  const waited: Waited[] = [];

  beforeAll(async () => {
    for (const pair of PAIRS) waited.push(await wait(pair));
  }, 60_000);

  test('two applies at most, and nothing is left to do', () => {
    expect(waited).toHaveLength(PAIRS.length);
    expect(waited.filter(({ isSettled }) => !isSettled).map(({ name }) => name)).toEqual([]);
  });

  test('a person who answers a reset that the plan has seen keeps the password they chose', () => {
    const answered = waited.filter(
      ({ name, answer }) =>
        /^(nothing|flag up|version pruned), plan, flag down .* accept /.test(name) && answer === OWN,
    );
    expect(answered.length).toBeGreaterThan(10);
    expect(answered.filter(({ passwordAfter }) => passwordAfter !== OWN)).toEqual([]);
  });
});

describe('one event', () => {
  const base: Settings = { drift_detection: 'profile', on_user_change: 'accept', password_reset_required: false };
  const reset = { password_reset_required: true };
  const enforce = { on_user_change: 'enforce' } as const;
  const password = { drift_detection: 'password' } as const;

  interface Row {
    readonly event: EventName;
    readonly settings?: Partial<Settings>;
    readonly report?: World['report'];
    readonly status: SyncStatus | 'gone';
    readonly action: 'create' | 'update' | 'no-op';
    /** What reaches IAM when the plan is applied. */
    readonly sends: 'password' | 'flag' | 'nothing';
    readonly tells?: string;
  }

  const rows: Row[] = [
    { event: 'nothing', status: 'in_sync', action: 'no-op', sends: 'nothing' },
    { event: 'profile gone', status: 'gone', action: 'create', sends: 'password', tells: 'was deleted outside' },
    {
      event: 'recreated',
      status: 'recreated',
      action: 'update',
      sends: 'password',
      tells: 'login profile of the IAM user "alice" was deleted and made again',
    },
    {
      event: 'user recreated',
      status: 'recreated',
      action: 'update',
      sends: 'password',
      tells: 'The IAM user "alice" was deleted and made again',
    },
    { event: 'flag up', status: 'reset_flag_changed', action: 'update', sends: 'flag', tells: 'did not request' },
    { event: 'flag up', settings: reset, status: 'in_sync', action: 'no-op', sends: 'nothing' },
    {
      event: 'flag down',
      settings: reset,
      status: 'handed_over',
      action: 'no-op',
      sends: 'nothing',
      tells: 'stays in force until the secret gets a new version',
    },
    {
      event: 'flag down',
      settings: { ...reset, ...enforce },
      status: 'handed_over',
      action: 'update',
      sends: 'password',
      tells: 'apply will send the password',
    },
    { event: 'password changed', status: 'in_sync', action: 'no-op', sends: 'nothing' },
    {
      event: 'password changed',
      settings: password,
      status: 'password_changed',
      action: 'update',
      sends: 'password',
      tells: 'says the credential report of',
    },
    {
      event: 'password changed',
      settings: password,
      report: 'stale',
      status: 'in_sync',
      action: 'no-op',
      sends: 'nothing',
    },
    {
      event: 'password changed',
      settings: password,
      report: 'report-not-ready',
      status: 'not_checked',
      action: 'no-op',
      sends: 'nothing',
      tells: 'Plan again in a few minutes',
    },
    {
      event: 'password changed',
      settings: password,
      report: 'access-denied',
      status: 'not_checked',
      action: 'no-op',
      sends: 'nothing',
      tells: 'iam:GetCredentialReport',
    },
    {
      event: 'password changed',
      settings: { ...password, ...reset },
      status: 'handed_over',
      action: 'no-op',
      sends: 'nothing',
      tells: "may be the person's own",
    },
    {
      event: 'password changed',
      settings: { ...password, ...reset, ...enforce },
      status: 'password_changed',
      action: 'update',
      sends: 'password',
      tells: 'was changed outside',
    },
    {
      event: 'password changed, flag up',
      status: 'reset_flag_changed',
      action: 'update',
      sends: 'flag',
      tells: 'did not request',
    },
    {
      event: 'password changed, flag up',
      settings: password,
      status: 'password_changed',
      action: 'update',
      sends: 'password',
      tells: 'was changed outside',
    },
    { event: 'secret rotated', status: 'in_sync', action: 'update', sends: 'password' },
    { event: 'label moved back', status: 'in_sync', action: 'update', sends: 'password' },
    { event: 'version pruned', status: 'in_sync', action: 'no-op', sends: 'nothing' },
    { event: 'recreated', settings: { drift_detection: 'off' }, status: 'in_sync', action: 'no-op', sends: 'nothing' },
    {
      event: 'profile gone',
      settings: { drift_detection: 'off' },
      status: 'gone',
      action: 'create',
      sends: 'password',
      tells: 'was deleted outside',
    },
  ];

  test.each(rows)('$event, $settings, report $report: $status, $action, sends $sends', async (row) => {
    const { world, terraform } = await applied({ ...base, ...row.settings });
    world.report = row.report ?? 'fresh';
    EVENTS[row.event](world);
    world.pass(3600);
    const { refreshed, action, warnings } = await terraform.plan();
    expect(refreshed === null ? 'gone' : refreshed.sync_status).toBe(row.status);
    expect(action).toBe(row.action);
    expect(warnings).toEqual(row.tells === undefined ? [] : [expect.stringContaining(row.tells)]);
    world.calls.length = 0;
    const before = world.profile?.password;
    await terraform.apply();
    const sends = world.calls.filter((call) => /^(Create|Update)LoginProfile$/.test(call));
    expect(sends).toHaveLength(row.sends === 'nothing' ? 0 : 1);
    if (row.sends === 'password') expect(world.profile?.password).toBe(passwordOf(world.current));
    else expect(world.profile?.password).toBe(before);
    expect(terraform.stored.secret_version_id).toBe(versionId(world.current));
  });
});

describe('longer stories', () => {
  const watched = { drift_detection: 'password', on_user_change: 'accept', password_reset_required: false } as const;

  test('a hand-over is remembered when the flag goes up again: the flag goes, the person’s password stays', async () => {
    const { world, terraform } = await applied(watched);
    EVENTS['flag up'](world);
    await terraform.refreshOnly();
    world.pass(60);
    EVENTS['flag down'](world);
    await terraform.refreshOnly();
    world.pass(60);
    EVENTS['flag up'](world);
    expect((await terraform.apply()).warnings).toEqual([expect.stringContaining('once more')]);
    expect(world.profile).toMatchObject({ flag: false, password: OWN });
    world.pass(3600);
    expect(await terraform.plan()).toMatchObject({ action: 'no-op', warnings: [] });
    expect(terraform.stored.sync_status).toBe('handed_over');
  });

  test('the new version of the secret ends a hand-over', async () => {
    const { world, terraform } = await applied({ ...watched, password_reset_required: true });
    EVENTS['flag down'](world);
    await terraform.apply();
    EVENTS['secret rotated'](world);
    world.pass(3600);
    await terraform.apply();
    expect(world.profile).toMatchObject({ flag: true, password: passwordOf(3) });
    expect(terraform.stored.sync_status).toBe('in_sync');
  });

  test('a rotation that state did not hear of is sent again, over what the person chose in between', async () => {
    const { world, terraform } = await applied({ ...watched, password_reset_required: true });
    const before = terraform.state;
    EVENTS['secret rotated'](world);
    await terraform.apply();
    // Terraform was killed before it wrote state down.
    terraform.state = before;
    EVENTS['flag down'](world);
    world.pass(3600);
    expect((await terraform.apply()).action).toBe('update');
    expect(world.profile).toMatchObject({ flag: true, password: passwordOf(3) });
    expect((await terraform.plan()).action).toBe('no-op');
  });

  test('the story names the version that a waiting rotation brings', async () => {
    const { world, terraform } = await applied(watched);
    EVENTS.recreated(world);
    EVENTS['secret rotated'](world);
    world.pass(60);
    expect((await terraform.plan()).warnings).toEqual([
      expect.stringContaining(`apply will send the password of the secret's new version ${versionId(3)}`),
    ]);
  });

  test('the report is asked once a run and only where it can tell something', async () => {
    const { world, terraform } = await applied(watched);
    world.calls.length = 0;
    await terraform.plan();
    expect(world.calls.filter((call) => call === 'GetCredentialReport')).toHaveLength(1);
    terraform.config = config({ ...watched, drift_detection: 'profile' });
    await terraform.apply();
    world.calls.length = 0;
    await terraform.plan();
    expect(world.calls).not.toContain('GetCredentialReport');
  });

  test('a report that was missing is forgotten once it is there, or no longer asked for', async () => {
    const { world, terraform } = await applied(watched);
    world.report = 'throttled';
    await terraform.refreshOnly();
    expect(terraform.stored.sync_status).toBe('not_checked');
    expect((await terraform.plan()).action).toBe('no-op');
    world.report = 'fresh';
    await terraform.refreshOnly();
    expect(terraform.stored.sync_status).toBe('in_sync');
    world.report = 'throttled';
    terraform.config = config({ ...watched, drift_detection: 'profile' });
    await terraform.apply();
    expect(terraform.stored.sync_status).toBe('in_sync');
  });
});

describe('drift_detection "trail"', () => {
  const watched = { drift_detection: 'trail', on_user_change: 'accept', password_reset_required: false } as const;
  const MALLORY = 'arn:aws:iam::111122223333:user/mallory';

  test.each([
    [
      'profile gone',
      'DeleteLoginProfile',
      undefined,
      `at 2026-01-02T05:04:05Z by ${MALLORY} (DeleteLoginProfile); apply`,
    ],
    ['recreated', 'CreateLoginProfile', false, `at 2026-01-02T05:04:05Z by ${MALLORY} (CreateLoginProfile), so`],
    ['flag up', 'UpdateLoginProfile', true, `at 2026-01-02T05:04:05Z by ${MALLORY} (UpdateLoginProfile), which`],
    ['password changed', 'UpdateLoginProfile', undefined, `old) by ${MALLORY} (UpdateLoginProfile); apply`],
  ] as const)('%s: names who did it and when', async (event, call, flag, story) => {
    const { world, terraform } = await applied(watched);
    EVENTS[event](world);
    world.act(call, MALLORY, flag);
    world.pass(600);
    expect((await terraform.plan()).warnings).toEqual([expect.stringContaining(story)]);
  });

  test.each([
    [[], 'CloudTrail has no record of it'],
    ['access-denied' as const, 'cloudtrail:LookupEvents is not allowed'],
    ['throttled' as const, 'cloudtrail:LookupEvents failed (throttled)'],
  ])('says why nobody is named: %s', async (trail, story) => {
    const { world, terraform } = await applied(watched);
    world.trail = trail;
    EVENTS.recreated(world);
    expect((await terraform.plan()).warnings).toEqual([expect.stringContaining(story)]);
  });

  test('is asked about login profiles that were found changed, and no others', async () => {
    const { world, terraform } = await applied(watched);
    world.calls.length = 0;
    await terraform.plan();
    expect(world.calls).not.toContain('LookupEvents');
  });

  test('does not blame whoever did the same before, where the latest call is not in the trail yet', async () => {
    const { world, terraform } = await applied(watched);
    world.act('UpdateLoginProfile', MALLORY, true);
    world.pass(3600);
    world.act('UpdateLoginProfile', 'arn:of:ourselves', false);
    world.pass(3600);
    EVENTS['flag up'](world);
    world.pass(60);
    expect((await terraform.plan()).warnings).toEqual([expect.stringContaining('CloudTrail has no record of it')]);
  });

  test('does not say that the person chose a password where somebody else ended the reset', async () => {
    const { world, terraform } = await applied({ ...watched, password_reset_required: true });
    if (world.profile !== undefined) world.profile.flag = false;
    world.act('UpdateLoginProfile', MALLORY, false);
    const { warnings } = await terraform.plan();
    expect(warnings).toEqual([expect.stringContaining(`was ended at 2026-01-02T05:04:05Z by ${MALLORY}`)]);
    expect(warnings[0]).not.toContain('has chosen one');
  });

  test.each([
    ['nobody configured', false, 'switch that off'],
    ['the configuration asks for with each password', true, 'leave it so'],
  ])('names who asks for a password once more after the person has chosen one: %s', async (_, required, next) => {
    const { world, terraform } = await applied({ ...watched, password_reset_required: true });
    EVENTS['flag down'](world);
    world.act('ChangePassword', 'arn:aws:iam::111122223333:user/alice');
    await terraform.apply();
    terraform.config = config({ ...watched, password_reset_required: required });
    await terraform.apply();
    world.pass(3600);
    EVENTS['flag up'](world);
    world.act('UpdateLoginProfile', MALLORY, true);
    const { warnings } = await terraform.plan();
    expect(warnings).toEqual([
      expect.stringMatching(
        new RegExp(
          `asks for a new password once more at [^ ]+ by ${MALLORY} \\(UpdateLoginProfile\\), .*apply will ${next}`,
        ),
      ),
    ]);
  });

  test('tells a renamed user from one who is gone', async () => {
    const { world, terraform } = await applied(watched);
    world.userGone = true;
    world.act('UpdateUser', MALLORY, undefined, 'alina');
    expect((await terraform.plan()).warnings).toEqual([
      expect.stringContaining(`"alice" was renamed to "alina" at 2026-01-02T05:04:05Z by ${MALLORY} (UpdateUser)`),
    ]);
  });

  test('does not blame our own calls, or those about somebody else', async () => {
    const { world, terraform } = await applied(watched);
    EVENTS['flag up'](world);
    world.trail = [
      { eventName: 'UpdateLoginProfile', actor: MALLORY, at: world.now, userName: 'bob', passwordResetRequired: true },
      {
        eventName: 'UpdateLoginProfile',
        actor: 'arn:of:ourselves',
        at: new Date(terraform.stored.password_applied_at ?? ''),
        userName: 'alice',
        passwordResetRequired: true,
      },
    ];
    expect((await terraform.plan()).warnings).toEqual([expect.stringContaining('CloudTrail has no record of it')]);
  });
});
