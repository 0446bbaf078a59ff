import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { searchForPasswords } from '../../scripts/demo/leaks';
import { GithubActions } from '../support/pipelines/github-actions';
import { GitlabCi } from '../support/pipelines/gitlab-ci';
import type { Pipeline, PipelineRun, Trigger } from '../support/pipelines/pipeline-run';
import { callsOf } from '../support/pipelines/plan-identity';
import { EXAMPLES, Stage } from '../support/pipelines/stage';
import { FIRST, SECOND, THIRD, unwrapped } from '../support/scene';

// Each pipeline starts the CDKTF CLI and two or three Terraforms on machines of their own.
jest.setTimeout(300_000);

const codes = (run: PipelineRun): Record<string, number> =>
  Object.fromEntries([...run].map(([name, { code }]) => [name, code]));
const summary = (run: PipelineRun, job: string): string => unwrapped(run.get(job)?.summary ?? 'The job did not run.');
const log = (run: PipelineRun, job: string): string => unwrapped(run.get(job)?.log ?? 'The job did not run.');

/** What the drift command says: a job summary in Markdown, or a table with its lines broken. */
const report = (run: PipelineRun, job: string): string =>
  summary(run, job).replace(/&quot;|\\/g, (mark) => (mark === '\\' ? '' : '"'));

const handedOver = (run: PipelineRun, job: string): string[] =>
  (run.get(job)?.handsOver ?? []).map((file) => basename(file)).sort();

const READS = ['iam:GetLoginProfile', 'iam:GetUser', 'secretsmanager:DescribeSecret', 'sts:GetCallerIdentity'];

