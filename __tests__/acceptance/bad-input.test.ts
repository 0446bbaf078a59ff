import { alice, endScene, FIRST, type Scene, startScene, unwrapped } from '../support/scene';

/** Where an input can first be known to be bad. */
type Moment = 'validate' | 'plan' | 'apply';

interface Case {
  readonly name: string;
  readonly config?: string;
  readonly provider?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly happen?: (scene: Scene) => void;
  readonly moment: Moment;
  readonly says: readonly string[];
}

const secret = (secretString: string) => (scene: Scene) =>
  void scene.aws.secrets.putValue('console/alice', secretString);
const HOUR = 'timeouts = { create = "3s" }';

const cases: Case[] = [
  {
    name: 'a user name of 65 characters',
    config: alice().replace('"alice"\n', `"${'a'.repeat(65)}"\n`),
    moment: 'validate',
    says: ['Invalid IAM user name', 'has 65 characters'],
  },
  {
    name: 'a user name with a space',
    config: alice().replace('= "alice"', '= "alice smith"'),
    moment: 'validate',
    says: ['Invalid IAM user name', 'without spaces'],
  },
  {
    name: 'an empty user name',
    config: alice().replace('= "alice"', '= ""'),
    moment: 'validate',
    says: ['IAM would take that for whoever runs Terraform'],
  },
  {
    name: 'a partial ARN',
    config: alice().replace('console/alice', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:x'),
    moment: 'validate',
    says: ['This ARN is not complete'],
  },
  {
    name: 'a password of 129 characters',
    happen: secret('x'.repeat(129)),
    moment: 'apply',
    says: ['holds more than the 128 characters'],
  },
  {
    name: 'a character above U+00FF',
    happen: secret('Passw0rd-Ā'),
    moment: 'apply',
    says: ['holds a character that IAM does not take'],
  },
  {
    name: 'a trailing newline',
    happen: secret('Passw0rd-One\n'),
    moment: 'apply',
    says: ['ends in a line break', 'use printf instead of echo'],
  },
  {
    name: 'a JSON secret without the key',
    config: alice('secret_json_key = "pass"'),
    happen: secret('{"password":"Passw0rd-One"}'),
    moment: 'apply',
    says: ['without the key that secret_json_key names'],
  },
  {
    name: 'a JSON secret with a value that is no string',
    config: alice('secret_json_key = "password"'),
    happen: secret('{"password":12345678}'),
    moment: 'apply',
    says: ['is no string'],
  },
  {
    name: 'an empty password',
    config: alice('secret_json_key = "password"'),
    happen: secret('{"password":""}'),
    moment: 'apply',
    says: ['holds an empty password'],
  },
  {
    name: 'a JSON secret without secret_json_key',
    happen: secret('{"password":"Passw0rd-One"}'),
    moment: 'apply',
    says: ['holds a JSON object, and secret_json_key is not set'],
  },
  {
    name: 'secret_json_key on a secret that is no JSON',
    config: alice('secret_json_key = "password"'),
    moment: 'apply',
    says: ['holds no JSON object, but secret_json_key is set'],
  },
  {
    name: 'a binary secret',
    happen: ({ aws }) => void aws.secrets.putValue('console/alice', new Uint8Array([1, 2, 3])),
    moment: 'apply',
    says: ['holds bytes (SecretBinary), not text'],
  },
  {
    name: 'a missing secret',
    config: alice().replace('console/alice', 'console/nobody'),
    moment: 'apply',
    says: ['Secret not found', '"console/nobody"', "pass the secret's arn"],
  },
  {
    name: 'a secret without a value',
    config: alice().replace('console/alice', 'console/empty'),
    happen: ({ aws }) => void aws.secrets.create({ name: 'console/empty' }),
    moment: 'apply',
    says: ['Secret version not found', 'Put a value into the secret'],
  },
  {
    name: 'a secret pending deletion',
    happen: ({ aws }) => void aws.secrets.scheduleDeletion('console/alice'),
    moment: 'plan',
    says: ['Secret is scheduled for deletion', 'restore-secret'],
  },
  {
    name: 'a label nobody carries',
    config: alice('secret_version_stage = "BLUE"'),
    moment: 'apply',
    says: ['Secret version not found', 'name a staging label that a version carries'],
  },
  {
    name: 'a version that does not exist',
    config: alice('secret_version_id = "00000000-0000-4000-8000-000000000000"'),
    moment: 'apply',
    says: ['Secret version not found', 'Correct secret_version_id'],
  },
  {
    name: 'an unknown user',
    config: alice(HOUR).replace('= "alice"', '= "nobody"'),
    moment: 'apply',
    says: ['IAM user not found', 'Check the spelling of "nobody"'],
  },
  {
    name: 'a password that the policy refuses',
    happen: secret('short'),
    moment: 'apply',
    says: ["Password rejected by the account's password policy", 'PasswordPolicyViolation'],
  },
  {
    name: 'an existing profile where that is refused',
    config: alice('existing_profile = "fail"'),
    happen: ({ aws }) => void aws.loginProfiles.create({ userName: 'alice', password: FIRST }),
    moment: 'plan',
    says: ['Login profile already exists', 'Import it'],
  },
  {
    name: 'wrong credentials',
    env: { AWS_ACCESS_KEY_ID: 'AKIAWRONGWRONGWRONGX' },
    moment: 'plan',
    says: ['AWS does not accept the credentials', 'InvalidClientTokenId', 'aws sts get-caller-identity'],
  },
  {
    name: 'a wrong secret key',
    env: { AWS_SECRET_ACCESS_KEY: 'wrong' },
    moment: 'plan',
    says: ['AWS does not accept the credentials', 'SignatureDoesNotMatch'],
  },
  {
    name: 'no credentials',
    env: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
    moment: 'plan',
    says: ['No AWS credentials found', 'AWS_PROFILE'],
  },
  {
    name: 'no region',
    env: { AWS_REGION: '', AWS_DEFAULT_REGION: '' },
    moment: 'plan',
    says: ['AWS Region missing', 'Set region in the provider block'],
  },
  {
    name: 'an endpoint nobody listens on',
    env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' },
    moment: 'plan',
    says: ['AWS endpoint cannot be reached', 'ECONNREFUSED'],
  },
  {
    name: 'an endpoint that is no URL',
    provider: 'provider "iam" {\n  endpoints {\n    iam = "localhost"\n  }\n}',
    moment: 'validate',
    says: ['Invalid provider configuration', 'The endpoint for iam is no http or https URL'],
  },
  {
    name: 'an access key without its secret',
    provider: 'provider "iam" {\n  access_key = "AKIAEXAMPLE"\n}',
    moment: 'validate',
    says: ['access_key and secret_key belong together'],
  },
  {
    name: 'a wrong kind of value',
    config: alice('password_reset_required = "sometimes"'),
    moment: 'validate',
    says: ['Incorrect attribute value type', 'bool'],
  },
  {
    name: 'a setting that does not exist',
    config: alice('password = "literal"'),
    moment: 'validate',
    says: ['Unsupported argument', '"password" is not expected here'],
  },
];

/** Nothing but apply may be needed to find what plan or validate could know, and what they find, apply finds too. */
async function firstFailure(
  { workspace }: Scene,
  env: NodeJS.ProcessEnv,
): Promise<{ moment: Moment | 'never'; output: string }> {
  const commands: [Moment, string[]][] = [
    ['validate', ['validate', '-no-color']],
    ['plan', ['plan', '-no-color', '-input=false']],
    ['apply', ['apply', '-no-color', '-input=false', '-auto-approve']],
  ];
  for (const [moment, command] of commands) {
    const { code, output } = await workspace.terraformWith(env, ...command);
    if (code !== 0) return { moment, output };
  }
  return { moment: 'never', output: '' };
}

describe('bad input', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await startScene();
    await scene.workspace.init(alice());
  });

  afterEach(() => endScene(scene));

  test.each(cases)(
    '$name is refused at $moment with a way out',
    async ({ config = alice(), provider, env = {}, happen, moment, says }) => {
      scene.workspace.write(config, provider);
      happen?.(scene);
      const failure = await firstFailure(scene, env);
      for (const text of says) expect(unwrapped(failure.output)).toContain(text);
      expect(failure.moment).toBe(moment);
      expect(scene.workspace.stateOf('iam_login_profile.alice')).toBeUndefined();
      expect(failure.output).not.toMatch(/bug|crash|panic|rpc error/i);
    },
  );
});
