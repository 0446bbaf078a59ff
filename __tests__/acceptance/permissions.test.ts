import { App, TerraformStack } from 'cdktf';
import { type DriftDetection, LoginProfile, SecretPassword } from '../../src';
import { type Episode, lead, type Life, trailedLife, watchedLife, wholeLife } from '../support/lives';
import { callsBeyond, type Documents, KEY_ARN, type Role, Troupe, without } from '../support/permissions';
import { endScene, FIRST, type Scene, startScene } from '../support/scene';

/** As a program asks for them. */
function documentsOfAlice(driftDetection: DriftDetection): Documents {
  const stack = new TerraformStack(new App(), 'stack');
  const login = new LoginProfile(stack, 'alice', {
    user: 'alice',
    password: SecretPassword.fromSecret('console/alice'),
    driftDetection,
  });
  return { plan: login.planPolicy(), apply: login.applyPolicy({ kmsKeys: [KEY_ARN] }) };
}

type Expectation = readonly [name: string, role: Role, code: number, ...changed: string[]];

const episodesOf = (expectations: readonly Expectation[]): Episode[] =>
  expectations.map(([name, role, code, ...changed]) => ({ name, role, code, changed, denied: false }));

const documents = documentsOfAlice('profile');

/** What the two roles see where each may do what its document says. */
const expected = episodesOf([
  ['create, planned', 'plan', 2],
  ['create', 'apply', 0],
  ['nothing to do', 'plan', 0],
  ['rotation, planned', 'plan', 2, 'password_applied_at', 'secret_version_id'],
  ['rotation, as planned', 'apply', 0],
  ['user made again, refreshed only', 'plan', 2, 'create_date', 'sync_status', 'user_id'],
  ['user made again, planned', 'plan', 2, 'password_applied_at', 'sync_status'],
  ['user made again', 'apply', 0, 'password_applied_at', 'sync_status'],
  ['login profile deleted outside', 'apply', 0],
  ['destroy, planned', 'plan', 2],
  ['destroy', 'apply', 0],
  ['taken over as it is', 'apply', 0],
  ['nothing to do after it', 'plan', 0],
  ['destroyed again', 'apply', 0],
  ['adopted', 'apply', 0],
]);

let scene: Scene;

beforeEach(async () => {
  scene = await startScene();
  scene.aws.secrets.deleteNow('console/alice');
  scene.aws.secrets.create({ name: 'console/alice', secretString: FIRST, kmsKeyId: KEY_ARN });
});

afterEach(() => endScene(scene));

async function episodesIn(life: Life, troupe: Troupe): Promise<Episode[]> {
  const episodes: Episode[] = [];
  for await (const episode of lead(life, troupe)) episodes.push(episode);
  return episodes;
}

test('the documents allow every call of a whole life, and both roles find everything', async () => {
  const troupe = await Troupe.gather(scene, documents);
  expect(await episodesIn(wholeLife, troupe)).toEqual(expected);
  expect(await callsBeyond(documents, troupe)).toEqual([]);
  const readers = scene.aws.journal.calls({ operation: 'secretsmanager:GetSecretValue' });
  expect(new Set(readers.map((entry) => troupe.roleOf(entry)))).toEqual(new Set(['apply']));
});

/** Without the action: the first command that fails, or for the plan role, that no longer shows what it should. */
const MISSED: Readonly<Record<Role, Readonly<Record<string, string>>>> = {
  plan: {
    'iam:GetLoginProfile': 'create, planned',
    'iam:GetUser': 'user made again, refreshed only',
    'secretsmanager:DescribeSecret': 'create, planned',
  },
  apply: {
    'iam:GetLoginProfile': 'user made again',
    'iam:GetUser': 'create',
    'secretsmanager:DescribeSecret': 'taken over as it is',
    'iam:CreateLoginProfile': 'create',
    'iam:UpdateLoginProfile': 'rotation, as planned',
    'iam:DeleteLoginProfile': 'destroy',
    'secretsmanager:GetSecretValue': 'create',
    'kms:Decrypt': 'create',
  },
};

