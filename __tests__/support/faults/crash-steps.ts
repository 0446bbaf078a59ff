/** The steps of a login profile's life that are struck down: how each begins, and what may be true while it lasts. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultRule } from '../../../src/local-aws';
import type { RunResult } from '../../../scripts/demo/run';
import { alice, type Scene } from '../scene';

export const ADDRESS = 'iam_login_profile.alice';
const SECRET = 'console/alice';

/** What a user can sign in with; null for no console access. */
type SignIn = { readonly password: string; readonly mustReset?: boolean } | null;
/** By user name. */
export type Access = Readonly<Record<string, SignIn>>;

/** A step that is ready to be planned. */
export interface Prepared {
  /** In order: as it was, as it is after each write, as it was to be. */
  readonly accesses: readonly Access[];
  /** The writes that are right, as {@link describeWrite} names them; also those of the apply that recovers. */
  readonly allowed: readonly string[];
  /** Happens between plan and apply. */
  readonly afterPlan?: () => void;
}

export interface Step {
  /** What it calls where nothing cuts it off, the refused calls included: a strike falls before, between or after. */
  readonly calls: readonly string[];
  /** How many writes it makes. */
  readonly writes: number;
  readonly isDestroy?: boolean;
  readonly prepare: (stage: CrashStage) => Promise<Prepared>;
}

/** One resource in one folder, and the passwords so far: a new one each time, so that none passes for another. */
export class CrashStage {
  private readonly passwords: string[] = [];
  private userName = 'alice';
  private mustReset = false;

  constructor(readonly scene: Scene) {}

  async init(): Promise<void> {
    this.putPassword();
    await this.scene.workspace.init(alice());
  }

  /** The two passwords that a step may have to do with. */
  get current(): readonly string[] {
    return this.passwords.slice(-2);
  }

  newPassword(): string {
    const password = `Str1ke ${this.passwords.length} & "quoted" <pass>/+ö`;
    this.passwords.push(password);
    return password;
  }

  /** A new version of the secret. */
  putPassword(): { readonly was: string; readonly password: string } {
    const was = this.passwords.at(-1) ?? '';
    const password = this.newPassword();
    this.scene.aws.secrets.putValue(SECRET, password);
    return { was, password };
  }

  /** The password in force, after a step has come to its end. */
  get password(): string {
    return this.passwords.at(-1) ?? '';
  }

  async exists(): Promise<void> {
    const { workspace } = this.scene;
    if (workspace.stateOf(ADDRESS) === undefined) succeeded(await workspace.apply());
  }

  async isGone(): Promise<void> {
    const { workspace } = this.scene;
    if (workspace.stateOf(ADDRESS) !== undefined) succeeded(await workspace.destroy());
  }

  /** Terraform knows of nothing, as after a lost state. */
  forget(): void {
    const { stack } = this.scene.workspace;
    for (const file of readdirSync(stack).filter((name) => name.startsWith('terraform.tfstate')))
      rmSync(join(stack, file));
  }

  /** Points the resource to the other of two names. */
  turnTo(other: string): { readonly from: string; readonly to: string } {
    const from = this.userName;
    this.userName = from === 'alice' ? other : 'alice';
    this.write();
    return { from, to: this.userName };
  }

  turnFlag(): { readonly was: boolean; readonly mustReset: boolean } {
    const was = this.mustReset;
    this.mustReset = !was;
    this.write();
    return { was, mustReset: this.mustReset };
  }

  private write(): void {
    const resource = alice(`password_reset_required = ${this.mustReset}`);
    this.scene.workspace.write(resource.replace('user_name = "alice"', `user_name = "${this.userName}"`));
  }
}

const UPDATE = 'iam:UpdateLoginProfile';
const CREATE = 'iam:CreateLoginProfile';
const DELETE = 'iam:DeleteLoginProfile';
const GET_USER = 'iam:GetUser';

async function prepareCreate(stage: CrashStage): Promise<Prepared> {
  await stage.isGone();
  const { password } = stage.putPassword();
  return { accesses: [{ alice: null }, { alice: { password } }], allowed: ['Create alice', 'Update alice'] };
}

async function prepareRotation(stage: CrashStage): Promise<Prepared> {
  await stage.exists();
  const { was, password } = stage.putPassword();
  return { accesses: [{ alice: { password: was } }, { alice: { password } }], allowed: ['Update alice'] };
}

