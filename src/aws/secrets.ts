import { call } from './call';
import type { Clients } from './clients';
import type { Deadline } from './deadline';
import { AwsCallError } from './errors';
import type { SecretContent } from './password';
import { regionOfSecret } from './secret-id';
import { SecretString } from './secret-string';

export interface SecretDescription {
  readonly arn: string;
  readonly name: string;
  /** When its deletion was scheduled; such a secret can be described but not read. */
  readonly deletedDate?: Date;
  /** Staging labels by version id. Versions without a label are not listed. */
  readonly versionIdsToStages: Readonly<Record<string, readonly string[]>>;
}

/** Exactly one of the two. By id the version is read whatever labels it carries by then. */
export type VersionSelector = { readonly versionId: string } | { readonly versionStage: string };

export interface SecretVersion {
  readonly arn: string;
  readonly versionId: string;
  readonly content: SecretContent;
}

export class Secrets {
  readonly #clients: Clients;

  constructor(clients: Clients) {
    this.#clients = clients;
  }

  /** Needs no permission to read the value. @throws AwsCallError `secret-not-found`, `access-denied`, … */
  async describe(secretId: string, until: Deadline): Promise<SecretDescription> {
    const { DescribeSecretCommand } = await this.#clients.sdk();
    const client = await this.#clients.secretsManager(regionOfSecret(secretId));
    const operation = 'secretsmanager:DescribeSecret';
    const command = new DescribeSecretCommand({ SecretId: secretId });
    const output = await call(operation, until, (options) => client.send(command, options));
    if (output.ARN === undefined) throw emptyAnswer(operation, 'the answer holds no secret');
    return {
      arn: output.ARN,
      name: output.Name ?? secretId,
      ...(output.DeletedDate !== undefined && { deletedDate: output.DeletedDate }),
      versionIdsToStages: output.VersionIdsToStages ?? {},
    };
  }

  /** Reads one version. @throws AwsCallError `secret-not-found`, `secret-version-not-found`, `secret-pending-deletion`, `kms`, … */
  async getValue(secretId: string, version: VersionSelector, until: Deadline): Promise<SecretVersion> {
    const { GetSecretValueCommand } = await this.#clients.sdk();
    const client = await this.#clients.secretsManager(regionOfSecret(secretId));
    const operation = 'secretsmanager:GetSecretValue';
    const command = new GetSecretValueCommand({
      SecretId: secretId,
      ...('versionId' in version ? { VersionId: version.versionId } : { VersionStage: version.versionStage }),
    });
    const output = await call(operation, until, (options) => client.send(command, options));
    if (output.ARN === undefined || output.VersionId === undefined)
      throw emptyAnswer(operation, 'the answer holds no version');
    const content = output.SecretString === undefined ? 'binary' : new SecretString(output.SecretString);
    return { arn: output.ARN, versionId: output.VersionId, content };
  }
}

/** The version that carries the label, or `undefined` where none does. A label sits on one version at most. */
export const versionWithStage = (secret: SecretDescription, stage: string): string | undefined =>
  Object.entries(secret.versionIdsToStages).find(([, stages]) => stages.includes(stage))?.[0];

const emptyAnswer = (operation: string, text: string) =>
  new AwsCallError({ operation, failure: 'service', code: 'EmptyAnswer', text });
