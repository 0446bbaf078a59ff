import { randomUUID } from 'node:crypto';
import type { AccountScope } from '../account-scope';
import { secretArnSuffix } from '../identifiers';
import { ServiceError } from '../model/service-error';
import { AWSCURRENT, Secret, type SecretVersion } from './secret';
import { HiddenSecretValue, type SecretValue } from './secret-value';

export interface NewSecret extends SecretValue {
  /** 1-512 of `A-Za-z0-9/_+=.@!-`. */
  readonly name: string;
  readonly description?: string;
  readonly kmsKeyId?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** 32-64 characters. @default a UUID */
  readonly versionId?: string;
}

export interface NewVersion {
  /** @default AWSCURRENT */
  readonly stages?: readonly string[];
  /** 32-64 characters. @default a UUID */
  readonly versionId?: string;
}

export interface CreatedSecret {
  readonly arn: string;
  readonly name: string;
  /** Absent where the secret was made without a value. */
  readonly versionId?: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const DEFAULT_RECOVERY_WINDOW_DAYS = 30;
const LOOKS_LIKE_A_FULL_ARN = /-[A-Za-z0-9]{6}$/;

export const noSuchSecret = () =>
  new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");

const pendingDeletion = () =>
  new ServiceError(
    'InvalidRequestException',
    "You can't perform this operation on the secret because it was marked for deletion.",
  );

const nameTaken = (existing: Secret) =>
  existing.deletedDate === undefined
    ? new ServiceError(
        'ResourceExistsException',
        `The operation failed because the secret ${existing.name} already exists.`,
      )
    : new ServiceError(
        'InvalidRequestException',
        "You can't create this secret because a secret with this name is already scheduled for deletion.",
      );

/** The secrets of one account in one Region; every method acts at once and leaves no trace in the journal. */
export class Secrets {
  readonly #scope: AccountScope;
  readonly #byName = new Map<string, Secret>();

  constructor(scope: AccountScope) {
    this.#scope = scope;
  }

  /** @throws ServiceError `ResourceExistsException`, or `InvalidRequestException` while a deletion is pending. */
  create({ name, description, kmsKeyId, tags = {}, versionId, ...value }: NewSecret): CreatedSecret {
    const existing = this.get(name);
    if (existing !== undefined) throw nameTaken(existing);
    const arn = this.#scope.regionalArn('secretsmanager', `secret:${name}-${secretArnSuffix()}`);
    const secret = new Secret(arn, name, this.#scope.now());
    secret.description = description;
    secret.kmsKeyId = kmsKeyId;
    for (const [key, tag] of Object.entries(tags)) secret.tags.set(key, tag);
    this.#byName.set(name, secret);
    if (value.secretString === undefined && value.secretBinary === undefined) return { arn, name };
    return { arn, name, versionId: this.addVersion(secret, new HiddenSecretValue(value), { versionId }) };
  }

  /** By name, ARN, or ARN without its random ending; scheduled deletions are found too. */
  get(secretId: string): Secret | undefined {
    const secret = secretId.startsWith('arn:') ? this.#byArn(secretId) : this.#byName.get(secretId);
    if (secret?.deletionDate === undefined || secret.deletionDate > this.#scope.now()) return secret;
    this.#byName.delete(secret.name);
    return undefined;
  }

  /** @throws ServiceError `ResourceNotFoundException` */
  require(secretId: string): Secret {
    const secret = this.get(secretId);
    if (secret === undefined) throw noSuchSecret();
    return secret;
  }

  /** @throws ServiceError `ResourceNotFoundException`, or `InvalidRequestException` while a deletion is pending. */
  requireActive(secretId: string): Secret {
    const secret = this.require(secretId);
    if (secret.deletedDate !== undefined) throw pendingDeletion();
    return secret;
  }

  /** Adds a version and answers its id. @throws ServiceError */
  putValue(secretId: string, value: string | Uint8Array, version: NewVersion = {}): string {
    const given = typeof value === 'string' ? { secretString: value } : { secretBinary: value };
    return this.addVersion(this.requireActive(secretId), new HiddenSecretValue(given), version);
  }

  /** Puts a label on a version, wherever it was. @throws ServiceError `ResourceNotFoundException` */
  moveStage(secretId: string, stage: string, versionId: string): void {
    const secret = this.requireActive(secretId);
    if (secret.version(versionId) === undefined) throw noSuchVersion(versionId);
    secret.moveStage(stage, versionId, this.#scope.now());
  }

  /** Takes a version away at once, labels and all, as Secrets Manager does in time to those without labels. */
  pruneVersion(secretId: string, versionId: string): void {
    this.require(secretId).removeVersion(versionId);
  }

  /** @returns when the secret will be gone. */
  scheduleDeletion(secretId: string, recoveryWindowInDays = DEFAULT_RECOVERY_WINDOW_DAYS): Date {
    const secret = this.requireActive(secretId);
    secret.deletedDate = this.#scope.now();
    secret.deletionDate = new Date(secret.deletedDate.getTime() + recoveryWindowInDays * DAY_MS);
    return secret.deletionDate;
  }

  /**
   * Lets callers of other accounts in, as a resource policy does. They must name the secret by its full ARN, and
   * read its value only where the secret has a KMS key of its own.
   * @param principals account ids, or ARNs of users, roles and sessions
   * @throws ServiceError `ResourceNotFoundException`
   */
  share(secretId: string, ...principals: readonly string[]): void {
    const { sharedWith } = this.require(secretId);
    for (const principal of principals) sharedWith.add(principal);
  }

  /** Calls a scheduled deletion off. */
  restore(secretId: string): void {
    const secret = this.require(secretId);
    secret.deletedDate = undefined;
    secret.deletionDate = undefined;
  }

  deleteNow(secretId: string): void {
    this.#byName.delete(this.require(secretId).name);
  }

  /** Adds a version with its labels and answers its id. */
  addVersion(secret: Secret, value: HiddenSecretValue, { stages = [AWSCURRENT], versionId }: NewVersion): string {
    const now = this.#scope.now();
    const version: SecretVersion = {
      versionId: versionId ?? randomUUID(),
      value,
      createdDate: now,
      kmsKeyId: secret.kmsKeyId,
    };
    secret.addVersion(version);
    for (const stage of stages) secret.moveStage(stage, version.versionId, now);
    return version.versionId;
  }

  #byArn(arn: string): Secret | undefined {
    const prefix = this.#scope.regionalArn('secretsmanager', 'secret:');
    if (!arn.startsWith(prefix)) return undefined;
    const name = arn.slice(prefix.length);
    const secret = this.#byName.get(name.replace(LOOKS_LIKE_A_FULL_ARN, ''));
    if (secret?.arn === arn) return secret;
    // What ends like a full ARN is taken for one, so a partial ARN of such a name finds nothing.
    return LOOKS_LIKE_A_FULL_ARN.test(name) ? undefined : this.#byName.get(name);
  }
}

export const noSuchVersion = (versionId: string) =>
  new ServiceError(
    'ResourceNotFoundException',
    `Secrets Manager can't find the specified secret value for VersionId: ${versionId}`,
  );
