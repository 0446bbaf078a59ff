import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LocalAws, startLocalAws } from '../../src/local-aws';
import { type Listener, type Proxy, startProxy, startTlsFront } from '../support/network';
import { goPluginCertificate } from '../support/plugin/client-certificate';
import { alice, FIRST, unwrapped } from '../support/scene';
import { Workspace } from '../support/workspace';

const ACCOUNT = '111122223333';
const provider = (...lines: string[]): string => ['provider "iam" {', ...lines, '}'].join('\n');

/** What the provider calls without being told anything. */
const BARE = { AWS_EC2_METADATA_DISABLED: 'true' };

describe('provider "iam"', () => {
  let aws: LocalAws;
  let workspace: Workspace;

  beforeEach(async () => {
    aws = await startLocalAws();
    aws.users.create({ userName: 'alice' });
    aws.secrets.create({ name: 'console/alice', secretString: FIRST });
    workspace = new Workspace(aws.environment());
  });

  afterEach(async () => {
    workspace.close();
    await aws.stop();
  });

  const bare = (env: NodeJS.ProcessEnv = {}): void => {
    workspace.close();
    workspace = new Workspace({ ...BARE, ...env });
  };

  const file = (name: string, ...lines: string[]): string => {
    const path = join(workspace.dir, name);
    writeFileSync(path, lines.join('\n'));
    return path;
  };

  const applied = async (block: string) => {
    await workspace.init(alice(), block);
    const result = await workspace.apply();
    if (result.code !== 0) throw new Error(result.output);
    expect(aws.signIn('alice', FIRST).outcome).toBe('signed-in');
  };

  const endpoints = (url = aws.endpoint): string =>
    `endpoints {\n iam = "${url}"\n secretsmanager = "${url}"\n sts = "${url}"\n cloudtrail = "${url}"\n}`;
  const staticKeys = (): string =>
    `access_key = "${aws.credentials.accessKeyId}"\nsecret_key = "${aws.credentials.secretAccessKey}"`;
  const lastCaller = (): string | undefined => aws.journal.entries.at(-1)?.callerArn;

  describe('credentials and endpoints', () => {
    test('come from the block alone', async () => {
      bare();
      await applied(provider('region = "eu-west-1"', staticKeys(), endpoints()).replace('eu-west-1', aws.region));
    });

    test.each(['block', 'environment'])('are told of where the %s names one without encryption', async (where) => {
      // Nobody is there: the address is kept for documentation.
      const url = 'http://192.0.2.1:4566';
      if (where === 'environment') workspace.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = url;
      const block = where === 'block' ? provider(`endpoints {\n secretsmanager = "${url}/path"\n}`) : provider();
      await workspace.init('', block);
      workspace.write('data "iam_login_profile" "alice" {\n user_name = "alice"\n}', block);
      const { output } = await workspace.plan();
      expect(unwrapped(output)).toContain('Warning: AWS is called without encryption');
      expect(unwrapped(output)).toContain(`Calls go to ${url}, which endpoints or AWS_ENDPOINT_URL* name`);
    });

    test('come from the profile of several shared files, its role and Region included', async () => {
      bare();
      aws.roles.create({ roleName: 'Deploy' });
      const base = file('credentials-1', '[hub]', 'aws_access_key_id = AKIAOLD', 'aws_secret_access_key = old');
      const later = file(
        'credentials-2',
        '[hub]',
        `aws_access_key_id = ${aws.credentials.accessKeyId}`,
        `aws_secret_access_key = ${aws.credentials.secretAccessKey}`,
      );
      const config = file(
        'config',
        '[profile deploy]',
        'source_profile = hub',
        `role_arn = arn:aws:iam::${ACCOUNT}:role/Deploy`,
        'role_session_name = from-profile',
        `region = ${aws.region}`,
      );
      const files = [
        'profile = "deploy"',
        `shared_credentials_files = ["${base}", "${later}"]`,
        `shared_config_files = ["${config}"]`,
      ];
      workspace.env.AWS_ENDPOINT_URL_STS = aws.endpoint;
      await applied(provider(...files, endpoints()));
      expect(lastCaller()).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/Deploy/from-profile`);
    });

    test('come from a web identity, as in a CI system', async () => {
      bare({ AWS_REGION: aws.region });
      aws.roles.create({ roleName: 'Ci', webIdentity: { issuer: 'https://token.example', subject: 'repo:x' } });
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const exp = Math.floor(Date.now() / 1000) + 3600;
      const claims = part({ iss: 'https://token.example', sub: 'repo:x', aud: 'sts.amazonaws.com', exp });
      const token = file('token', `${part({ alg: 'RS256' })}.${claims}.c2lnbmF0dXJl`);
      const role = `role_arn = "arn:aws:iam::${ACCOUNT}:role/Ci"`;
      const block = ['assume_role_with_web_identity {', role, `web_identity_token_file = "${token}"`, '}'].join('\n');
      await applied(provider(block, endpoints()));
      expect(lastCaller()).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/Ci/iam-login-profile`);
    });
  });

  describe('behind a proxy, with certificates of its own', () => {
    const HOST = 'aws.example.test';
    const certificate = goPluginCertificate(HOST);
    let front: Listener;
    let proxy: Proxy;

    beforeEach(async () => {
      front = await startTlsFront(Number(new URL(aws.endpoint).port), certificate);
      proxy = await startProxy(front.port);
      bare({ AWS_REGION: aws.region });
    });

    afterEach(async () => {
      await proxy.stop();
      await front.stop();
    });

    const block = (...lines: string[]): string => provider(staticKeys(), endpoints(`https://${HOST}`), ...lines);

    test('http_proxy and custom_ca_bundle lead every call through it', async () => {
      const ca = file('ca.pem', certificate.cert);
      await applied(block(`http_proxy = "http://me:pass@127.0.0.1:${proxy.port}"`, `custom_ca_bundle = "${ca}"`));
      expect(new Set(proxy.targets)).toEqual(new Set([`${HOST}:443`]));
      expect(proxy.authorizations[0]).toBe(`Basic ${Buffer.from('me:pass').toString('base64')}`);
    });

    test('HTTPS_PROXY and AWS_CA_BUNDLE do the same', async () => {
      workspace.env.AWS_CA_BUNDLE = file('ca.pem', certificate.cert);
      workspace.env.HTTPS_PROXY = `http://127.0.0.1:${proxy.port}`;
      await applied(block());
      expect(new Set(proxy.targets)).toEqual(new Set([`${HOST}:443`]));
    });

    test.each(['straight', 'through a proxy'])('no environment makes it do without a trusted one, %s', async (way) => {
      workspace.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
      if (way !== 'straight') workspace.env.HTTPS_PROXY = `http://127.0.0.1:${proxy.port}`;
      const url = way === 'straight' ? `https://127.0.0.1:${front.port}` : `https://${HOST}`;
      await workspace.init(alice(), provider(staticKeys(), endpoints(url)));
      expect(unwrapped((await workspace.plan()).output)).toContain('the certificate of the endpoint is not trusted');
      expect(aws.journal.entries).toEqual([]);
    });

    test('a certificate that is not trusted, and a bundle that is not there, are told as such', async () => {
      workspace.env.HTTPS_PROXY = `http://127.0.0.1:${proxy.port}`;
      await workspace.init(alice(), block());
      expect(unwrapped((await workspace.plan()).output)).toContain('the certificate of the endpoint is not trusted');
      workspace.write(alice(), block('custom_ca_bundle = "missing.pem"'));
      expect(unwrapped((await workspace.plan()).output)).toContain('missing.pem cannot be read');
      expect(aws.journal.entries).toEqual([]);
    });
  });

  test.each([
    [
      'both kinds of account ids',
      'allowed_account_ids = ["111122223333"]\nforbidden_account_ids = []',
      'exclude each other',
    ],
    ['a role without an ARN', 'assume_role {}', 'needs role_arn'],
    [
      'a duration out of range',
      'assume_role {\nrole_arn = "arn:aws:iam::111122223333:role/x"\nduration = "13h"\n}',
      '15m to 12h',
    ],
  ])('terraform validate refuses %s', async (_what, lines, says) => {
    await workspace.init(alice(), provider(lines));
    const result = await workspace.terraform('validate', '-no-color');
    expect(result.code).toBe(1);
    expect(unwrapped(result.output)).toContain(says);
  });
});