/** The tests of a file tell one story: each starts from what the one before has left. */
describe.each([
  { file: 'github-actions.yml', PipelineFile: GithubActions, nothingToDo: { synth: 0, plan: 0 }, reportFiles: [] },
  // GitLab cannot leave a job out for what an earlier one has found, so a person may apply a plan without changes.
  {
    file: 'gitlab-ci.yml',
    PipelineFile: GitlabCi,
    nothingToDo: { synth: 0, plan: 0, apply: 0 },
    reportFiles: ['drift.xml'],
  },
])('$file', ({ PipelineFile, nothingToDo, reportFiles }) => {
  let stage: Stage;
  let pipeline: Pipeline;
  const run = (trigger: Trigger): Promise<PipelineRun> => pipeline.run(trigger);
  const signsIn = (password: string): boolean => stage.aws.signIn('alice', password).outcome === 'signed-in';

  beforeAll(async () => {
    stage = await Stage.start(PipelineFile.trust);
    pipeline = new PipelineFile(stage);
  });
  afterAll(() => stage.stop());

  test('a proposed change is planned and not applied', async () => {
    const result = await run({ event: 'change-request' });
    expect(codes(result)).toEqual({ synth: 0, plan: 0 });
    expect(summary(result, 'plan')).toContain('iam_login_profile.alice will be created');
    expect(report(result, 'plan')).toMatch(/console-access\W+no drift \(1 new\).*is new\. Apply will create it/);
    expect(stage.aws.loginProfiles.get('alice')).toBeUndefined();
    // With the lock file apply uses the versions of the plan; `.terraform` would not survive the artifact store.
    const synthesized = ['cdk.tf.json', '.terraform.lock.hcl', 'iam-login-profile.cjs'];
    expect(handedOver(result, 'synth')).toEqual(expect.arrayContaining(synthesized));
    expect(handedOver(result, 'plan')).toEqual(['.terraform.lock.hcl', ...reportFiles, 'plan.tfplan']);
  });

  test('the first run on the main branch gives access', async () => {
    expect(codes(await run({ event: 'push' }))).toEqual({ synth: 0, plan: 0, apply: 0 });
    expect(signsIn(FIRST)).toBe(true);
  });

  test('the second run finds nothing to do', async () => {
    stage.aws.journal.clear();
    const result = await run({ event: 'push' });
    expect(codes(result)).toEqual(nothingToDo);
    expect(summary(result, 'plan')).toContain('No changes.');
    expect(stage.aws.journal.operations({ operation: 'iam:UpdateLoginProfile' })).toEqual([]);
    expect(stage.aws.journal.operations({ operation: 'secretsmanager:GetSecretValue' })).toEqual([]);
  });

  test('the scheduled run is green while nothing differs', async () => {
    const result = await run({ event: 'schedule' });
    expect(codes(result)).toEqual({ synth: 0, drift: 0 });
    expect(log(result, 'drift')).toContain('No changes.');
    expect(report(result, 'drift')).toMatch(/no drift \(1 in sync\)/);
  });

  test('a new version of the secret is told from drift, planned for review, and exactly that one is applied', async () => {
    const planned = stage.aws.secrets.putValue('console/alice', SECOND);
    const afterReview = () => void stage.aws.secrets.putValue('console/alice', THIRD);
    const drift = await run({ event: 'schedule' });
    expect(codes(drift)).toEqual({ synth: 0, drift: 3 });
    expect(report(drift, 'drift')).toMatch(/no drift, a rotation waits \(1 rotation\)/);

    const result = await run({ event: 'push', before: { apply: afterReview } });
    expect(codes(result)).toEqual({ synth: 0, plan: 0, apply: 0 });
    expect(summary(result, 'plan')).toMatch(new RegExp(`secret_version_id += "[^"]+" -> "${planned}"`));
    expect(signsIn(SECOND)).toBe(true);
  });

  test('the scheduled run exits 2 for a deleted login profile, and the next run gives access again', async () => {
    stage.aws.loginProfiles.delete('alice');
    const drift = await run({ event: 'schedule' });
    expect(codes(drift)).toEqual({ synth: 0, drift: 2 });
    expect(report(drift, 'drift')).toMatch(
      /drift \(1 drift\).*deleted outside of Terraform\. Apply will create it again/,
    );

    expect(codes(await run({ event: 'push' }))).toEqual({ synth: 0, plan: 0, apply: 0 });
    expect(signsIn(THIRD)).toBe(true);
  });

  test('the scheduled run exits 2 for a login profile that was made again, and tells whose', async () => {
    // Creation dates are to the second.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    stage.aws.loginProfiles.recreate({ userName: 'alice', password: "Somebody Else's 1" });
    const drift = await run({ event: 'schedule' });
    expect(codes(drift)).toEqual({ synth: 0, drift: 2 });
    expect(report(drift, 'drift')).toContain('"alice" was deleted and made again outside of Terraform');
    expect(log(drift, 'drift')).toContain('sync_status = "recreated" -> "in_sync"');
    expect(handedOver(drift, 'drift')).toEqual(reportFiles);
  });

  test('the plan role has only ever read, and never the value of a secret', () => {
    const calls = callsOf(stage.aws, 'plan');
    expect(calls).toContain('secretsmanager:DescribeSecret');
    expect(READS).toEqual(expect.arrayContaining(calls));
    const written = stage.bucket.requests.filter(({ method }) => method === 'PUT' || method === 'DELETE');
    const writers = written.map(({ accessKeyId }) => stage.aws.identities.find(accessKeyId)?.arn);
    expect(writers.filter((arn) => arn?.includes('assumed-role/apply/') !== true)).toEqual([]);
    expect(written.map(({ key }) => key)).toContain('console-access.tfstate.tflock');
  });

  test('the apply job fails with the plan role, even where that one may write the state', async () => {
    stage.stateWriters.add('plan');
    const result = await run({ event: 'push', settings: { APPLY_ROLE_ARN: stage.settings.PLAN_ROLE_ARN } });
    expect(codes(result)).toEqual({ synth: 0, plan: 0, apply: 1 });
    expect(log(result, 'apply')).toContain('AccessDenied');
    expect(log(result, 'apply')).toContain('GetSecretValue');
    expect(signsIn("Somebody Else's 1")).toBe(true);
  });

  test('cdktf diff and the command tell together what cdktf diff alone does not', async () => {
    const { workspace, env } = stage.machine();
    stage.checkout(workspace);
    symlinkSync(env.INSTALLED_NODE_MODULES!, join(workspace, 'node_modules'));
    const script = readFileSync(join(EXAMPLES, 'cdktf-diff.sh'), 'utf8');
    // These credentials may not write the lock of the state.
    const settings = { ...stage.aws.environment(), STACK: 'console-access', TF_CLI_ARGS_plan: '-lock=false' };
    const { code, output } = await stage.shell(['sh'], script, workspace, { ...env, ...settings });
    expect(output).toContain('"result":"drift"');
    expect(code).toBe(2);
  });

  test('nothing that any job printed or stored needs masking', () => {
    const { leaks } = searchForPasswords([FIRST, SECOND, THIRD], [], {
      log: stage.transcript,
      ...Object.fromEntries([...stage.bucket.objects].map(([key, content]) => [key, content.toString()])),
    });
    expect(leaks).toEqual([]);
  });
});

test('the page quotes the files as they are', () => {
  const page = readFileSync(join(EXAMPLES, '..', '..', 'docs', 'pipelines.md'), 'utf8');
  const files = readdirSync(EXAMPLES).map((name) => readFileSync(join(EXAMPLES, name), 'utf8'));
  const excerpts = [...page.matchAll(/^( *)(`{3,})\w+\n(.*?)^\1\2$/gms)].map(([, , , text = '']) => text);
  expect(excerpts.length).toBeGreaterThan(0);
  expect(excerpts.filter((text) => !files.some((file) => unindented(file).includes(unindented(text))))).toEqual([]);
});

/** An excerpt may stand further left than in its file. */
const unindented = (text: string): string => text.replace(/^ +/gm, '');
