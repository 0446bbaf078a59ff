import { IamUser } from '@cdktf/provider-aws/lib/iam-user';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformOutput, type TerraformStack } from 'cdktf';
import { DataIamLoginProfile, IamLoginProfile, IamProvider, LoginProfile, SecretPassword } from '../../src';
import { newStack, restore, synth } from './fixtures';

const password = SecretPassword.fromSecret('console/alice');

afterAll(restore);

const dataIn = (stack: TerraformStack) =>
  (synth(stack).data as { readonly iam_login_profile: Record<string, object> }).iam_login_profile;

describe('DataIamLoginProfile', () => {
  test('is the bare binding of the data source, and brings the provider along as IamProvider does', () => {
    const stack = newStack();
    IamProvider.of(stack);
    const alice = new DataIamLoginProfile(stack, 'alice', { userName: 'alice', credentialReport: true });
    new TerraformOutput(stack, 'set', { value: alice.passwordLastChanged });
    expect(synth(stack)).toEqual({
      terraform: { required_providers: { iam: { source: 'cdktf.internal/login-profile/iam', version: '0.1.0' } } },
      provider: { iam: [{}] },
      data: { iam_login_profile: { alice: { user_name: 'alice', credential_report: true } } },
      output: { set: { value: '${data.iam_login_profile.alice.password_last_changed}' } },
    });
  });

  test('takes the provider that a LoginProfile has brought, and looks at the same user', () => {
    const stack = newStack();
    new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
    const user = new IamUser(stack, 'user', { name: 'alice' });
    new LoginProfile(stack, 'alice', { user, password });
    new DataIamLoginProfile(stack, 'seen', { userName: user.name });
    expect(synth(stack).provider.iam).toEqual([{ region: 'eu-west-1' }]);
    expect(dataIn(stack).seen).toEqual({ user_name: '${aws_iam_user.user.name}' });
    expect(LoginProfile.planPolicy(stack).Statement[0]?.Resource).toHaveLength(1);
  });

  test('takes the provider that it is given', () => {
    const stack = newStack();
    const aws = new AwsProvider(stack, 'aws', { alias: 'audit', region: 'eu-west-1' });
    const provider = IamProvider.fromAwsProvider(aws);
    new DataIamLoginProfile(stack, 'alice', { userName: 'alice', provider });
    expect(dataIn(stack).alice).toEqual({ user_name: 'alice', provider: 'iam.audit' });
    expect(synth(stack).provider.iam).toEqual([{ alias: 'audit', region: 'eu-west-1' }]);
  });

  test.each<[what: string, add: (stack: TerraformStack) => object]>([
    ['like IamLoginProfile', (stack) => new IamLoginProfile(stack, 'a', { userName: 'a', secretId: 's' })],
    ['', (stack) => new DataIamLoginProfile(stack, 'a', { userName: 'a' })],
  ])('makes no provider, and synth says so, %s', (_, add) => {
    const stack = newStack();
    add(stack);
    expect(() => synth(stack)).toThrow(/without a matching provider construct.*\biam\b/s);
  });
});
