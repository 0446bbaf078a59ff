/** Two roles with nothing but their policy documents. */
import type { PolicyDocument } from '../../src';
import type { JournalEntry } from '../../src/local-aws/journal';
import type { RunResult } from '../../scripts/demo/run';
import { decryptCall, isAllowed, type SimulatedCall } from './iam-simulator';
import type { Scene } from './scene';

export const KEY_ARN = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

export type Role = 'plan' | 'apply';
export type Documents = Readonly<Record<Role, PolicyDocument>>;

/** Everything that AWS could be asked about the scene's user and secret. */
const OPERATIONS = [
  'iam:GetUser',
  'iam:GetLoginProfile',
  'iam:CreateLoginProfile',
  'iam:UpdateLoginProfile',
  'iam:DeleteLoginProfile',
  'iam:GetCredentialReport',
  'iam:GenerateCredentialReport',
  'cloudtrail:LookupEvents',
  'secretsmanager:DescribeSecret',
  'secretsmanager:GetSecretValue',
] as const;

/** A document without an action; a statement that is left with none goes too. */
export const without = (document: PolicyDocument, action: string): PolicyDocument => ({
  ...document,
  Statement: document.Statement.map((statement) => ({
    ...statement,
    Action: statement.Action.filter((name) => name !== action),
  })).filter(({ Action }) => Action.length > 0),
});

const USER_ARN = 'arn:aws:iam::111122223333:user/alice';

/** About the whole account. */
const isAboutAccount = (operation: string): boolean => /CredentialReport$|^cloudtrail:/.test(operation);

/** What a call in the journal asks permission for: the secret's value also for its key. */
function permissionsOf({ operation }: Pick<JournalEntry, 'operation'>, { aws }: Scene): SimulatedCall[] {
  if (isAboutAccount(operation)) return [{ action: operation, resource: '*' }];
  if (!operation.startsWith('secretsmanager:')) return [{ action: operation, resource: USER_ARN }];
  const secret = aws.secrets.get('console/alice');
  const call = { action: operation, resource: secret?.arn ?? '' };
  return operation === 'secretsmanager:GetSecretValue' && secret !== undefined
    ? [call, decryptCall(KEY_ARN, secret.arn)]
    : [call];
}

const everyAllowed = async (document: PolicyDocument, calls: readonly SimulatedCall[]): Promise<boolean> =>
  (await Promise.all(calls.map((call) => isAllowed(document, call)))).every(Boolean);

/** The calls in the journal that the document of the caller's role does not allow. */
export async function callsBeyond(documents: Documents, troupe: Troupe): Promise<string[]> {
  const beyond: string[] = [];
  for (const entry of troupe.scene.aws.journal.entries) {
    const role = troupe.roleOf(entry);
    if (role === undefined || !(await everyAllowed(documents[role], permissionsOf(entry, troupe.scene)))) {
      beyond.push(`${role ?? 'nobody'}: ${entry.operation}`);
    }
  }
  return beyond;
}

/** The scene with an identity for each role; the local AWS denies each what its document does not allow. */
export class Troupe {
  readonly #environments: Readonly<Record<Role, NodeJS.ProcessEnv>>;
  readonly #roles: ReadonlyMap<string | undefined, Role>;

  private constructor(
    readonly scene: Scene,
    keys: Readonly<Record<Role, { readonly accessKeyId: string; readonly secretAccessKey: string }>>,
  ) {
    this.#environments = { plan: scene.aws.environment(keys.plan), apply: scene.aws.environment(keys.apply) };
    this.#roles = new Map([
      [keys.plan.accessKeyId, 'plan'],
      [keys.apply.accessKeyId, 'apply'],
    ]);
  }

  static async gather(scene: Scene, documents: Documents): Promise<Troupe> {
    const { identities, faults } = scene.aws;
    const key = (role: string) => identities.add({ arn: `arn:aws:sts::111122223333:assumed-role/${role}/terraform` });
    const troupe = new Troupe(scene, { plan: key('Plan'), apply: key('Apply') });
    for (const [accessKeyId, role] of troupe.#roles) {
      for (const operation of OPERATIONS) {
        if (await everyAllowed(documents[role], permissionsOf({ operation }, scene))) continue;
        const code = operation.startsWith('iam:') ? 'AccessDenied' : 'AccessDeniedException';
        faults.add({ operation, accessKeyId, times: Infinity, fault: { kind: 'error', code } });
      }
    }
    return troupe;
  }

  roleOf({ accessKeyId }: JournalEntry): Role | undefined {
    return this.#roles.get(accessKeyId);
  }

  terraform(role: Role, ...args: string[]): Promise<RunResult> {
    return this.scene.workspace.terraformWith(this.#environments[role], ...args);
  }
}
