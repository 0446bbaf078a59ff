import type { Operation } from './faults';
import type { ProviderBlock, Stage } from './stage';
import type { Seams } from './terraform-core';
import type { Goal } from './terraform-goal';

/**
 * What becomes of a step when a call fails for good.
 *
 * - `must`: the step fails; `must be first` too, where one that is there already is not taken over; `refresh`, `import`
 *   and `data` too, where a login profile that is not there is an answer.
 * - `former`: the step fails after it has done its work; what remains is told.
 * - `warns`: a warning says so. `foretells` too, where a user who is not there yet is an answer.
 * - `early`: a look ahead at a create, of which only what no apply could get past is an error.
 * - `early, then must`: where the look ahead failed, the apply asks once more.
 * - `spare`: done without, by sending the password.
 * - `report`: a warning says that the credential report is not available; `names`: the story of what was found names
 *   nobody.
 */
export type Weight =
  | 'must'
  | 'must be first'
  | 'data'
  | 'refresh'
  | 'import'
  | 'former'
  | 'warns'
  | 'foretells'
  | 'early'
  | 'early, then must'
  | 'spare'
  | 'report'
  | 'names';

export interface PlannedCall {
  readonly operation: Operation;
  readonly weight: Weight;
  /** Which faults it meets; `some`, one of each kind, where other steps have the rest. @default all */
  readonly faults?: 'some';
  /** Made together with another one of its operation: which of them meets what is left of a burst is not known. */
  readonly isSideBySide?: true;
}

/** One way in which a login profile is brought to where the configuration wants it. */
export interface Step {
  readonly name: string;
  readonly provider?: ProviderBlock;
  readonly prepare?: (stage: Stage) => Promise<void> | void;
  readonly goal: (stage: Stage) => Goal;
  readonly seams?: (stage: Stage) => Seams;
  /** In order where they are not made side by side. */
  readonly calls: { readonly plan: readonly PlannedCall[]; readonly apply: readonly PlannedCall[] };
  /** The operations that meet faults, where other steps have the rest. @default all */
  readonly faulted?: readonly Operation[];
  /** What the refresh finds, and apply mends. @default in_sync */
  readonly finds?: 'recreated' | 'unverified';
  /** The only calls that tell that something is due: where one is forbidden, there is a warning, and nothing to do. */
  readonly foundBy?: readonly Operation[];
  /** @default applied */
  readonly ends?: 'nothing to do';
  /** What to bring about after a failure, where it is not the goal itself. */
  readonly recovery?: (stage: Stage) => Goal;
  /** The one password that signs in, by user, in the end; null for no console access. */
  readonly after: Readonly<Record<string, string | null>>;
}

export const call =
  (weight: Weight) =>
  (operation: Operation): PlannedCall => ({ operation, weight });
export const some = (planned: PlannedCall): PlannedCall => ({ ...planned, faults: 'some' });
export const must = call('must');
export const warns = call('warns');
export const early = call('early');
export const foretells = call('foretells');

export const GET_PROFILE = 'iam:GetLoginProfile';
export const GET_USER = 'iam:GetUser';
export const CREATE = 'iam:CreateLoginProfile';
export const UPDATE = 'iam:UpdateLoginProfile';
export const DELETE = 'iam:DeleteLoginProfile';
export const GET_REPORT = 'iam:GetCredentialReport';
export const MAKE_REPORT = 'iam:GenerateCredentialReport';
export const GET_CALLER = 'sts:GetCallerIdentity';
export const LOOK_UP = 'cloudtrail:LookupEvents';
export const DESCRIBE = 'secretsmanager:DescribeSecret';
export const GET_VALUE = 'secretsmanager:GetSecretValue';
