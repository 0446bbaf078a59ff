import { DataAwsIamUser } from '@cdktf/provider-aws/lib/data-aws-iam-user';
import { DataAwsSecretsmanagerSecret } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret';
import { IamUser } from '@cdktf/provider-aws/lib/iam-user';
import { IamUserLoginProfile } from '@cdktf/provider-aws/lib/iam-user-login-profile';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { isUnknown, type ValueObject } from '../../../src/plugin';
import { awsProvider, DATA_SOURCE_KINDS, RESOURCE_KINDS } from '../../support/aws-provider/aws-provider';
import type { AwsAttribute } from '../../support/aws-provider/kind';

const camelCase = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const call = { signal: new AbortController().signal, log: { log: () => undefined } };

const BINDINGS = {
  aws_iam_user: IamUser,
  aws_iam_user_login_profile: IamUserLoginProfile,
  aws_secretsmanager_secret: SecretsmanagerSecret,
  aws_secretsmanager_secret_version: SecretsmanagerSecretVersion,
  'data.aws_iam_user': DataAwsIamUser,
  'data.aws_secretsmanager_secret': DataAwsSecretsmanagerSecret,
} as const;

const KINDS: Record<string, { readonly attributes: Readonly<Record<string, AwsAttribute>> }> = {
  ...RESOURCE_KINDS,
  'data.aws_iam_user': DATA_SOURCE_KINDS.aws_iam_user,
  'data.aws_secretsmanager_secret': DATA_SOURCE_KINDS.aws_secretsmanager_secret,
};

describe('the stand-in for the AWS provider', () => {
  test.each(Object.entries(BINDINGS))(
    '%s has only attributes of the real one, set and computed alike',
    (name, binding) => {
      const members = Object.getOwnPropertyDescriptors(binding.prototype);
      for (const [attribute, { required, optional }] of Object.entries(KINDS[name].attributes)) {
        // CDKTF gives an attribute that can be set a second getter, for what was set.
        const settable = `${camelCase(attribute)}Input` in members;
        expect({ attribute, settable, known: camelCase(attribute) in members }).toEqual({
          attribute,
          settable: (required ?? optional) === true,
          known: true,
        });
      }
    },
  );

  test('takes only arguments of the real provider block', () => {
    const { attributes, blocks = {} } = awsProvider().schema;
    const members = Object.getOwnPropertyNames(AwsProvider.prototype);
    expect(members).toEqual(
      expect.arrayContaining([...Object.keys(attributes), ...Object.keys(blocks)].map(camelCase)),
    );
  });

  const user = { name: 'carol', path: '/', force_destroy: false, id: 'carol', arn: 'arn:carol', unique_id: 'AIDA' };
  const version = { secret_id: 'arn:s', secret_string_wo_version: 1, id: 'arn:s|1', arn: 'arn:s', version_id: '1' };
  const profile = { user: 'carol', password_length: 20, password_reset_required: false, id: 'carol', password: 'x' };

  test.each<[string, string, ValueObject, ValueObject, { replaces: string[]; unknown: string[] }]>([
    ['renames a user in place', 'aws_iam_user', user, { name: 'cara' }, { replaces: [], unknown: ['arn', 'id'] }],
    ['moves a user in place', 'aws_iam_user', user, { path: '/staff/' }, { replaces: [], unknown: ['arn'] }],
    [
      'replaces a secret that is renamed',
      'aws_secretsmanager_secret',
      { name: 'a' },
      { name: 'b' },
      { replaces: ['name'], unknown: [] },
    ],
    [
      'replaces a version for another value',
      'aws_secretsmanager_secret_version',
      version,
      { secret_string_wo_version: 2 },
      { replaces: ['secret_string_wo_version'], unknown: [] },
    ],
    [
      'replaces a login profile for another flag',
      'aws_iam_user_login_profile',
      profile,
      { password_reset_required: true },
      { replaces: ['password_reset_required'], unknown: [] },
    ],
    ['leaves what has not changed', 'aws_iam_user_login_profile', profile, {}, { replaces: [], unknown: [] }],
  ])('%s', async (_name, type, state, change, expected) => {
    const resource = awsProvider().resources[type];
    const names = Object.entries(resource.schema.attributes);
    const prior: ValueObject = Object.fromEntries(names.map(([name]) => [name, state[name] ?? null]));
    // As configured today: what can be set, less the id.
    const written = names.filter(([name, { required, optional }]) => (required ?? optional) && name !== 'id');
    const config: ValueObject = {
      ...Object.fromEntries(written.map(([name]) => [name, prior[name]])),
      id: null,
      ...change,
    };
    const nulls = Object.fromEntries(names.map(([name]) => [name, null]));
    const request = { prior, proposed: null, config: { ...nulls, ...config }, priorPrivate: new Uint8Array() };
    const { planned, requiresReplace = [] } = await resource.plan(request, call);
    expect({
      replaces: requiresReplace.map(([step]) => 'attribute' in step && step.attribute),
      unknown: Object.entries(planned ?? {})
        .filter(([, value]) => isUnknown(value))
        .map(([name]) => name)
        .sort(),
    }).toEqual(expected);
  });
});