async function firstMissed(role: Role, troupe: Troupe): Promise<string | undefined> {
  let told = 0;
  for await (const episode of lead(wholeLife, troupe)) {
    const asExpected = JSON.stringify(episode) === JSON.stringify(expected[told++]);
    if (role === 'plan' ? !asExpected : episode.code === 1) return episode.name;
  }
  return undefined;
}

describe.each(['plan', 'apply'] as const)('the document of the role for %s', (role) => {
  const actions = documents[role].Statement.flatMap(({ Action }) => Action);

  test.each(actions)('needs %s', async (action) => {
    const troupe = await Troupe.gather(scene, { ...documents, [role]: without(documents[role], action) });
    expect(await firstMissed(role, troupe)).toBe(MISSED[role][action]);
  });

  test('has no other action', () => {
    expect(actions).toEqual(Object.keys(MISSED[role]));
  });
});

describe('with drift_detection "password"', () => {
  const watched = documentsOfAlice('password');
  const watchedExpected = episodesOf([
    ['create', 'apply', 0],
    ['another password set, planned', 'plan', 2, 'password_applied_at', 'sync_status'],
    ['another password set', 'apply', 0, 'password_applied_at', 'sync_status'],
  ]);
  const REPORT = ['iam:GetCredentialReport', 'iam:GenerateCredentialReport'];

  test('the documents allow every call, and both roles find that another password was set', async () => {
    const troupe = await Troupe.gather(scene, watched);
    expect(await episodesIn(watchedLife, troupe)).toEqual(watchedExpected);
    expect(await callsBeyond(watched, troupe)).toEqual([]);
  });

  test.each(['plan', 'apply'] as const)('the document of the role for %s has two actions more', (role) => {
    const actionsOf = ({ [role]: { Statement } }: Documents) => Statement.flatMap(({ Action }) => Action);
    expect(actionsOf(watched).filter((action) => !actionsOf(documents).includes(action))).toEqual(REPORT);
  });

  test.each(REPORT)('each role needs %s, and without it is warned, finds nothing and fails nothing', async (action) => {
    const lacking = { plan: without(watched.plan, action), apply: without(watched.apply, action) };
    const troupe = await Troupe.gather(scene, lacking);
    const [created, ...later] = watchedExpected;
    const unseen = later.map((episode) => ({ ...episode, code: 0, changed: [], denied: true }));
    expect(await episodesIn(watchedLife, troupe)).toEqual([created, ...unseen]);
    expect(scene.workspace.stateOf('iam_login_profile.alice')).toMatchObject({ sync_status: 'not_checked' });
  });
});

describe('with drift_detection "trail"', () => {
  const trailed = documentsOfAlice('trail');
  const TRAIL = 'cloudtrail:LookupEvents';
  const trailedExpected = episodesOf([
    ['create', 'apply', 0],
    ['login profile deleted outside, planned', 'plan', 2],
    ['login profile deleted outside', 'apply', 0],
  ]);

  test('the documents allow every call, and both roles ask CloudTrail', async () => {
    const troupe = await Troupe.gather(scene, trailed);
    expect(await episodesIn(trailedLife, troupe)).toEqual(trailedExpected);
    expect(await callsBeyond(trailed, troupe)).toEqual([]);
    const askers = scene.aws.journal.calls({ operation: TRAIL }).map((entry) => troupe.roleOf(entry));
    expect(new Set(askers)).toEqual(new Set(['plan', 'apply']));
  });

  test('each role needs cloudtrail:LookupEvents to name who it was, and finds everything else without it', async () => {
    const lacking = { plan: without(trailed.plan, TRAIL), apply: without(trailed.apply, TRAIL) };
    const [created, ...later] = trailedExpected;
    const unnamed = later.map((episode) => ({ ...episode, denied: true }));
    expect(await episodesIn(trailedLife, await Troupe.gather(scene, lacking))).toEqual([created, ...unnamed]);
  });
});
