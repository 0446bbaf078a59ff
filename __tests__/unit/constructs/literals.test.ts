import { Token } from 'cdktf';
import {
  booleanProblem,
  choiceProblem,
  durationProblem,
  jsonKeyProblem,
  secretIdProblem,
  stringMapProblem,
  userNameProblem,
  versionIdProblem,
  versionStageProblem,
} from '../../../src/constructs/literals';

const token = Token.asString({ resolve: () => 'later' });
const arn = (partition: string, region: string, name = 'console/alice-Ab12Cd') =>
  `arn:${partition}:secretsmanager:${region}:111122223333:secret:${name}`;

describe('expressions', () => {
  test.each([
    ['a token', token],
    ['text around a token', `prefix ${token} suffix`],
    ['a Terraform reference', '${aws_iam_user.alice.name}'],
    ['a Terraform directive', '%{ if true }alice%{ endif }'],
    ['undefined', undefined],
  ])('pass every check: %s', (_, value) => {
    for (const check of [
      userNameProblem,
      secretIdProblem,
      versionIdProblem,
      versionStageProblem,
      jsonKeyProblem,
      durationProblem,
      booleanProblem,
      stringMapProblem,
      choiceProblem(['a']),
    ]) {
      expect(check(value)).toBeUndefined();
    }
  });

  test('pass as a number, a list and a whole map', () => {
    expect(booleanProblem(Token.asAny({ resolve: () => true }))).toBeUndefined();
    expect(userNameProblem(Token.asNumber({ resolve: () => 1 }))).toBeUndefined();
    expect(userNameProblem(Token.asList({ resolve: () => [] }))).toBeUndefined();
    expect(stringMapProblem(Token.asStringMap({ resolve: () => ({}) }))).toBeUndefined();
  });
});

describe('userNameProblem', () => {
  test.each(['a', 'alice', 'Alice_B', 'a.b+c=d,e@f-g', '1', 'x'.repeat(64)])('accepts %s', (name) => {
    expect(userNameProblem(name)).toBeUndefined();
  });

  test.each(['', 'x'.repeat(65), 'al ice', 'älice', 'team/alice', 'alice\n', 'arn:aws:iam::111122223333:user/alice'])(
    'refuses %j',
    (name) => {
      expect(userNameProblem(name)).toBe(
        `${JSON.stringify(name)} is no IAM user name. Give 1-64 letters, digits or _+=,.@- (the name alone, without path or ARN).`,
      );
    },
  );

  test('refuses what is no string', () => {
    expect(userNameProblem(42)).toBe('expected a string, got number.');
    expect(userNameProblem(null)).toBe('expected a string, got null.');
  });
});

describe('secretIdProblem', () => {
  test.each([
    'console/alice',
    'A_z/0+=.@!-',
    'x'.repeat(512),
    arn('aws', 'eu-west-1'),
    arn('aws-cn', 'cn-north-1'),
    arn('aws-us-gov', 'us-gov-west-1'),
    arn('aws-iso', 'us-iso-east-1'),
    arn('aws-iso-b', 'us-isob-east-1'),
    arn('aws-iso-f', 'us-isof-south-1'),
    arn('aws-eusc', 'eusc-de-east-1'),
  ])('accepts %s', (secretId) => {
    expect(secretIdProblem(secretId)).toBeUndefined();
  });

  test.each([
    arn('aws', 'eu-west-1', 'console/alice'),
    arn('aws', 'eu-west-1', '-Ab12Cd'),
    arn('aws', 'eu-west-1', 'x'.repeat(513) + '-Ab12Cd'),
    arn('azure', 'eu-west-1'),
    'arn:aws:ssm:eu-west-1:111122223333:parameter/console/alice-Ab12Cd',
    'arn:aws:secretsmanager:eu-west-1:1111:secret:console/alice-Ab12Cd',
    'arn:',
  ])('refuses %s and shows it', (secretId) => {
    expect(secretIdProblem(secretId)).toContain(`${JSON.stringify(secretId)} is no full ARN of a secret. Give arn:`);
  });

  test.each(['', 'x'.repeat(513), 'Tr1cky & long', 'pässword', 'console/alice\n', 'a:b'])(
    'refuses %j and does not show it, as it may be the password',
    (secretId) => {
      const problem = secretIdProblem(secretId);
      expect(problem).toMatch(/^the value is no name of a secret \(not shown, it may be a password\)/);
      if (secretId !== '') expect(problem).not.toContain(secretId);
    },
  );
});

describe('versions', () => {
  test.each([32, 36, 64])('a version id of %i characters passes', (length) => {
    expect(versionIdProblem('v'.repeat(length))).toBeUndefined();
  });

  test.each([0, 31, 65])('a version id of %i characters is refused', (length) => {
    expect(versionIdProblem('v'.repeat(length))).toContain(`Give 32-64 characters; this has ${length}.`);
  });

  test('a staging label has 1-256 characters', () => {
    expect(versionStageProblem('AWSPENDING')).toBeUndefined();
    expect(versionStageProblem('x'.repeat(256))).toBeUndefined();
    expect(versionStageProblem('')).toBe('"" is no staging label. Give 1-256 characters; this has 0.');
    expect(versionStageProblem('x'.repeat(257))).toContain('this has 257');
  });

  test('a JSON key is not empty', () => {
    expect(jsonKeyProblem('password')).toBeUndefined();
    expect(jsonKeyProblem('')).toContain('the key is empty');
  });
});

describe('durationProblem', () => {
  test.each(['90s', '5m', '1h30m', '1.5h', '.5h', '500ms', '24h', '23h59m60s', '1us', '1µs', '0h1ns'])(
    'accepts %s',
    (text) => {
      expect(durationProblem(text)).toBeUndefined();
    },
  );

  test.each(['', '0s', '0', '5', '5 m', '-5m', '5d', '24h1ns', '25h', 'm5', '1e3s', 'PT5M', '5m '])(
    'refuses %j',
    (text) => {
      expect(durationProblem(text)).toBe(
        `${JSON.stringify(text)} is no duration above 0 and at most 24h. Give one such as "90s", "5m" or "1h30m".`,
      );
    },
  );
});

describe('other checks', () => {
  test('a choice is one of the list', () => {
    expect(choiceProblem(['delete', 'retain'])('retain')).toBeUndefined();
    expect(choiceProblem(['delete', 'retain'])('Retain')).toBe('"Retain" is not possible. Give "delete", "retain".');
  });

  test('a boolean is no string', () => {
    expect(booleanProblem(false)).toBeUndefined();
    expect(booleanProblem('true')).toBe('"true" is no boolean. Give true or false.');
  });

  test('a map of strings holds strings or expressions', () => {
    expect(stringMapProblem({ a: 'b', c: token })).toBeUndefined();
    expect(stringMapProblem({ a: 1 })).toBe('the value of "a" is no string.');
    expect(stringMapProblem(['a'])).toBe('expected an object of strings.');
    expect(stringMapProblem(null)).toBe('expected an object of strings.');
  });
});
