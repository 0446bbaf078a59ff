import { randomBytes } from 'node:crypto';
import type { LocalAws } from '../../src/local-aws';
import { searchForPasswords } from './leaks';
import type { Stage } from './stage';
import type { Story } from './story';

const STACK = 'console-access';

/** Passwords that meet IAM's default policy and show it when they are written down in another form. */
const newPassword = (): string => `Demo & <${randomBytes(9).toString('base64')}>/1`;

const RESULT = /^(No changes\.|Plan: |Apply complete|Destroy complete|.*(Creation|Modifications|Destruction) complete)/;
const CHANGES = /^(# iam_login_profile|[~+-] (secret_version_id|sync_status|create_date) |No changes\.|Plan: )/;
const DRIFT = /^(Warning: |The login profile of |# iam_login_profile|[~+-] (sync_status|secret_version_id) |Plan: )/;

/** The whole demo, chapter by chapter. */
export async function play(story: Story, stage: Stage, aws: LocalAws): Promise<void> {
  const passwords = { alice: newPassword(), bob: newPassword(), aliceNext: newPassword() };
  const signsIn = (user: string, password: string) => aws.signIn(user, password).outcome === 'signed-in';

  story.chapter('Two users without console access, and a secret for each');
  aws.users.create({ userName: 'alice' });
  aws.users.create({ userName: 'bob' });
  aws.secrets.create({ name: 'console/alice', secretString: passwords.alice });
  aws.secrets.create({ name: 'console/bob', secretString: JSON.stringify({ password: passwords.bob }) });
  story.note('console/alice holds a password, console/bob a JSON object with the key "password".');

  story.chapter('The first deploy gives both their console password');
  const first = await stage.cdktf('deploy', STACK, '--auto-approve');
  story.command(`cdktf deploy ${STACK}`, first, RESULT);
  story.claim('deploy succeeds with nothing configured for Terraform', first.code === 0);
  story.claim(
    'alice and bob sign in with the passwords of their secrets',
    signsIn('alice', passwords.alice) && signsIn('bob', passwords.bob),
  );

  story.chapter('A second deploy has nothing to do');
  const second = await stage.cdktf('deploy', STACK, '--auto-approve');
  story.command(`cdktf deploy ${STACK}`, second, RESULT);
  story.claim('a second deploy changes nothing', second.code === 0 && second.output.includes('No changes.'));

  await rotate(story, stage, aws, passwords);
  await drift(story, stage, aws, { alice: passwords.aliceNext, bob: passwords.bob });
  await destroy(story, stage, aws);
  searchEverything(story, stage, Object.values(passwords));
}

async function rotate(
  story: Story,
  stage: Stage,
  aws: LocalAws,
  passwords: { readonly alice: string; readonly aliceNext: string },
): Promise<void> {
  story.chapter('The secret of alice gets a new version');
  const versionId = aws.secrets.putValue('console/alice', passwords.aliceNext);
  story.note(`aws secretsmanager put-secret-value --secret-id console/alice …   → version ${versionId}`);
  aws.journal.clear();
  const diff = await stage.cdktf('diff', STACK);
  story.command(`cdktf diff ${STACK}`, diff, CHANGES);
  const planned = await plannedVersions(stage);
  story.claim(
    'diff shows the rotation from version id to version id, in place',
    planned.length === 1 && planned[0]?.after === versionId,
  );
  story.claim(
    'the plan reads no secret value and writes nothing',
    calls(aws, /GetSecretValue|Create|Update|Delete|Put/).length === 0,
  );

  aws.journal.clear();
  const deploy = await stage.cdktf('deploy', STACK, '--auto-approve');
  story.command(`cdktf deploy ${STACK}`, deploy, RESULT);
  story.claim('alice signs in with the new password', aws.signIn('alice', passwords.aliceNext).outcome === 'signed-in');
  story.claim('the old password of alice is dead', aws.signIn('alice', passwords.alice).outcome === 'refused');
  const made = [calls(aws, /GetSecretValue/).length, calls(aws, /UpdateLoginProfile/).length];
  story.claim('the rotation took one GetSecretValue and one UpdateLoginProfile', made.join() === '1,1');
}

interface VersionChange {
  readonly before: unknown;
  readonly after: unknown;
}

/** The rotations of the plan that `cdktf diff` has saved. */
async function plannedVersions(stage: Stage): Promise<VersionChange[]> {
  const { stdout } = await stage.terraform(STACK, 'show', '-json', 'plan');
  interface Change {
    readonly change: { readonly actions: string[]; before: Record<string, unknown>; after: Record<string, unknown> };
  }
  const { resource_changes: changes } = JSON.parse(stdout) as { resource_changes: Change[] };
  return changes
    .filter(({ change }) => change.actions.join() === 'update')
    .map(({ change }) => ({ before: change.before.secret_version_id, after: change.after.secret_version_id }));
}

const calls = (aws: LocalAws, operation: RegExp) =>
  aws.journal.entries.filter((call) => operation.test(call.operation));

async function drift(
  story: Story,
  stage: Stage,
  aws: LocalAws,
  passwords: { readonly alice: string; readonly bob: string },
): Promise<void> {
  story.chapter('Somebody works behind the stack’s back');
  aws.loginProfiles.delete('alice');
  aws.loginProfiles.recreate({ userName: 'bob', password: "Somebody Else's 1" });
  story.note('The login profile of alice is deleted; that of bob is deleted and made again with another password.');
  const diff = await stage.cdktf('diff', STACK);
  story.command(`cdktf diff ${STACK}`, diff, DRIFT);
  story.claim(
    'diff shows both: one to create, one to mend',
    diff.output.includes('Plan: 1 to add, 1 to change, 0 to destroy'),
  );
  story.claim(
    'a warning tells whose profile was recreated and when',
    diff.output.replace(/[│\s]+/g, ' ').includes('was deleted and made again outside of Terraform'),
  );

  const deploy = await stage.cdktf('deploy', STACK, '--auto-approve');
  story.command(`cdktf deploy ${STACK}`, deploy, RESULT);
  const mended =
    aws.signIn('alice', passwords.alice).outcome === 'signed-in' &&
    aws.signIn('bob', passwords.bob).outcome === 'signed-in';
  story.claim('deploy mends both: alice and bob sign in again', mended);
}

async function destroy(story: Story, stage: Stage, aws: LocalAws): Promise<void> {
  story.chapter('The stack is destroyed');
  const result = await stage.cdktf('destroy', STACK, '--auto-approve');
  story.command(`cdktf destroy ${STACK}`, result, RESULT);
  const gone = ['alice', 'bob'].every((user) => aws.loginProfiles.get(user) === undefined);
  story.claim(
    'destroy removes console access and leaves the users',
    result.code === 0 && gone && aws.users.get('alice') !== undefined,
  );
}

function searchEverything(story: Story, stage: Stage, passwords: readonly string[]): void {
  story.chapter('Where did the passwords go?');
  const { files, bytes, leaks } = searchForPasswords(passwords, [stage.dir], { 'printed output': stage.transcript });
  story.note(
    `Searched ${files} files (${(bytes / 1e6).toFixed(1)} MB): state, backups, plans, logs at TRACE, cdktf.out, temporary files, output.`,
  );
  for (const { where, form } of leaks) story.note(`FOUND: ${form} in ${where}`);
  story.claim('no password, encoded or hashed, in state, plans, logs or temporary files', leaks.length === 0);
}
