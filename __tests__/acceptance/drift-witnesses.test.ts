import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectAws, deadline } from '../../src/aws';
import { readablePlan } from '../support/readable-plan';
import { alice, endScene, FIRST, type Scene, SECOND, startScene, THIRD, unwrapped } from '../support/scene';

const ADDRESS = 'iam_login_profile.alice';
const HOUR = 3600;

describe('iam_login_profile, drift that the credential report and CloudTrail tell of', () => {
  let scene: Scene;

  async function applied(...lines: string[]): Promise<void> {
    scene.aws.consistency.iam.credentialReportGenerationMs = 0;
    await scene.workspace.init(alice(...lines));
    const result = await scene.workspace.apply();
    if (result.code !== 0) throw new Error(result.output);
    scene.aws.journal.clear();
  }

  /** The calls that somebody else makes. */
  function mallory() {
    const { aws } = scene;
    aws.users.create({ userName: 'mallory' });
    const endpoints = { iam: aws.endpoint, sts: aws.endpoint };
    const keys = aws.identities.add({ userName: 'mallory' });
    const { loginProfiles } = connectAws({
      region: aws.region,
      ...keys,
      endpoints,
      userAgent: { name: 'm', version: '1' },
    });
    return { loginProfiles, until: deadline(30_000, new AbortController().signal) };
  }

  beforeEach(async () => {
    scene = await startScene();
  });

  afterEach(() => endScene(scene));

  test('a password that was changed and nothing else is found, told and mended', async () => {
    const { aws, workspace } = scene;
    await applied('drift_detection = "password"');
    scene.secondsPass(HOUR);
    aws.loginProfiles.update('alice', { password: THIRD });
    scene.secondsPass(HOUR);
    const plan = await workspace.plan();
    expect(plan.code).toBe(2);
    expect(readablePlan(plan.output)).toMatchSnapshot();
    expect(await workspace.apply('-refresh-only')).toMatchObject({ code: 0 });
    expect(workspace.stateOf(ADDRESS)?.sync_status).toBe('password_changed');
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
    // The report is still the one from before our own write: it says nothing, and there is no other one for four hours.
    expect(await workspace.plan()).toMatchObject({ code: 0 });
    expect(aws.journal.operations({ operation: 'iam:GenerateCredentialReport' })).toHaveLength(1);
  });

  test('what the person chose after a forced reset is no drift, whatever the report says', async () => {
    const { aws, workspace } = scene;
    await applied('drift_detection = "password"', 'password_reset_required = true');
    scene.secondsPass(HOUR);
    aws.loginProfiles.changePassword('alice', FIRST, SECOND);
    const plan = await workspace.plan();
    expect(plan.code).toBe(0);
    expect(readablePlan(plan.output)).toMatchSnapshot();
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(await workspace.plan()).toMatchObject({ code: 0 });
    expect(aws.signIn('alice', SECOND).outcome).toBe('signed-in');
  });

  test('a forbidden report is one warning that names the permission, and a status that says so', async () => {
    const { aws, workspace } = scene;
    await applied('drift_detection = "password"');
    const fault = { kind: 'error', code: 'AccessDenied' } as const;
    const denial = aws.faults.add({ operation: 'iam:GetCredentialReport', times: Infinity, fault });
    const plan = await workspace.plan();
    expect(plan.code).toBe(0);
    expect(readablePlan(plan.output)).toMatchSnapshot();
    expect(await workspace.apply('-refresh-only')).toMatchObject({ code: 0 });
    expect(workspace.stateOf(ADDRESS)?.sync_status).toBe('not_checked');
    denial.remove();
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(workspace.stateOf(ADDRESS)?.sync_status).toBe('in_sync');
  });

  test('"trail" names who did it and when', async () => {
    const { workspace } = scene;
    await applied('drift_detection = "trail"');
    scene.secondsPass(HOUR);
    const { loginProfiles, until } = mallory();
    await loginProfiles.update({ userName: 'ALICE', passwordResetRequired: true }, until);
    const plan = await workspace.plan();
    expect(readablePlan(plan.output)).toMatchSnapshot();
    expect(unwrapped(plan.output)).toContain('by arn:aws:iam::111122223333:user/mallory (UpdateLoginProfile), which');
  });

  test('"trail" asks CloudTrail nothing where nothing was found', async () => {
    const { aws, workspace } = scene;
    await applied('drift_detection = "trail"');
    expect(await workspace.plan()).toMatchObject({ code: 0 });
    expect(aws.journal.operations({ operation: 'cloudtrail:*' })).toEqual([]);
  });

  test('an imported login profile is taken over, and the report is not asked about it', async () => {
    const { aws, workspace } = scene;
    aws.loginProfiles.create({ userName: 'alice', password: THIRD });
    await workspace.init(alice('drift_detection = "password"'));
    expect(await workspace.terraform('import', '-no-color', ADDRESS, 'alice')).toMatchObject({ code: 0 });
    const plan = await workspace.plan();
    expect(readablePlan(plan.output)).toMatchSnapshot();
    expect(aws.journal.operations().filter((name) => name.endsWith('CredentialReport'))).toEqual([]);
  });
});

