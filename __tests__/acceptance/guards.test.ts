import type { LocalAws } from '../../src/local-aws';
import { alice, endScene, FIRST, type Scene, SECOND, startScene, unwrapped } from '../support/scene';
import type { Workspace } from '../support/workspace';

const ACCOUNT = '111122223333';
const provider = (...lines: string[]): string => ['provider "iam" {', ...lines, '}'].join('\n');

/** Whose password a provider block lets be set. What needs a seam of its own is in faults/guards.test.ts. */
describe('the guards of the provider block', () => {
  let scene: Scene;
  let aws: LocalAws;
  let workspace: Workspace;

  beforeEach(async () => {
    scene = await startScene();
    ({ aws, workspace } = scene);
  });

  afterEach(() => endScene(scene));

  const applied = async (block: string) => {
    await workspace.init(alice(), block);
    const result = await workspace.apply();
    if (result.code !== 0) throw new Error(result.output);
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
  };

  describe('allowed_user_names', () => {
    const guard = (...patterns: string[]): string => provider(`allowed_user_names = ${JSON.stringify(patterns)}`);

    test('refuses another user at plan, before AWS is asked, and lets the allowed ones pass', async () => {
      await workspace.init(alice(), guard('bob', 'team-*'));
      const refused = await workspace.plan();
      expect(refused.code).toBe(1);
      expect(unwrapped(refused.output)).toContain('allowed_user_names allows "bob", "team-*".');
      expect(aws.journal.entries).toEqual([]);
      workspace.write(alice(), guard('ALI?E'));
      expect(await workspace.apply()).toMatchObject({ code: 0 });
    });

    test('refuses at apply what came into state before, and never keeps anybody from destroying it', async () => {
      await applied(provider());
      workspace.write(alice(), guard('bob'));
      expect((await workspace.plan()).output).not.toContain('Warning');
      aws.secrets.putValue('console/alice', SECOND);
      expect((await workspace.plan()).output).toContain('Warning: IAM user is not among the allowed ones');
      const refused = await workspace.apply();
      expect(refused.code).toBe(1);
      expect(unwrapped(refused.output)).toContain('does not allow a password for the IAM user "alice"');
      expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
      expect(await workspace.destroy()).toMatchObject({ code: 0 });
    });

    test('refuses an import', async () => {
      aws.loginProfiles.create({ userName: 'alice', password: SECOND });
      await workspace.init(alice(), guard('bob'));
      const refused = await workspace.terraform('import', '-no-color', 'iam_login_profile.alice', 'alice');
      expect(refused.code).toBe(1);
      expect(unwrapped(refused.output)).toContain('allowed_user_names allows "bob"');
    });

    test('counts at plan also while the rest of the block is unknown', async () => {
      const data = 'resource "terraform_data" "region" { input = "us-east-1" }';
      const block = provider('allowed_user_names = ["bob"]', 'region = terraform_data.region.output');
      await workspace.init(`${data}\n${alice()}`, block);
      expect(unwrapped((await workspace.plan()).output)).toContain('allowed_user_names allows "bob"');
    });
  });

  describe("the caller's own user", () => {
    const own = provider('allow_own_user = true');
    const asked = (): number => aws.journal.operations({ operation: 'sts:GetCallerIdentity' }).length;
    const bob = alice().replaceAll('alice', 'bob');

    const actAs = (userName: string): void =>
      void Object.assign(workspace.env, aws.environment(aws.identities.add({ userName })));

    const refusesAlice = async (): Promise<void> => {
      const refused = await workspace.apply();
      expect(refused.code).toBe(1);
      expect(refused.output).toContain("Error: IAM user is the caller's own");
      for (const text of ['"alice"', `arn:aws:iam::${ACCOUNT}:user/alice`, 'another identity', 'allow_own_user = true'])
        expect(unwrapped(refused.output)).toContain(text);
      expect(unwrapped(refused.output)).toContain('user_name = "alice"');
    };

    beforeEach(() => actAs('alice'));

    test('is refused at apply of a create, before anything is read or written, and not at plan', async () => {
      await workspace.init(alice());
      expect(await workspace.plan()).toMatchObject({ code: 2 });
      expect(asked()).toBe(0);
      await refusesAlice();
      expect(aws.journal.operations().filter((name) => /GetSecretValue|:(Create|Update|Delete)/.test(name))).toEqual(
        [],
      );
      expect(aws.loginProfiles.get('alice')).toBeUndefined();
      expect(workspace.stateOf('iam_login_profile.alice')).toBeUndefined();
      // As GetSessionToken makes them.
      const session = { arn: `arn:aws:iam::${ACCOUNT}:user/alice`, expiration: new Date(Date.now() + 3_600_000) };
      Object.assign(workspace.env, aws.environment(aws.identities.add(session)));
      await refusesAlice();
    });

    test('is refused at apply of an update, keeps the state, and may be destroyed', async () => {
      await applied(own);
      expect(asked()).toBe(0);
      const before = workspace.stateOf('iam_login_profile.alice');
      workspace.write(alice());
      aws.secrets.putValue('console/alice', SECOND);
      await refusesAlice();
      expect(workspace.stateOf('iam_login_profile.alice')).toMatchObject({
        secret_version_id: before?.secret_version_id,
        password_applied_at: before?.password_applied_at,
      });
      expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
      aws.journal.clear();
      expect(await workspace.destroy()).toMatchObject({ code: 0 });
      expect(asked()).toBe(0);
    });

    test('is not bob, who is given a password by alice with one question a run for all users', async () => {
      aws.users.create({ userName: 'carol' });
      aws.users.create({ userName: 'bob' });
      for (const name of ['bob', 'carol']) aws.secrets.create({ name: `console/${name}`, secretString: FIRST });
      await workspace.init([bob, bob.replaceAll('bob', 'carol')].join('\n'));
      expect(await workspace.apply()).toMatchObject({ code: 0 });
      expect(aws.signIn('bob', FIRST).outcome).toBe('signed-in');
      expect(asked()).toBe(1);
    });

    test('is refused also where it only assumes the role that Terraform works with', async () => {
      aws.roles.create({ roleName: 'Deploy' });
      const role = `assume_role {\n role_arn = "arn:aws:iam::${ACCOUNT}:role/Deploy"\n}`;
      await workspace.init(alice(), provider(role));
      await refusesAlice();
      expect(aws.loginProfiles.get('alice')).toBeUndefined();
      expect(asked()).toBe(2);
      workspace.write(alice(), provider(role, 'allow_own_user = true'));
      expect(await workspace.apply()).toMatchObject({ code: 0 });
      aws.users.create({ userName: 'bob' });
      aws.secrets.create({ name: 'console/bob', secretString: FIRST });
      workspace.write(bob, provider(role));
      expect(await workspace.apply()).toMatchObject({ code: 0 });
    });

    test('shares its question with the look at the account', async () => {
      actAs('local-admin');
      await applied(provider(`allowed_account_ids = ["${ACCOUNT}"]`));
      // One at plan, one at apply: each is a process of its own.
      expect(asked()).toBe(2);
    });

    test('is not known where STS does not say: nothing is changed then', async () => {
      await workspace.init(bob);
      aws.users.create({ userName: 'bob' });
      aws.secrets.create({ name: 'console/bob', secretString: FIRST });
      const fault = { kind: 'error', code: 'AccessDenied', message: 'The endpoint policy says no' } as const;
      aws.faults.add({ operation: 'sts:GetCallerIdentity', fault });
      const failed = await workspace.apply();
      expect(failed.code).toBe(1);
      expect(unwrapped(failed.output)).toContain('sts:GetCallerIdentity failed for the IAM user "bob"');
      expect(aws.loginProfiles.get('bob')).toBeUndefined();
      expect(await workspace.apply()).toMatchObject({ code: 0 });
    });
  });
});
