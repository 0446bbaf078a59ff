import { ServiceError } from '../model/service-error';
import type { HiddenSecretValue } from './secret-value';

export const AWSCURRENT = 'AWSCURRENT';
export const AWSPREVIOUS = 'AWSPREVIOUS';

/** Beyond this many, the oldest versions without a label are removed. */
const MAX_VERSIONS = 100;
/** A version younger than this is never removed. */
const MIN_VERSION_AGE_MS = 24 * 60 * 60 * 1000;
const MAX_STAGES_PER_VERSION = 20;

export interface SecretVersion {
  readonly versionId: string;
  readonly value: HiddenSecretValue;
  readonly createdDate: Date;
  readonly kmsKeyId: string | undefined;
  lastAccessedDate?: Date;
}

/** One secret with its versions and the staging labels on them. */
export class Secret {
  readonly tags = new Map<string, string>();
  /** What the secret's resource policy allows to read it: account ids, and ARNs of users, roles and sessions. */
  readonly sharedWith = new Set<string>();
  description?: string;
  /** Undefined means the account's own `aws/secretsmanager` key. */
  kmsKeyId?: string;
  lastAccessedDate?: Date;
  /** When DeleteSecret was called; the secret itself goes at `deletionDate`. */
  deletedDate?: Date;
  deletionDate?: Date;
  readonly #versions = new Map<string, SecretVersion>();
  /** A label sits on one version at most, so it is kept by label. */
  readonly #versionIdByStage = new Map<string, string>();

  constructor(
    readonly arn: string,
    readonly name: string,
    readonly createdDate: Date,
    public lastChangedDate = createdDate,
  ) {}

  version(versionId: string): SecretVersion | undefined {
    return this.#versions.get(versionId);
  }

  /** In the order they were made. */
  versions(): SecretVersion[] {
    return [...this.#versions.values()];
  }

  /** The version that carries a label. */
  versionIdOf(stage: string): string | undefined {
    return this.#versionIdByStage.get(stage);
  }

  /** The labels of a version, in alphabetical order. */
  stagesOf(versionId: string): string[] {
    return [...this.#versionIdByStage].flatMap(([stage, id]) => (id === versionId ? [stage] : [])).sort();
  }

  /** Labelled versions only; undefined without any. */
  versionIdsToStages(): Record<string, string[]> | undefined {
    const labelled: Record<string, string[]> = {};
    for (const [stage, versionId] of [...this.#versionIdByStage].sort()) (labelled[versionId] ??= []).push(stage);
    return this.#versionIdByStage.size > 0 ? labelled : undefined;
  }

  addVersion(version: SecretVersion): void {
    this.#versions.set(version.versionId, version);
    this.lastChangedDate = version.createdDate;
    this.#pruneDeprecated(version.createdDate);
  }

  removeVersion(versionId: string): void {
    for (const stage of this.stagesOf(versionId)) this.#versionIdByStage.delete(stage);
    this.#versions.delete(versionId);
  }

  /**
   * Puts a label on a version, wherever it was before. AWSCURRENT leaves AWSPREVIOUS where it comes from.
   * @throws ServiceError `LimitExceededException` for the 21st label of a version.
   */
  moveStage(stage: string, versionId: string, now: Date): void {
    const former = this.#versionIdByStage.get(stage);
    if (former === versionId) return;
    if (this.stagesOf(versionId).length >= MAX_STAGES_PER_VERSION) {
      const message = `A version can have at most ${MAX_STAGES_PER_VERSION} staging labels.`;
      throw new ServiceError('LimitExceededException', message);
    }
    this.#versionIdByStage.set(stage, versionId);
    if (stage === AWSCURRENT && former !== undefined) this.#versionIdByStage.set(AWSPREVIOUS, former);
    this.lastChangedDate = now;
  }

  detachStage(stage: string, now: Date): void {
    this.#versionIdByStage.delete(stage);
    this.lastChangedDate = now;
  }

  #pruneDeprecated(now: Date): void {
    const labelled = new Set(this.#versionIdByStage.values());
    for (const { versionId, createdDate } of this.#versions.values()) {
      const isYoung = now.getTime() - createdDate.getTime() < MIN_VERSION_AGE_MS;
      // Versions are in order of age: once one is too young, so are the rest.
      if (this.#versions.size <= MAX_VERSIONS || isYoung) return;
      if (!labelled.has(versionId)) this.#versions.delete(versionId);
    }
  }
}
