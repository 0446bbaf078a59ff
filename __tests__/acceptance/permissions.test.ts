import { App, TerraformStack } from 'cdktf';
import { LoginProfile, SecretPassword } from '../../src';
import {
  callsBeyond,
  type Documents,
  type Episode,
  KEY_ARN,
  life,
  type Role,
  Troupe,
  without,
} from '../support/permissions';
import { endScene, FIRST, type Scene, startScene } from '../support/scene';

/** As a program asks for them. */
function documentsOfAlice(): Documents {
  const stack = new TerraformStack(new App(), 'stack');
  const login = new LoginProfile(stack, 'alice', {
    user: 'alice',
    password: SecretPassword.fromSecret('console/alice'),
  });
  return { plan: login.planPolicy(), apply: login.applyPolicy({ kmsKeys: [KEY_ARN] }) };
}

const documents = documentsOfAlice();

/** What the two roles see where each may do what its document says. */
const EXPECTED: readonly (readonly [name: string, role: Role, code: number, ...changed: string[]])[] = [
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
];

const expected: Episode[] = EXPECTED.map(([name, role, code, ...changed]) => ({
  name,
  role,
  code,
  changed,
  denied: false,
}));

let scene: Scene;

beforeEach(async () => {
  scene = await startScene();
  scene.aws.secrets.deleteNow('console/alice');
  scene.aws.secrets.create({ name: 'console/alice', secretString: FIRST, kmsKeyId: KEY_ARN });
});

afterEach(() => endScene(scene));

test('the documents allow every call of a whole life, and both roles find everything', async () => {
  const troupe = await Troupe.gather(scene, documents);
  const episodes: Episode[] = [];
  for await (const episode of life(troupe)) episodes.push(episode);
  expect(episodes).toEqual(expected);
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
  for await (const episode of life(troupe)) {
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
