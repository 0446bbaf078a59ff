import { type LocalAws, startLocalAws } from '../../src/local-aws';
import { InMemoryProvider } from '../support/faults/in-memory-provider';
import { TerraformCore } from '../support/faults/terraform-core';

const FIRST = 'First-Passw0rd-1';
const SECOND = 'Second-Passw0rd-2';

/** What a guard and a loss have to do with each other: seams that the real Terraform does not let a test into. */
describe('one login profile', () => {
  let aws: LocalAws;

  beforeEach(async () => {
    aws = await startLocalAws();
    for (const userName of ['alice', 'bob', 'admin']) aws.users.create({ userName });
    aws.secrets.create({ name: 'console', secretString: FIRST });
  });

  afterEach(() => aws.stop());

  function core(block: object = {}, credentials = aws.credentials): TerraformCore {
    const { endpoint, region } = aws;
    return new TerraformCore({
      region,
      access_key: credentials.accessKeyId,
      secret_key: credentials.secretAccessKey,
      endpoints: [{ iam: endpoint, secretsmanager: endpoint, sts: endpoint }],
      ...block,
    });
  }

  const goal = (of: TerraformCore, values: object = {}) => ({
    config: of.body({ user_name: 'alice', secret_id: 'console', ...values }),
  });

  const writes = (): string[] => aws.journal.operations().filter((name) => /:(Create|Update|Delete)Login/.test(name));

  describe('of the caller', () => {
    test('is refused also where the same apply renames the caller', async () => {
      const caller = core({ allowed_account_ids: ['111122223333'] }, aws.identities.add({ userName: 'admin' }));
      const rename = () => aws.users.rename('admin', { newUserName: 'admin2' });
      const run = await caller.apply(goal(caller, { user_name: 'admin2' }), { beforeApply: rename });
      expect(run.errors).toMatchObject([{ summary: "IAM user is the caller's own" }]);
      expect(writes()).toEqual([]);
    });
  });

  describe('whose state names two users', () => {
    test.each(['update', 'destroy'])('comes to nothing in the %s of a saved plan', async (what) => {
      aws.loginProfiles.create({ userName: 'admin', password: SECOND });
      const deploy = core({ allowed_user_names: ['alice'] });
      await deploy.apply(goal(deploy));
      aws.journal.clear();
      const forge = () => {
        deploy.state = { ...deploy.state, id: 'admin' };
      };
      const next = goal(deploy, { password_reset_required: true });
      const run = await deploy.apply(what === 'update' ? next : { destroy: next.config }, { beforeApply: forge });
      expect(run.errors).toMatchObject([
        { summary: 'State is not understood by this provider', detail: expect.stringContaining('id is another user') },
      ]);
      expect(writes()).toEqual([]);
    });
  });

  describe('that is created, but whose answer is lost', () => {
    const lose = () => aws.faults.add({ operation: 'iam:CreateLoginProfile', fault: { kind: 'reset-after' } });

    test.each(['fail', 'trust', 'adopt'])('is known for our own where existing_profile is "%s"', async (existing) => {
      lose();
      const deploy = core();
      const wanted = goal(deploy, { existing_profile: existing });
      expect(await deploy.apply(wanted)).toMatchObject({ ended: 'applied', errors: [] });
      expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
      expect(await deploy.apply(wanted)).toMatchObject({ ended: 'nothing to do' });
    });

    test.each(['fail', 'trust'])('is known too where another user had it before: "%s"', async (existing) => {
      const deploy = core();
      await deploy.apply(goal(deploy, { existing_profile: existing }));
      lose();
      const moved = goal(deploy, { user_name: 'bob', existing_profile: existing });
      expect(await deploy.apply(moved)).toMatchObject({ ended: 'applied', errors: [] });
      expect(aws.signIn('bob', FIRST).outcome).toBe('signed-in');
      expect(aws.loginProfiles.get('alice')).toBeUndefined();
      expect(await deploy.apply(moved)).toMatchObject({ ended: 'nothing to do' });
    });

    test('is known after IAM was busy with it for a while', async () => {
      lose();
      const busy = { kind: 'error', code: 'EntityTemporarilyUnmodifiable' } as const;
      aws.faults.add({ operation: 'iam:CreateLoginProfile', after: 1, fault: busy });
      const deploy = core();
      expect(await deploy.apply(goal(deploy, { existing_profile: 'fail' }))).toMatchObject({ errors: [] });
      expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
    });

    test("stays somebody else's where it was there before, however often the create is sent", async () => {
      aws.faults.add({ operation: 'iam:CreateLoginProfile', fault: { kind: 'status', status: 503 } });
      const deploy = core();
      const between = () => aws.loginProfiles.create({ userName: 'bob', password: SECOND });
      await deploy.apply(goal(deploy, { existing_profile: 'fail' }));
      const moved = goal(deploy, { user_name: 'bob', existing_profile: 'fail' });
      const run = await deploy.apply(moved, { beforeApply: between });
      expect(run.errors).toMatchObject([{ summary: 'Login profile already exists' }]);
      expect(aws.signIn('bob', SECOND).outcome).toBe('signed-in');
      expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
    });
  });

  test('that exists, but is not shown yet, is not taken for one that was made again', async () => {
    const deploy = core();
    const appear = () => {
      aws.loginProfiles.create({ userName: 'alice', password: SECOND });
      aws.faults.add({ operation: 'iam:GetLoginProfile', fault: { kind: 'error', code: 'NoSuchEntity' } });
    };
    expect(await deploy.apply(goal(deploy), { beforeApply: appear })).toMatchObject({ ended: 'applied' });
    expect(deploy.state).toMatchObject({ create_date: null, sync_status: 'in_sync' });
    expect(await deploy.apply(goal(deploy))).toMatchObject({ ended: 'nothing to do', warnings: [] });
    aws.secrets.putValue('console', SECOND);
    await deploy.apply(goal(deploy));
    expect(deploy.state?.create_date).toBe(
      aws.loginProfiles.get('alice')?.createDate.toISOString().replace('.000', ''),
    );
  });

  test('and sixty more do not hammer an STS that is down', async () => {
    aws.faults.add({ operation: 'sts:*', times: Infinity, fault: { kind: 'status', status: 503 } });
    const processes = { plan: new InMemoryProvider(), apply: new InMemoryProvider() };
    const queue = Array.from({ length: 60 }, (_, index) => `user-${index}`);
    for (const userName of queue) aws.users.create({ userName });
    let failed = 0;
    const work = async (): Promise<void> => {
      for (let userName = queue.shift(); userName !== undefined; userName = queue.shift()) {
        const deploy = core();
        const { errors } = await deploy.apply(goal(deploy, { user_name: userName }), {}, processes);
        expect(errors[0]?.detail).toContain('sts:GetCallerIdentity failed');
        failed += 1;
      }
    };
    await Promise.all(Array.from({ length: 10 }, work));
    expect(failed).toBe(60);
    // One call with its nine retries, and one more for every ten seconds that it all took.
    expect(aws.journal.operations({ operation: 'sts:GetCallerIdentity' }).length).toBeLessThan(40);
    expect(writes()).toEqual([]);
  });
});
