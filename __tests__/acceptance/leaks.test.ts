import { existsSync, readFileSync, writeFileSync } from 'node:fs';
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

describe('the end of every scene', () => {
  const plant =
    (file: string, text: string) =>
    ({ workspace }: Scene) =>
      writeFileSync(join(workspace.dir, file), `before ${text} after`);
  const base64 = (text: string) => Buffer.from(text).toString('base64');

  test.each([
    { what: 'a file at home', leak: plant('home/left', FIRST), says: 'home/left (password 1, plain)' },
    { what: 'a hidden file', leak: plant('stack/.left', base64(THIRD)), says: 'stack/.left (password 3, base64)' },
    {
      what: 'what was printed',
      leak: ({ workspace }: Scene) => void (workspace.transcript += SECOND),
      says: 'printed output (password 2, plain)',
    },
  ])('finds a password in $what', async ({ leak, says }) => {
    const scene = await startScene();
    leak(scene);
    await expect(endScene(scene)).rejects.toThrow(`A password was left behind: ${says}`);
    expect(existsSync(scene.workspace.dir)).toBe(false);
  });

  test('makes an exception for the file that a test names, and for no other', async () => {
    const scene = await startScene();
    scene.workspace.writesPasswordTo('main.tf');
    plant('stack/main.tf', FIRST)(scene);
    plant('stack/terraform.tfstate', FIRST)(scene);
    await expect(endScene(scene)).rejects.toThrow(
      /^A password was left behind: stack\/terraform\.tfstate \([^,]*, plain\)$/,
    );
  });
});
