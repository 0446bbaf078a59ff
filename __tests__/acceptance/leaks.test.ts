import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { searchForPasswords, writtenForms } from '../../scripts/demo/leaks';
import { alice, endScene, FIRST, type Scene, SECOND, startScene, THIRD } from '../support/scene';

describe('the password', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await startScene();
  });

  afterEach(() => endScene(scene));

  test('is nowhere in state, backups, plans, output, temporary files or a log at TRACE', async () => {
    const { aws, workspace } = scene;
    const { dir } = workspace;
    const logged = { TF_LOG: 'TRACE', TF_LOG_PATH: join(dir, 'trace.log') };
    const terraform = (...args: string[]) => workspace.terraformWith(logged, ...args);
    const apply = (...args: string[]) => terraform('apply', '-no-color', '-input=false', '-auto-approve', ...args);

    await workspace.init(alice());
    await terraform('plan', '-no-color', '-out=create.tfplan');
    expect(await apply('create.tfplan')).toMatchObject({ code: 0 });
    aws.secrets.putValue('console/alice', SECOND);
    await terraform('plan', '-no-color', '-out=rotate.tfplan');
    await terraform('show', '-json', 'rotate.tfplan');
    expect(await apply('rotate.tfplan')).toMatchObject({ code: 0 });
    await terraform('show', '-json');
    await terraform('state', 'pull');

    // Failures of every layer, each with the password in reach.
    aws.secrets.putValue('console/alice', THIRD);
    const echoing = {
      kind: 'error',
      code: 'PasswordPolicyViolation',
      message: `The password ${THIRD} is too weak`,
    } as const;
    aws.faults.add({ operation: 'iam:UpdateLoginProfile', fault: echoing });
    expect(await apply()).toMatchObject({ code: 1 });
    aws.faults.add({
      operation: 'secretsmanager:GetSecretValue',
      times: 99,
      fault: { kind: 'malformed-body', body: `{"SecretString":"${THIRD.replaceAll('"', '\\"')}" oops` },
    });
    expect(
      await workspace.terraformWith({ ...logged, AWS_MAX_ATTEMPTS: '2' }, 'apply', '-no-color', '-auto-approve'),
    ).toMatchObject({ code: 1 });
    aws.faults.clear();
    expect(await apply()).toMatchObject({ code: 0 });
    expect(aws.signIn('alice', THIRD).outcome).toBe('signed-in');

    const search = searchForPasswords([FIRST, SECOND, THIRD], [dir], { output: workspace.transcript });
    expect(search.leaks).toEqual([]);
    // The search has seen what it is for.
    expect(search.files).toBeGreaterThan(5);
    for (const file of [
      'trace.log',
      'stack/terraform.tfstate',
      'stack/terraform.tfstate.backup',
      'stack/rotate.tfplan',
    ]) {
      expect(existsSync(join(dir, file))).toBe(true);
    }
    const log = readFileSync(join(dir, 'trace.log'), 'utf8');
    expect(log).toContain('console password set');
    expect(log).not.toContain(aws.credentials.secretAccessKey);
    expect(workspace.leftovers()).toEqual([]);
  });

  test('would be found, in every form, if it were there', () => {
    for (const [form, text] of writtenForms(FIRST)) {
      const { leaks } = searchForPasswords([FIRST], [], { output: `before ${text} after` });
      expect(leaks.map((leak) => leak.form)).toContain(`password 1, ${form}`);
    }
  });
});
