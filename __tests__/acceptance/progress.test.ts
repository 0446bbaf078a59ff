import { startApply } from '../support/apply-under-way';
import { until } from '../support/processes';
import { alice, endScene, type Scene, SECOND, startScene } from '../support/scene';

/** The same resource for another user. */
const of = (userName: string): string => alice().replaceAll('"alice"', `"${userName}"`);

/** Terraform tells every ten seconds, and a busy machine a second later; from 1.12 on in the form `00m10s`. */
const line = (user: string, doing: string, id = '') =>
  new RegExp(`^iam_login_profile\\.${user}: Still ${doing}\\.\\.\\. \\[${id}(00m)?\\d+s elapsed\\]$`, 'm');

describe('an apply that waits for IAM', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await startScene();
    for (const userName of ['bob', 'carol']) scene.aws.users.create({ userName });
    await scene.workspace.init([alice(), of('carol')].join('\n'));
    await scene.workspace.apply();
  });

  afterEach(() => endScene(scene));

  test('shows after ten seconds what it is still about, and goes on once IAM lets it', async () => {
    const { aws, workspace } = scene;
    aws.secrets.putValue('console/alice', SECOND);
    workspace.write([alice(), of('bob')].join('\n'));
    for (const operation of ['iam:UpdateLoginProfile', 'iam:CreateLoginProfile', 'iam:DeleteLoginProfile'])
      aws.faults.add({ operation, times: Infinity, fault: { kind: 'error', code: 'EntityTemporarilyUnmodifiable' } });
    const { ended, output } = startApply(workspace);
    const told = [
      line('alice', 'modifying', 'id=alice, '),
      line('bob', 'creating'),
      line('carol', 'destroying', 'id=carol, '),
    ];
    await until('the waits are told of', () => told.every((text) => text.test(output())), 60_000);
    aws.faults.clear();
    expect(await ended).toBe(0);
    expect(output()).toContain('1 added, 1 changed, 1 destroyed');
    for (const userName of ['alice', 'bob']) expect(aws.signIn(userName, SECOND).outcome).toBe('signed-in');
    expect(aws.loginProfiles.get('carol')).toBeUndefined();
  });
});
