/** What AWS would say to a call, by an evaluator of IAM policies that is not ours. */
import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { PolicyDocument } from '../../src';

export interface SimulatedCall {
  /** As a policy names it: `iam:GetUser`. */
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

const ACCOUNT = '111122223333';

/** KMS asks the key's own policy first; this is the usual one, which leaves the decision to the account's policies. */
const KEY_POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }],
};

/** The evaluator knows variable parts of a condition key behind a slash only; another text key stands in for this one. */
const ENCRYPTION_CONTEXT = 'kms:EncryptionContext:SecretARN';
const ITS_STAND_IN = 'kms:RequestAlias';

const readable = <T extends object>(of: T): T =>
  JSON.parse(JSON.stringify(of).replaceAll(ENCRYPTION_CONTEXT, ITS_STAND_IN)) as T;

/**
 * Whether a role that has this document and nothing else may make the call.
 * @throws Error where the document or the call is malformed: an unknown action, a resource of another kind
 */
export async function isAllowed(document: PolicyDocument, call: SimulatedCall): Promise<boolean> {
  // Never refused, whatever the policies say.
  if (call.action === 'sts:GetCallerIdentity') return true;
  const [, partition = 'aws', , , account = ACCOUNT] = call.resource.split(':');
  const owner = account === '' ? ACCOUNT : account;
  const result = await runSimulation(
    {
      request: {
        principal: `arn:${partition}:iam::${ACCOUNT}:role/Terraform`,
        action: call.action,
        resource: { resource: call.resource, accountId: owner },
        contextVariables: readable({ ...call.context }),
      },
      identityPolicies: [{ name: 'document', policy: readable(document) }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(call.action.startsWith('kms:') && { resourcePolicy: KEY_POLICY }),
    },
    {},
  );
  if (result.resultType === 'error') throw new Error(`${call.action}: ${JSON.stringify(result.errors)}`);
  return result.overallResult === 'Allowed';
}

/** What Secrets Manager does on the caller's behalf to open a secret with a key of its own. */
export const decryptCall = (keyArn: string, secretArn: string): SimulatedCall => ({
  action: 'kms:Decrypt',
  resource: keyArn,
  context: {
    'kms:ViaService': `secretsmanager.${keyArn.split(':')[3] ?? ''}.amazonaws.com`,
    [ENCRYPTION_CONTEXT]: secretArn,
  },
});