async function prepareDelete(stage: CrashStage): Promise<Prepared> {
  await stage.exists();
  const { password } = stage;
  return { accesses: [{ alice: { password } }, { alice: null }], allowed: ['Delete alice'] };
}

/** Back and forth between two users. */
async function prepareMove(stage: CrashStage): Promise<Prepared> {
  const { aws } = stage.scene;
  if (aws.users.get('bob') === undefined) aws.users.create({ userName: 'bob' });
  await stage.exists();
  const { from, to } = stage.turnTo('bob');
  const { was, password } = stage.putPassword();
  return {
    accesses: [
      { [from]: { password: was }, [to]: null },
      { [from]: { password: was }, [to]: { password } },
      { [from]: null, [to]: { password } },
    ],
    allowed: [`Create ${to}`, `Update ${to}`, `Delete ${from}`],
  };
}

/** Up and down, without a password. */
async function prepareFlag(stage: CrashStage): Promise<Prepared> {
  await stage.exists();
  const { password } = stage;
  const { was, mustReset } = stage.turnFlag();
  return {
    accesses: [{ alice: { password, mustReset: was } }, { alice: { password, mustReset } }],
    allowed: ['Flag of alice'],
  };
}

/** As where another resource of the same apply renames the user. Cut off, the new name is taken over by the next one. */
async function prepareRename(stage: CrashStage): Promise<Prepared> {
  await stage.exists();
  const { password } = stage;
  const { from, to } = stage.turnTo('anna');
  const afterPlan = (): void => void stage.scene.aws.users.rename(from, { newUserName: to });
  return { accesses: [{ [to]: { password } }], allowed: [`Update ${to}`], afterPlan };
}

/** A login profile that somebody else has made. */
async function prepareAdoption(stage: CrashStage): Promise<Prepared> {
  const { loginProfiles } = stage.scene.aws;
  stage.forget();
  const theirs = stage.newPassword();
  if (loginProfiles.get('alice') === undefined) loginProfiles.create({ userName: 'alice', password: theirs });
  else loginProfiles.update('alice', { password: theirs });
  const { password } = stage.putPassword();
  return { accesses: [{ alice: { password: theirs } }, { alice: { password } }], allowed: ['Update alice'] };
}

/** The same, with calls that AWS refuses once for now. */
const meeting =
  (prepare: Step['prepare'], ...rules: readonly FaultRule[]): Step['prepare'] =>
  async (stage) => ({
    ...(await prepare(stage)),
    afterPlan: () => {
      for (const rule of rules) stage.scene.aws.faults.add(rule);
    },
  });

const refusal = (operation: string, code: string): FaultRule => ({ operation, fault: { kind: 'error', code } });

export const STEPS = {
  create: { calls: [CREATE], writes: 1, prepare: prepareCreate },
  rotation: { calls: [UPDATE], writes: 1, prepare: prepareRotation },
  delete: { calls: [DELETE], writes: 1, isDestroy: true, prepare: prepareDelete },
  move: { calls: [CREATE, DELETE], writes: 2, prepare: prepareMove },
  flag: { calls: [UPDATE], writes: 1, prepare: prepareFlag },
  rename: { calls: [], writes: 0, prepare: prepareRename },
  adoption: { calls: [UPDATE], writes: 1, prepare: prepareAdoption },
  // The SDK's wait before it tries again.
  'throttled rotation': {
    calls: [UPDATE, UPDATE],
    writes: 1,
    prepare: meeting(prepareRotation, refusal(UPDATE, 'Throttling')),
  },
  // Our own waits: for a user who is not visible yet, and for one whom IAM is busy with.
  'create that waits': {
    calls: [GET_USER, GET_USER, CREATE, CREATE],
    writes: 1,
    prepare: meeting(
      prepareCreate,
      refusal(GET_USER, 'NoSuchEntity'),
      refusal(CREATE, 'EntityTemporarilyUnmodifiable'),
    ),
  },
} satisfies Record<string, Step>;

export type StepName = keyof typeof STEPS;

export const STEP_NAMES = Object.keys(STEPS) as StepName[];

/** A run that only sets the stage. */
function succeeded({ code, output }: RunResult): void {
  if (code !== 0) throw new Error(output);
}
