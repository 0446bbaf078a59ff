import { startLocalAws } from '../../../src/local-aws';
import type { Scene } from '../scene';
import { Workspace } from '../workspace';
import type { AwsProviderStandIn } from './install';

export const PROVIDERS = 'provider "aws" {}\nprovider "iam" {}';

/** An empty local AWS, and a folder in which Terraform has both providers. Variables are Terraform's, by name. */
export async function startComposedScene(
  standIn: AwsProviderStandIn,
  variables: Readonly<Record<string, string>> = {},
): Promise<Scene> {
  let offsetMs = 0;
  const aws = await startLocalAws({ now: () => new Date(Date.now() + offsetMs) });
  const given = Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, value] as const);
  const environment: NodeJS.ProcessEnv = Object.fromEntries(given);
  const workspace = new Workspace({ ...aws.environment(), ...environment });
  standIn.install(workspace.stack);
  return { aws, workspace, secondsPass: (seconds) => void (offsetMs += seconds * 1000) };
}

/** Ephemeral here and write-only where it goes: neither plan nor state gets to see it. */
export const FIRST_PASSWORD = `
variable "first_password" {
  type      = string
  sensitive = true
  ephemeral = true
}`;

/** A user, a secret and its value, all of the AWS provider's resources; `revision` says when the value changes. */
export const carol = ({ name = 'carol', revision = 1, user = '' } = {}): string => `${FIRST_PASSWORD}
resource "aws_iam_user" "carol" {
  name = "${name}"
  ${user}
}
resource "aws_secretsmanager_secret" "carol" {
  name = "console/carol"
}
resource "aws_secretsmanager_secret_version" "carol" {
  secret_id                = aws_secretsmanager_secret.carol.id
  secret_string_wo         = var.first_password
  secret_string_wo_version = ${revision}
}
`;

/** As `SecretPassword.fromSecretVersion` writes it. */
export const BY_VERSION = `
  secret_id         = aws_secretsmanager_secret_version.carol.secret_id
  secret_version_id = aws_secretsmanager_secret_version.carol.version_id`;

/** As `SecretPassword.fromSecret` writes it, after the version that this configuration writes. */
export const BY_LABEL = `
  secret_id  = aws_secretsmanager_secret.carol.arn
  depends_on = [aws_secretsmanager_secret_version.carol]`;

/** The login profile of that user; further arguments as lines of HCL. */
export const login = (secret = BY_VERSION, ...lines: string[]): string => `
resource "iam_login_profile" "carol" {
  user_name = aws_iam_user.carol.name
  ${[secret, ...lines].join('\n  ')}
}`;
