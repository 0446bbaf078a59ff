import { type LocalAccount, type LocalAws, startLocalAws } from '../../src/local-aws';
import { FIRST, unwrapped } from '../support/scene';
import { Workspace } from '../support/workspace';

const HUB = '111122223333';
const ACCOUNT_B = '222233334444';
const ACCOUNT_C = '333344445555';

const role = (account: string, roleName: string): string => `arn:aws:iam::${account}:role/${roleName}`;
const session = (account: string, roleName: string): string =>
  `arn:aws:sts::${account}:assumed-role/${roleName}/iam-login-profile`;
const assume = (roleArn: string, ...lines: string[]): string =>
  ['assume_role {', `  role_arn = "${roleArn}"`, ...lines.map((line) => `  ${line}`), '}'].join('\n');
const provider = (...blocks: string[]): string => ['provider "iam" {', ...blocks, '}'].join('\n');

const login = (userName: string, secretId: string, ...lines: string[]): string =>
  [
    `resource "iam_login_profile" "${userName}" {`,
    `user_name = "${userName}"`,
    `secret_id = "${secretId}"`,
    ...lines,
    '}',
  ].join('\n');

describe('several accounts', () => {
  let aws: LocalAws;
  let workspace: Workspace;

  beforeEach(async () => {
    aws = await startLocalAws();
    workspace = new Workspace(aws.environment());
  });

  afterEach(async () => {
    workspace.close();
    await aws.stop();
  });

  /** Who made the calls that match, each once. */
  const callers = (pattern: RegExp): (string | undefined)[] => {
    const calls = aws.journal.entries.filter(({ operation }) => pattern.test(operation));
    return [...new Set(calls.map(({ callerArn }) => callerArn))].sort();
  };

  const applied = async (hcl: string, block: string) => {
    await workspace.init(hcl, block);
    const result = await workspace.apply();
    if (result.code !== 0) throw new Error(result.output);
    return result;
  };

  /** Users of an account, their secrets, and the role that manages them. */
  function settle(account: LocalAccount, prefix: string, count: number): string[] {
    account.roles.create({ roleName: 'Deploy', trusts: [HUB] });
    const names = Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
    for (const userName of names) {
      account.users.create({ userName });
      account.secrets.create({ name: `console/${userName}`, secretString: FIRST });
    }
    return names;
  }

  test('three accounts side by side: every call carries the identity of its own', async () => {
    const accounts = { a: aws, b: aws.inAccount(ACCOUNT_B), c: aws.inAccount(ACCOUNT_C) };
    const stack = Object.entries(accounts).map(([alias, account]) => {
      const names = settle(account, alias, 10);
      const block = provider(`alias = "${alias}"`, assume(role(account.account, 'Deploy')));
      return {
        account,
        names,
        hcl: names.map((name) => login(name, `console/${name}`, `provider = iam.${alias}`)),
        block,
      };
    });
    await applied(stack.flatMap(({ hcl }) => hcl).join('\n'), stack.map(({ block }) => block).join('\n'));

    for (const { account, names } of stack) {
      const about = aws.journal.entries.filter(({ userName, secretId }) =>
        names.some((name) => name === userName || `console/${name}` === secretId),
      );
      expect(about.length).toBeGreaterThanOrEqual(30);
      expect(new Set(about.map(({ callerArn }) => callerArn))).toEqual(new Set([session(account.account, 'Deploy')]));
      for (const name of names) expect(account.signIn(name, FIRST).outcome).toBe('signed-in');
    }
    expect(callers(/^sts:AssumeRole$/)).toEqual([`arn:aws:iam::${HUB}:user/local-admin`]);

    aws.journal.clear();
    expect(await workspace.plan()).toMatchObject({ code: 0 });
    expect(aws.journal.operations({ operation: 'sts:*' })).toEqual(Array(3).fill('sts:AssumeRole'));
  });

  describe('a secret in account B and Region B, the user in account A', () => {
    const REGION = 'eu-west-1';
    let arn: string;
    let hcl: string;

    beforeEach(() => {
      aws.users.create({ userName: 'alice' });
      const secrets = aws.inAccount(ACCOUNT_B).secretsIn(REGION);
      ({ arn } = secrets.create({ name: 'console/alice', secretString: FIRST, kmsKeyId: 'alias/console' }));
      hcl = login('alice', arn);
    });

    test('is read where B shares it', async () => {
      aws.inAccount(ACCOUNT_B).secretsIn(REGION).share(arn, HUB);
      await applied(hcl, provider());
      expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
      expect(aws.journal.calls({ operation: 'secretsmanager:*', region: REGION }).length).toBeGreaterThan(0);
      expect(aws.journal.calls({ operation: 'secretsmanager:*', region: 'us-east-1' })).toEqual([]);
      expect(await workspace.plan()).toMatchObject({ code: 0 });
    });

    test('names action and ARN where B refuses', async () => {
      await workspace.init(hcl, provider());
      const result = await workspace.apply();
      expect(result.code).toBe(1);
      const said = unwrapped(result.output);
      expect(said).toContain('Permission missing');
      expect(said).toContain(`perform: secretsmanager:GetSecretValue on resource: ${arn}`);
      expect(said).toContain('Allow secretsmanager:GetSecretValue for the identity that runs Terraform');
    });

    test('is read with a role of B, by name and in the Region of the secrets block', async () => {
      aws.inAccount(ACCOUNT_B).roles.create({ roleName: 'ReadConsole', trusts: [HUB] });
      aws.roles.create({ roleName: 'Deploy' });
      const secrets = ['secrets {', `region = "${REGION}"`, assume(role(ACCOUNT_B, 'ReadConsole')), '}'].join('\n');
      await applied(login('alice', 'console/alice'), provider(assume(role(HUB, 'Deploy')), secrets));
      expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
      expect(callers(/^iam:/)).toEqual([session(HUB, 'Deploy')]);
      expect(callers(/^secretsmanager:/)).toEqual([session(ACCOUNT_B, 'ReadConsole')]);
      expect(new Set(aws.journal.calls({ operation: 'secretsmanager:*' }).map(({ region }) => region))).toEqual(
        new Set([REGION]),
      );
    });

    test('does not keep destroy from working where the role for the secrets is gone', async () => {
      const { roles } = aws.inAccount(ACCOUNT_B);
      const { arn: roleArn } = roles.create({ roleName: 'ReadConsole', trusts: [HUB] });
      const block = provider('secrets {', assume(roleArn), '}');
      await applied(hcl, block);
      roles.delete(roleArn);
      const planned = await workspace.plan();
      expect(planned.code).toBe(0);
      expect(unwrapped(planned.output)).toContain('Warning: IAM role cannot be assumed');
      expect(await workspace.destroy()).toMatchObject({ code: 0 });
      expect(aws.loginProfiles.get('alice')).toBeUndefined();
    });
  });

  test('chained roles are assumed in order, each with the session of the one before', async () => {
    const target = aws.inAccount(ACCOUNT_B);
    settle(target, 'b', 1);
    aws.roles.create({ roleName: 'Hop' });
    target.roles.create({ roleName: 'Deploy', trusts: [role(HUB, 'Hop')], externalId: 'console-2026' });
    const last = assume(
      role(ACCOUNT_B, 'Deploy'),
      'external_id = "console-2026"',
      'session_name = "ci-42"',
      'duration = "15m"',
      'tags = { team = "access" }',
      'transitive_tag_keys = ["team"]',
    );
    await applied(login('b-0', 'console/b-0'), provider(assume(role(HUB, 'Hop')), last));
    expect(callers(/^(iam|secretsmanager):/)).toEqual([`arn:aws:sts::${ACCOUNT_B}:assumed-role/Deploy/ci-42`]);
    const [first, second] = aws.journal.calls({ operation: 'sts:AssumeRole' });
    expect(first).toMatchObject({ callerArn: `arn:aws:iam::${HUB}:user/local-admin`, status: 200 });
    expect(second).toMatchObject({
      callerArn: session(HUB, 'Hop'),
      parameters: { DurationSeconds: 900, ExternalId: 'console-2026', TransitiveTagKeys: ['team'] },
    });
  });

  test('a role that refuses is one error that names it, before anything else is asked', async () => {
    const names = settle(aws, 'a', 3);
    const missing = role(ACCOUNT_C, 'Missing');
    await workspace.init(names.map((name) => login(name, `console/${name}`)).join('\n'), provider(assume(missing)));
    const result = await workspace.plan();
    expect(result.code).toBe(1);
    const said = unwrapped(result.output);
    expect(said.match(/Error: IAM role cannot be assumed/g)).toHaveLength(1);
    expect(said).toContain(`is not authorized to perform: sts:AssumeRole on resource: ${missing}`);
    expect(said).toContain('that its trust policy names the caller');
    expect(aws.journal.operations()).toEqual(['sts:AssumeRole']);
  });

  test('an account that is not allowed is refused before anything else is asked', async () => {
    settle(aws, 'a', 1);
    await workspace.init(
      login('a-0', 'console/a-0'),
      provider(`allowed_account_ids = ["${ACCOUNT_B}", "${ACCOUNT_C}"]`),
    );
    const refused = await workspace.plan();
    expect(refused.code).toBe(1);
    expect(unwrapped(refused.output)).toContain(
      `belong to the AWS account ${HUB} (arn:aws:iam::${HUB}:user/local-admin). allowed_account_ids allows ${ACCOUNT_B}, ${ACCOUNT_C}`,
    );
    expect(aws.journal.operations()).toEqual(['sts:GetCallerIdentity']);

    workspace.write(login('a-0', 'console/a-0'), provider(`forbidden_account_ids = ["${HUB}"]`));
    expect((await workspace.plan()).code).toBe(1);
    workspace.write(login('a-0', 'console/a-0'), provider(`allowed_account_ids = ["${HUB}"]`));
    expect(await workspace.apply()).toMatchObject({ code: 0 });
  });

  test('a role that only apply will know does not keep plan from working', async () => {
    settle(aws, 'a', 1);
    const data = `resource "terraform_data" "role" { input = "${role(HUB, 'Deploy')}" }`;
    const block = provider('assume_role {', 'role_arn = terraform_data.role.output', '}');
    await workspace.init(`${data}\n${login('a-0', 'console/a-0')}`, block);
    expect(await workspace.plan()).toMatchObject({ code: 2 });
    expect(aws.journal.entries).toEqual([]);
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(callers(/^(iam|secretsmanager):/)).toEqual([session(HUB, 'Deploy')]);
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });
});
