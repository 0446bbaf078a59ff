import { type Aws, connectAws, deadline } from '../../../src/aws';
import { type LocalAws, startLocalAws } from '../../../src/local-aws';

const userAgent = { name: 'test', version: '1' };
const until = () => deadline(30_000, new AbortController().signal);
const HOUR_MS = 60 * 60 * 1000;

describe.each([-HOUR_MS, HOUR_MS])("AWS's clock is %d ms ahead of this machine's", (aheadMs) => {
  let local: LocalAws;

  beforeEach(async () => {
    local = await startLocalAws({ now: () => new Date(Date.now() + aheadMs) });
    local.users.create({ userName: 'alice' });
  });

  afterEach(() => local.stop());

  function connect(credentials = local.credentials): Aws {
    const { accessKeyId, secretAccessKey } = credentials;
    const endpoints = { iam: local.endpoint, secretsManager: local.endpoint, sts: local.endpoint };
    return connectAws({ region: 'us-east-1', accessKeyId, secretAccessKey, endpoints, userAgent });
  }

  test('what AWS refuses is refused at once', async () => {
    const { loginProfiles, users } = connect();
    expect(await loginProfiles.get('alice', until())).toBe('no-login-profile');
    await expect(users.get('nobody', until())).rejects.toMatchObject({ failure: 'not-found', attempts: 1 });
    await expect(users.get('nobody', until())).rejects.toMatchObject({ failure: 'not-found', attempts: 1 });
    expect(local.journal.operations()).toEqual(['iam:GetLoginProfile', 'iam:GetUser', 'iam:GetUser']);
  });

  test('throttling is waited out all the same', async () => {
    const { users } = connect();
    local.faults.add({ operation: 'iam:GetUser', times: 3, fault: { kind: 'error', code: 'Throttling' } });
    expect(await users.get('alice', until())).toMatchObject({ userName: 'alice' });
  });

  test("a signature that is refused is tried once more, with AWS's time", async () => {
    const { users } = connect({ ...local.credentials, secretAccessKey: 'another one' });
    await expect(users.get('alice', until())).rejects.toMatchObject({ code: 'SignatureDoesNotMatch', attempts: 2 });
  });
});
