import type { AccountScope } from '../account-scope';
import type { Secret } from './secret';

/** How long Secrets Manager takes to agree with itself after a call. All off by default. */
export interface SecretsConsistency {
  /** How many DescribeSecret calls still show the labels as they were before a change. @default 0 */
  staleDescribesAfterChange: number;
  /** How long a secret deleted by force can still be described, in milliseconds; about 2000 in AWS. @default 0 */
  describableAfterForcedDeletionMs: number;
}

type Stages = ReturnType<Secret['versionIdsToStages']>;

/** What readers do not see yet of a change made through the API. */
export class SecretPropagation {
  readonly settings: SecretsConsistency = { staleDescribesAfterChange: 0, describableAfterForcedDeletionMs: 0 };
  readonly #scope: AccountScope;
  readonly #stale = new WeakMap<Secret, { readonly stages: Stages; remaining: number }>();
  readonly #ghosts = new Map<string, { readonly secret: Secret; readonly until: number }>();

  constructor(scope: AccountScope) {
    this.#scope = scope;
  }

  /** Makes a change to the labels of a secret; readers may go on seeing the former ones. */
  change<T>(secret: Secret, act: () => T): T {
    const stages = secret.versionIdsToStages();
    const result = act();
    const remaining = this.settings.staleDescribesAfterChange;
    if (remaining > 0) this.#stale.set(secret, { stages, remaining });
    return result;
  }

  shownStages(secret: Secret): Stages {
    const stale = this.#stale.get(secret);
    if (stale === undefined || stale.remaining === 0) return secret.versionIdsToStages();
    stale.remaining -= 1;
    return stale.stages;
  }

  forceDeleted(secret: Secret): void {
    const ghost = { secret, until: this.#scope.now().getTime() + this.settings.describableAfterForcedDeletionMs };
    this.#ghosts.set(secret.name, ghost).set(secret.arn, ghost);
  }

  /** A secret that is gone but can still be described. */
  ghost(secretId: string): Secret | undefined {
    const ghost = this.#ghosts.get(secretId);
    if (ghost !== undefined && ghost.until > this.#scope.now().getTime()) return ghost.secret;
    this.#ghosts.delete(secretId);
    return undefined;
  }
}
