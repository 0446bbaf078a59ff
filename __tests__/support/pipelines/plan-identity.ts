import type { LocalAws } from '../../../src/local-aws';

const WRITES = ['Create', 'Update', 'Delete', 'Put', 'Attach', 'Detach', 'Tag', 'Untag', 'Restore', 'Rotate'];

/** What the plan role must do without: every write, and reading a secret's value. */
const DENIED = [
  ...WRITES.flatMap((verb) => [`iam:${verb}*`, `secretsmanager:${verb}*`]),
  'secretsmanager:GetSecretValue',
];

/** Whether an ARN is that of a session of the role. */
export const isSessionOf = (roleName: string, arn: string | undefined): boolean =>
  arn?.includes(`:assumed-role/${roleName}/`) === true;

/** From now on every session of the role is refused what a plan must never need. */
export function denyWritesAndSecrets(aws: LocalAws, roleName: string): void {
  const addSession = aws.identities.addSession.bind(aws.identities);
  aws.identities.addSession = (session) => {
    const credentials = addSession(session);
    if (isSessionOf(roleName, session.arn)) {
      for (const operation of DENIED) {
        const code = operation.startsWith('iam:') ? 'AccessDenied' : 'AccessDeniedException';
        const fault = { kind: 'error', code, status: operation.startsWith('iam:') ? 403 : 400 } as const;
        aws.faults.add({ operation, accessKeyId: credentials.accessKeyId, times: Infinity, fault });
      }
    }
    return credentials;
  };
}

/** The calls of a role's sessions, those that it was refused included. */
export const callsOf = (aws: LocalAws, roleName: string): string[] =>
  aws.journal.entries.filter(({ callerArn }) => isSessionOf(roleName, callerArn)).map(({ operation }) => operation);