describe('iam_login_profile, AWS and this machine an hour apart', () => {
  test.each([-1, 1])('AWS’s clock %i h ahead: nothing is found where nothing happened', async (hours) => {
    const scene = await startScene(FIRST, hours * HOUR * 1000);
    try {
      const { aws, workspace } = scene;
      aws.consistency.iam.credentialReportGenerationMs = 0;
      await workspace.init(alice('drift_detection = "trail"'));
      expect(await workspace.apply()).toMatchObject({ code: 0 });
      scene.secondsPass(60);
      const plan = await workspace.plan();
      expect(plan.code).toBe(0);
      expect(plan.output).not.toContain('Warning');
      // And what happens is found, dated by AWS's clock.
      const changed = aws.loginProfiles.update('alice', { password: THIRD }).passwordLastChanged;
      scene.secondsPass(4 * HOUR);
      expect(unwrapped((await workspace.plan()).output)).toContain(
        `was changed outside of Terraform at ${changed.toISOString().replace('.000', '')}`,
      );
    } finally {
      await endScene(scene);
    }
  });
});

describe('iam_login_profile, many that were changed', () => {
  const COUNT = 40;

  test('alike warnings are summed up, one report serves all, and CloudTrail is asked at its own pace', async () => {
    const scene = await startScene();
    try {
      const { aws, workspace } = scene;
      aws.consistency.iam.credentialReportGenerationMs = 0;
      const users = Array.from({ length: COUNT }, (_, index) => `user-${index}`);
      for (const userName of users) aws.users.create({ userName });
      const profiles = (detection: string) => `resource "iam_login_profile" "all" {
  count           = ${COUNT}
  user_name       = "user-\${count.index}"
  secret_id       = "console/alice"
  drift_detection = "${detection}"
}`;
      await workspace.init(profiles('trail'));
      expect(await workspace.apply()).toMatchObject({ code: 0 });
      scene.secondsPass(HOUR);
      for (const userName of users.slice(0, COUNT / 2)) aws.loginProfiles.update(userName, { password: THIRD });
      for (const userName of users.slice(COUNT / 2)) aws.loginProfiles.recreate({ userName, password: THIRD });
      scene.secondsPass(60);
      aws.journal.clear();
      const { output } = await workspace.plan();
      expect(output).toContain(`0 to add, ${COUNT} to change, 0 to destroy`);
      expect(output.match(/Warning: /g)).toHaveLength(2);
      expect(unwrapped(output)).toContain(`and ${COUNT / 2 - 1} more similar warnings elsewhere`);
      expect(aws.journal.calls({ operation: 'iam:GetCredentialReport', status: 200 })).toHaveLength(1);
      expect(aws.journal.calls({ operation: 'iam:GenerateCredentialReport' })).toHaveLength(1);
      const lookUps = aws.journal.calls({ operation: 'cloudtrail:LookupEvents' });
      expect(lookUps.map(({ errorCode }) => errorCode)).toEqual([undefined, undefined, undefined]);
    } finally {
      await endScene(scene);
    }
  });

  test('a plan of 1,000 profiles costs one credential report', async () => {
    const scene = await startScene();
    try {
      const { aws, workspace } = scene;
      aws.consistency.iam.credentialReportGenerationMs = 0;
      const users = ['alice', ...Array.from({ length: 999 }, (_, index) => `user-${index + 1}`)];
      for (const userName of users.slice(1)) {
        aws.users.create({ userName });
        aws.loginProfiles.create({ userName, password: FIRST });
      }
      const profiles = (count: number) => `resource "iam_login_profile" "all" {
  count           = ${count}
  user_name       = count.index == 0 ? "alice" : "user-\${count.index}"
  secret_id       = "console/alice"
  drift_detection = "password"
}`;
      await workspace.init(profiles(1));
      expect(await workspace.apply()).toMatchObject({ code: 0 });
      copyInstance(join(workspace.stack, 'terraform.tfstate'), users, (userName) => {
        const { createDate } = aws.loginProfiles.require(userName);
        return { id: userName, user_name: userName, create_date: createDate.toISOString().replace('.000', '') };
      });
      workspace.write(profiles(users.length));
      aws.journal.clear();
      const plan = await workspace.plan();
      expect(plan.output).toContain('No changes.');
      expect(plan.code).toBe(0);
      expect(aws.journal.calls({ operation: 'iam:GetLoginProfile' })).toHaveLength(1000);
      expect(aws.journal.calls({ operation: 'iam:GenerateCredentialReport' })).toHaveLength(1);
      expect(aws.journal.calls({ operation: 'iam:GetCredentialReport', status: 200 })).toHaveLength(1);
      expect(aws.journal.calls({ operation: 'secretsmanager:*' })).toHaveLength(1);
      // The same report serves the next run too: AWS would make no other one for four hours.
      aws.journal.clear();
      expect(await workspace.plan()).toMatchObject({ code: 0 });
      expect(aws.journal.operations({ operation: 'iam:GenerateCredentialReport' })).toEqual([]);
      expect(aws.journal.operations({ operation: 'iam:GetCredentialReport' })).toHaveLength(1);
    } finally {
      await endScene(scene);
    }
  }, 120_000);
});

/** Gives state one instance for each user, all like its first one but for what `of` says. */
function copyInstance(file: string, users: readonly string[], of: (userName: string) => Record<string, string>): void {
  interface Instance {
    readonly attributes: Record<string, unknown>;
  }
  const state = JSON.parse(readFileSync(file, 'utf8')) as { resources: { instances: Instance[] }[] };
  const [resource] = state.resources;
  const [first] = resource.instances;
  resource.instances = users.map((userName, index) => ({
    ...first,
    index_key: index,
    attributes: { ...first.attributes, ...of(userName) },
  }));
  writeFileSync(file, JSON.stringify(state));
}
