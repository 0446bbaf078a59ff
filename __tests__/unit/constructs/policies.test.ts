import * as fc from 'fast-check';
import { secretArn } from '../../../src/constructs/policies/arns';
import { applyDocument, planDocument, userArns } from '../../../src/policies';
import { decryptCall, isAllowed, type SimulatedCall } from '../../support/iam-simulator';

const ANY = { partition: 'aws', account: '*', region: '*', userPath: undefined };
const KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const secret = (name: string, region = 'eu-west-1') =>
  `arn:aws:secretsmanager:${region}:111122223333:secret:${name}-Ab12Cd`;
const user = (pathAndName: string) => `arn:aws:iam::111122223333:user${pathAndName}`;

const grants = {
  users: userArns('alice', ANY),
  removableUsers: userArns('alice', ANY),
  secrets: [secretArn('console/alice', ANY)],
  keys: [{ arn: KEY_ARN, region: 'eu-west-1' }],
  witnesses: { credentialReport: false, cloudTrail: false },
};

describe('the documents, as an evaluator of IAM policies reads them', () => {
  test.each<[plan: boolean, apply: boolean, action: string, resource: string]>([
    [true, true, 'iam:GetLoginProfile', user('/alice')],
    [true, true, 'iam:GetUser', user('/team/a/alice')],
    [false, false, 'iam:GetUser', user('/alice/bob')],
    [false, false, 'iam:GetUser', user('/malice')],
    [false, false, 'iam:GetUser', user('/alice2')],
    [false, false, 'iam:ListUsers', '*'],
    [false, true, 'iam:UpdateLoginProfile', user('/alice')],
    [false, false, 'iam:UpdateLoginProfile', user('/bob')],
    [false, false, 'iam:CreateAccessKey', user('/alice')],
    [true, true, 'secretsmanager:DescribeSecret', secret('console/alice')],
    [false, false, 'secretsmanager:DescribeSecret', secret('console/alice-two')],
    [false, false, 'secretsmanager:DescribeSecret', secret('console/bob')],
    [false, true, 'secretsmanager:GetSecretValue', secret('console/alice')],
    [false, false, 'secretsmanager:PutSecretValue', secret('console/alice')],
  ])('plan %s, apply %s: %s on %s', async (plan, apply, action, resource) => {
    expect(await isAllowed(planDocument(grants), { action, resource })).toBe(plan);
    expect(await isAllowed(applyDocument(grants), { action, resource })).toBe(apply);
  });

  test.each<[allowed: boolean, what: string, call: SimulatedCall]>([
    [true, 'for the secret', decryptCall(KEY_ARN, secret('console/alice'))],
    [false, 'for another secret', decryptCall(KEY_ARN, secret('console/bob'))],
    [false, 'past Secrets Manager', { action: 'kms:Decrypt', resource: KEY_ARN }],
  ])('%s: decrypt %s', async (allowed, _, call) => {
    expect(await isAllowed(applyDocument(grants), call)).toBe(allowed);
    expect(await isAllowed(planDocument(grants), call)).toBe(false);
  });
});

test.each<[credentialReport: boolean, cloudTrail: boolean]>([
  [false, false],
  [true, false],
  [true, true],
])('the credential report %s and CloudTrail %s, in both documents', async (credentialReport, cloudTrail) => {
  const watched = { ...grants, witnesses: { credentialReport, cloudTrail } };
  for (const document of [planDocument(watched), applyDocument(watched)]) {
    const allowed = (action: string) => isAllowed(document, { action, resource: '*' });
    expect(await allowed('iam:GetCredentialReport')).toBe(credentialReport);
    expect(await allowed('iam:GenerateCredentialReport')).toBe(credentialReport);
    expect(await allowed('cloudtrail:LookupEvents')).toBe(cloudTrail);
    expect(await allowed('cloudtrail:StopLogging')).toBe(false);
  }
});

const NAME_CHARACTERS = Array.from('ABCabc019_+=,.@-');
const name = fc.string({ unit: fc.constantFrom(...NAME_CHARACTERS), minLength: 1, maxLength: 12 });
const path = fc.array(name).map((parts) => `/${parts.map((part) => `${part}/`).join('')}`);

test('a user by name is covered on every path, and no other user on any', async () => {
  await fc.assert(
    fc.asyncProperty(name, name, path, async (mine, other, ofOther) => {
      const document = planDocument({ ...grants, users: userArns(mine, ANY) });
      const seen = (who: string) => isAllowed(document, { action: 'iam:GetUser', resource: user(ofOther + who) });
      expect(await seen(mine)).toBe(true);
      if (other !== mine) expect(await seen(other)).toBe(false);
    }),
    { numRuns: 40 },
  );
});
