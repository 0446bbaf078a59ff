/** Lives of a login profile that the two roles lead together. */
import type { RunResult } from '../../scripts/demo/run';
import type { Role, Troupe } from './permissions';
import { alice, FIRST, type Scene, SECOND, THIRD } from './scene';

/** What a practitioner learns from one command. */
export interface Episode {
  readonly name: string;
  readonly role: Role;
  /** Of plans Terraform's detailed one: 0 nothing to do, 1 failed, 2 something to do. */
  readonly code: RunResult['code'];
  /** The attributes that the output shows as changed in place. */
  readonly changed: readonly string[];
  /** Whether the output speaks of a missing permission. */
  readonly denied: boolean;
}

const COMMON = ['-no-color', '-input=false'];
const PLAN = ['plan', '-detailed-exitcode', ...COMMON];
const APPLY = ['apply', '-auto-approve', ...COMMON];

/** Attributes that change in place. */
const changedIn = (output: string): string[] =>
  Array.from(output.matchAll(/^\s+~ (\w+)\s+= .*->/gm), ([, name = '']) => name).sort();

const DENIED = /not authorized|is\s+not\s+allowed/;

interface Command {
  readonly name: string;
  readonly role: Role;
  readonly args: readonly string[];
  /** What happens to the account just before. */
  readonly before?: (scene: Scene) => void;
}

const plan = (name: string, before?: Command['before'], ...args: string[]): Command => ({
  name,
  role: 'plan',
  args: [...PLAN, ...args],
  ...(before && { before }),
});
const apply = (name: string, before?: Command['before'], ...args: string[]): Command => ({
  name,
  role: 'apply',
  args: [...APPLY, ...args],
  ...(before && { before }),
});

const recreateUser = ({ aws, secondsPass }: Scene): void => {
  aws.loginProfiles.delete('alice');
  aws.users.delete('alice');
  secondsPass(2);
  aws.users.create({ userName: 'alice' });
  aws.loginProfiles.create({ userName: 'alice', password: THIRD });
};

/** Everything that can happen to a login profile that is watched as it is by default. */
const WHOLE: readonly Command[] = [
  plan('create, planned'),
  apply('create'),
  plan('nothing to do'),
  plan('rotation, planned', ({ aws }) => void aws.secrets.putValue('console/alice', SECOND), '-out=rotation'),
  apply('rotation, as planned', undefined, 'rotation'),
  plan('user made again, refreshed only', recreateUser, '-refresh-only'),
  plan('user made again, planned'),
  apply('user made again'),
  apply('login profile deleted outside', ({ aws }) => aws.loginProfiles.delete('alice')),
  plan('destroy, planned', undefined, '-destroy'),
  apply('destroy', undefined, '-destroy'),
  apply('taken over as it is', (scene) => {
    scene.aws.loginProfiles.create({ userName: 'alice', password: FIRST });
    scene.workspace.write(alice('existing_profile = "trust"'));
  }),
  plan('nothing to do after it'),
  apply('destroyed again', undefined, '-destroy'),
  apply('adopted', (scene) => {
    scene.aws.loginProfiles.create({ userName: 'alice', password: FIRST });
    scene.workspace.write(alice());
  }),
];

const FIVE_HOURS = 5 * 60 * 60;

/** By then the credential report of before has expired. */
const hoursPass = ({ secondsPass }: Scene): void => secondsPass(FIVE_HOURS);

/** One of the two roles meets an account without a credential report, the other one with a report that has expired. */
const WATCHED: readonly Command[] = [
  apply('create', ({ aws }) => void (aws.consistency.iam.credentialReportGenerationMs = 0)),
  plan('another password set, planned', (scene) => {
    hoursPass(scene);
    scene.aws.loginProfiles.update('alice', { password: THIRD });
  }),
  apply('another password set', hoursPass),
];

/** CloudTrail is asked for what was found only. */
const TRAILED: readonly Command[] = [
  apply('create', ({ aws }) => void (aws.consistency.iam.credentialReportGenerationMs = 0)),
  plan('login profile deleted outside, planned', ({ aws }) => aws.loginProfiles.delete('alice')),
  apply('login profile deleted outside'),
];

/** What is configured at first, and what comes then. */
export interface Life {
  readonly hcl: string;
  readonly commands: readonly Command[];
}

export const wholeLife: Life = { hcl: alice(), commands: WHOLE };
export const watchedLife: Life = { hcl: alice('drift_detection = "password"'), commands: WATCHED };
export const trailedLife: Life = { hcl: alice('drift_detection = "trail"'), commands: TRAILED };

/** Leads a life command by command, so that a caller can stop at the first surprise. */
export async function* lead({ hcl, commands }: Life, troupe: Troupe): AsyncGenerator<Episode> {
  await troupe.scene.workspace.init(hcl);
  for (const { name, role, args, before } of commands) {
    before?.(troupe.scene);
    const { code, output } = await troupe.terraform(role, ...args);
    yield { name, role, code, changed: changedIn(output), denied: DENIED.test(output) };
  }
}
