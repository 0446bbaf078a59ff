import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { IamProvider, LoginProfile, SecretPassword } from '../../src';
import { newApp, newStack, restore, synth } from './fixtures';

const password = SecretPassword.fromSecret('console/alice');
const addLogin = (scope: Construct, user: string, provider?: IamProvider) =>
  new LoginProfile(scope, user, { user, password, ...(provider && { provider }) });

afterAll(restore);

describe('IamProvider', () => {
  test('is made once for all login profiles of a stack', () => {
    const stack = newStack();
    addLogin(stack, 'alice');
    addLogin(new Construct(stack, 'team'), 'bob');
    expect(synth(stack).provider.iam).toEqual([{}]);
  });

  test("is the program's own where there is one", () => {
    const stack = newStack();
    new IamProvider(stack, 'iam', {
      region: 'eu-west-1',
      profile: 'ops',
      maxRetries: 3,
      endpoints: [{ iam: 'http://127.0.0.1:4566' }],
    });
    addLogin(stack, 'alice');
    expect(synth(stack).provider.iam).toEqual([
      { region: 'eu-west-1', profile: 'ops', max_retries: 3, endpoints: [{ iam: 'http://127.0.0.1:4566' }] },
    ]);
  });

  test("is the program's own where that stands deeper in the tree", () => {
    const stack = newStack();
    new IamProvider(new Construct(stack, 'providers'), 'iam', { region: 'eu-west-1' });
    addLogin(stack, 'alice');
    expect(synth(stack).provider.iam).toEqual([{ region: 'eu-west-1' }]);
  });

  test("is the program's own where that is made after the login profiles", () => {
    const stack = newStack();
    addLogin(stack, 'alice');
    new IamProvider(stack, 'iam', { region: 'eu-west-1' });
    addLogin(stack, 'bob');
    expect(synth(stack).provider.iam).toEqual([{ region: 'eu-west-1' }]);
  });

  test('with an alias serves only the login profiles that name it', () => {
    const stack = newStack();
    const audit = new IamProvider(stack, 'audit', { alias: 'audit', region: 'eu-west-1' });
    addLogin(stack, 'alice', audit);
    expect(synth(stack)).toMatchObject({
      provider: { iam: [{ alias: 'audit', region: 'eu-west-1' }] },
      resource: { iam_login_profile: { alice: { provider: 'iam.audit' } } },
    });
    addLogin(stack, 'bob');
    const json = synth(stack);
    expect(json.provider.iam).toEqual([{ alias: 'audit', region: 'eu-west-1' }, {}]);
    expect(json.resource.iam_login_profile.bob).not.toHaveProperty('provider');
  });

  test('passed without an alias is named as well', () => {
    const stack = newStack();
    addLogin(stack, 'alice', new IamProvider(stack, 'iam'));
    expect(synth(stack).resource.iam_login_profile.alice).toMatchObject({ provider: 'iam' });
  });

  test('is made for each stack of an app', () => {
    const app = newApp();
    const stacks = ['one', 'two'].map((id) => newStack(id, app));
    for (const stack of stacks) addLogin(stack, 'alice');
    for (const stack of stacks) expect(synth(stack).provider.iam).toEqual([{}]);
  });

  test('is made for a nested stack of its own', () => {
    const outer = newStack('outer');
    new IamProvider(outer, 'iam', { region: 'eu-west-1' });
    const inner = new TerraformStack(outer, 'inner');
    addLogin(inner, 'alice');
    expect(synth(inner).provider.iam).toEqual([{}]);
    expect(synth(outer).provider.iam).toEqual([{ region: 'eu-west-1' }]);
  });

  test('of a nested stack does not serve the stack around it', () => {
    const outer = newStack('outer');
    new IamProvider(new TerraformStack(outer, 'inner'), 'iam', { region: 'eu-west-1' });
    addLogin(outer, 'alice');
    expect(synth(outer).provider.iam).toEqual([{}]);
  });
});

describe('IamProvider.of', () => {
  test('finds what it made, and what the program made', () => {
    const stack = newStack();
    const made = IamProvider.of(stack);
    expect(IamProvider.of(new Construct(stack, 'below'))).toBe(made);
    const own = new IamProvider(stack, 'iam');
    expect(IamProvider.of(stack)).toBe(own);
  });

  test('fails outside a stack', () => {
    expect(() => IamProvider.of(newApp())).toThrow(/stack/i);
  });
});

describe('two providers of a stack', () => {
  test('without an alias fail at synth', () => {
    const stack = newStack();
    new IamProvider(stack, 'first');
    new IamProvider(stack, 'second', { region: 'eu-west-1' });
    expect(() => synth(stack)).toThrow(
      '[stack/second] The stack already has an IamProvider without an alias: stack/first. Give one of them an alias of its own, or remove it.',
    );
  });

  test('with the same alias fail at synth', () => {
    const stack = newStack();
    new IamProvider(stack, 'first', { alias: 'audit' });
    new IamProvider(stack, 'second', { alias: 'audit' });
    expect(() => synth(stack)).toThrow(
      '[stack/second] The stack already has an IamProvider with the alias "audit": stack/first.',
    );
  });

  test('in different stacks do not meet', () => {
    const outer = newStack('outer');
    new IamProvider(outer, 'iam');
    new IamProvider(new TerraformStack(outer, 'inner'), 'iam');
    expect(() => synth(outer)).not.toThrow();
  });
});
