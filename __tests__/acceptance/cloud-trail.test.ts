import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { version } from '../../package.json';
import { alice, endScene, FIRST, type Scene, SECOND, startScene } from '../support/scene';

const SECURITY = join(__dirname, '..', '..', 'SECURITY.md');
const IAM_REGION = 'us-east-1';
/** Tells the test's own calls apart. */
const READER = 'security-team';

interface TrailRecord {
  readonly eventName: string;
  readonly userAgent: string;
  readonly requestParameters: Readonly<Record<string, unknown>> | null;
}

/** The names in the first column of the table under "What CloudTrail shows". */
function namesInTable(): string[] {
  const [, chapter = ''] = readFileSync(SECURITY, 'utf8').split('## What CloudTrail shows');
  const rows = chapter.split('\n').filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) => [...(row.split(' | ')[0] ?? '').matchAll(/`(\w+)`/g)].map(([, name = '']) => name));
}

/** What a security team finds of a whole life of a login profile, and what SECURITY.md says they will. */
describe('CloudTrail', () => {
  let scene: Scene;
  let records: TrailRecord[];

  beforeAll(async () => {
    scene = await startScene();
    const { aws, workspace } = scene;
    const role = aws.roles.create({ roleName: 'Deploy' });
    const block = `provider "iam" {\n assume_role {\n role_arn = "${role.arn}"\n }\n}`;
    await workspace.init(alice('drift_detection = "trail"'), block);
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    aws.secrets.putValue('console/alice', SECOND);
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    aws.loginProfiles.update('alice', { passwordResetRequired: true });
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(await workspace.destroy()).toMatchObject({ code: 0 });
    records = [...(await recordsOf(IAM_REGION)), ...(await recordsOf(aws.region))];
  });

  afterAll(() => endScene(scene));

  async function recordsOf(region: string): Promise<TrailRecord[]> {
    const { credentials, endpoint } = scene.aws;
    const client = new CloudTrailClient({ region, endpoint, credentials, customUserAgent: READER });
    const found: TrailRecord[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new LookupEventsCommand({ NextToken }));
      found.push(...(page.Events ?? []).map(({ CloudTrailEvent = '' }) => JSON.parse(CloudTrailEvent) as TrailRecord));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    client.destroy();
    return found.filter(({ userAgent }) => !userAgent.includes(READER));
  }

  const parametersOf = (name: string): string[] => {
    const named = records.filter(({ eventName }) => eventName === name);
    return [...new Set(named.flatMap(({ requestParameters }) => Object.keys(requestParameters ?? {})))].sort();
  };

  test('shows the calls of the table, and no others', () => {
    const seen = new Set(records.map(({ eventName }) => eventName));
    // Nothing here is deployed by a web identity.
    expect([...seen].sort()).toEqual(
      namesInTable()
        .filter((name) => name !== 'AssumeRoleWithWebIdentity')
        .sort(),
    );
  });

  test('shows by the user agent that they are ours', () => {
    expect(records.length).toBeGreaterThan(20);
    for (const { userAgent } of records) expect(userAgent).toContain(`cdktf-iam-login-profile/${version}`);
  });

  test.each([
    ['GetLoginProfile', ['userName']],
    ['DescribeSecret', ['secretId']],
    ['GetUser', ['userName']],
    ['GetSecretValue', ['secretId', 'versionId', 'versionStage']],
    ['CreateLoginProfile', ['passwordResetRequired', 'userName']],
    ['UpdateLoginProfile', ['passwordResetRequired', 'userName']],
    ['DeleteLoginProfile', ['userName']],
  ])('shows of %s only %j', (name, parameters) => {
    expect(parametersOf(name)).toEqual(parameters);
  });

  test('shows no password', () => {
    const text = JSON.stringify(records);
    for (const password of [FIRST, SECOND]) expect(text).not.toContain(JSON.stringify(password).slice(1, -1));
  });
});
