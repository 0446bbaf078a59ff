import { alice, endScene, FIRST, type Scene, SECOND, startScene, unwrapped } from '../support/scene';

const ADDRESS = 'iam_login_profile.alice';

describe('a failed update', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await startScene();
    await scene.workspace.init(alice('timeouts = { update = "4s" }'));
    const applied = await scene.workspace.apply();
    if (applied.code !== 0) throw new Error(applied.output);
  });

  afterEach(() => endScene(scene));

  interface Case {
    readonly name: string;
    readonly happen: (scene: Scene) => void;
    readonly summary: string;
    readonly says: readonly string[];
    readonly env?: NodeJS.ProcessEnv;
  }

  const update = 'iam:UpdateLoginProfile';
  const keeps = 'stays in force';
  const uncertain = 'it is not known whether IAM carried the call out';
  const cases: Case[] = [
    {
      name: 'password policy',
      happen: ({ aws }) =>
        aws.faults.add({
          operation: update,
          fault: {
            kind: 'error',
            code: 'PasswordPolicyViolation',
            message: 'Password should have a minimum length of 99',
          },
        }),
      summary: "Password rejected by the account's password policy",
      says: [keeps, 'minimum length of 99', 'Put a value that meets the policy into the secret "console/alice"'],
    },
    {
      name: 'access denied to the write',
      happen: ({ aws }) => aws.faults.add({ operation: update, fault: { kind: 'error', code: 'AccessDenied' } }),
      summary: 'Permission missing',
      says: [keeps, 'Allow iam:UpdateLoginProfile'],
    },
    {
      name: 'access denied to the value',
      happen: ({ aws }) =>
        aws.faults.add({
          operation: 'secretsmanager:GetSecretValue',
          fault: { kind: 'error', code: 'AccessDeniedException' },
        }),
      summary: 'Permission missing',
      says: [keeps, 'Allow secretsmanager:GetSecretValue'],
    },
    {
      name: '5xx to the end',
      happen: ({ aws }) =>
        aws.faults.add({ operation: update, times: 3, fault: { kind: 'error', code: 'ServiceFailure' } }),
      env: { AWS_MAX_ATTEMPTS: '3' },
      summary: 'AWS failed to answer',
      says: [uncertain, '3 attempts'],
    },
    {
      name: 'no answer within the timeout',
      happen: ({ aws }) => aws.faults.add({ operation: update, fault: { kind: 'no-answer' } }),
      summary: 'Timed out',
      says: [uncertain, 'no success within 4 s', 'allow more time in timeouts'],
    },
    {
      name: 'temporarily unmodifiable for longer than the timeout',
      happen: ({ aws }) =>
        aws.faults.add({
          operation: update,
          times: 20,
          fault: { kind: 'error', code: 'EntityTemporarilyUnmodifiable' },
        }),
      summary: 'IAM is still busy with the user',
      says: [keeps, 'allow more time in timeouts'],
    },
    {
      name: 'a quota',
      happen: ({ aws }) => aws.faults.add({ operation: update, fault: { kind: 'error', code: 'LimitExceeded' } }),
      summary: 'AWS quota reached',
      says: [keeps, 'waiting does not help'],
    },
    {
      name: 'the login profile deleted since the plan',
      happen: ({ aws }) => aws.loginProfiles.delete('alice'),
      summary: 'Login profile not found',
      says: ['The login profile was deleted after the plan was made'],
    },
  ];

  test.each(cases)(
    '$name: keeps the old version in state, says what to do, and heals',
    async ({ happen, summary, says, env = {} }) => {
      const { aws, workspace } = scene;
      const before = workspace.stateOf(ADDRESS)?.secret_version_id;
      aws.secrets.putValue('console/alice', SECOND);
      await workspace.plan('-out=rotation');
      happen(scene);
      const applied = await workspace.terraformWith(env, 'apply', '-no-color', '-input=false', 'rotation');
      expect(applied.code).toBe(1);
      expect(applied.output).toContain(`Error: ${summary}`);
      for (const text of ['alice', ...says]) expect(unwrapped(applied.output)).toContain(text);
      expect(workspace.stateOf(ADDRESS)?.secret_version_id).toBe(before);

      aws.faults.clear();
      expect(await workspace.plan()).toMatchObject({ code: 2 });
      expect(await workspace.apply()).toMatchObject({ code: 0 });
      expect(aws.signIn('alice', SECOND).outcome).toBe('signed-in');
      expect(aws.signIn('alice', FIRST).outcome).toBe('refused');
      expect(await workspace.plan()).toMatchObject({ code: 0 });
    },
  );

  test('a short refusal is waited out within the timeout', async () => {
    const { aws, workspace } = scene;
    aws.secrets.putValue('console/alice', SECOND);
    aws.faults.add({ operation: update, times: 3, fault: { kind: 'error', code: 'EntityTemporarilyUnmodifiable' } });
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(aws.signIn('alice', SECOND).outcome).toBe('signed-in');
  });

  test('an answer that was lost after IAM had acted is found out by the retry', async () => {
    const { aws, workspace } = scene;
    aws.secrets.putValue('console/alice', SECOND);
    aws.faults.add({ operation: update, fault: { kind: 'reset-after' } });
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(aws.signIn('alice', SECOND).outcome).toBe('signed-in');
  });
});
