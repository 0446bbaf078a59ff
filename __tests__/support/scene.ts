import { type LocalAws, startLocalAws } from '../../src/local-aws';
import { FIRST } from './passwords';
import { Workspace } from './workspace';

export { FIRST, SECOND, THIRD } from './passwords';

/** A local AWS with the user alice and the secret console/alice, and a folder in which Terraform runs against it. */
export interface Scene {
  readonly aws: LocalAws;
  readonly workspace: Workspace;
  /** Moves AWS's clock on: creation dates are to the second. */
  readonly secondsPass: (seconds: number) => void;
}

/** @param clockOffsetMs by how much AWS's clock is ahead of this machine's */
export async function startScene(secretString: string = FIRST, clockOffsetMs = 0): Promise<Scene> {
  let offsetMs = clockOffsetMs;
  const aws = await startLocalAws({ now: () => new Date(Date.now() + offsetMs) });
  aws.users.create({ userName: 'alice' });
  aws.secrets.create({ name: 'console/alice', secretString });
  const secondsPass = (seconds: number) => void (offsetMs += seconds * 1000);
  return { aws, workspace: new Workspace(aws.environment()), secondsPass };
}

/** @throws where a run has left a password behind */
export async function endScene({ aws, workspace }: Scene): Promise<void> {
  await aws.stop();
  workspace.close();
}

/** The resource for alice; further arguments as lines of HCL. */
export const alice = (...lines: string[]): string =>
  [
    'resource "iam_login_profile" "alice" {',
    '  user_name = "alice"',
    '  secret_id = "console/alice"',
    ...lines.map((line) => `  ${line}`),
    '}',
  ].join('\n');

/** Terraform wraps its messages and draws a bar beside them; read as one line they can be compared. */
export const unwrapped = (output: string): string => output.replace(/[│╷╵\s]+/g, ' ');

/** The operations in the journal, in order, those that match. */
export const operations = (aws: LocalAws, pattern = /./): string[] =>
  aws.journal.operations().filter((operation) => pattern.test(operation));
