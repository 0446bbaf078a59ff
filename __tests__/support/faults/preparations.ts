import { SECOND, type Stage, THIRD } from './stage';
import {
  call,
  DESCRIBE,
  early,
  GET_CALLER,
  GET_PROFILE,
  GET_REPORT,
  GET_VALUE,
  MAKE_REPORT,
  must,
  some,
  UPDATE,
  warns,
} from './step';

export const refresh = [call('refresh')(GET_PROFILE), warns(DESCRIBE)];
export const lookAhead = [early(GET_PROFILE), early(DESCRIBE)];
export const lookAgain = [call('early, then must')(GET_PROFILE), early(DESCRIBE)];
/** Other steps have the rest of its faults. */
export const caller = some(must(GET_CALLER));
/** Who has a role, and who assumes it. */
export const callers = [caller, caller].map((one) => ({ ...one, isSideBySide: true as const }));
export const send = [must(GET_VALUE), must(UPDATE)];

export const applied =
  (more: object = {}) =>
  async (stage: Stage): Promise<void> => {
    await stage.settle(stage.profile(more));
  };

export async function rotated(stage: Stage): Promise<void> {
  await applied()(stage);
  stage.aws.secrets.putValue('console/alice', SECOND);
}

export const json = (password: string, host: string) => JSON.stringify({ password, host });

export const reported = [call('report')(GET_REPORT), call('report')(MAKE_REPORT), call('report')(GET_REPORT)];

/** Applied, watched by the witnesses, and with no credential report made yet. */
export const watched =
  (drift_detection: 'password' | 'trail') =>
  async (stage: Stage): Promise<void> => {
    stage.aws.consistency.iam.credentialReportGenerationMs = 0;
    await applied({ drift_detection })(stage);
  };

/** Creation dates are to the second: the stored one is moved back instead of waiting. */
export function madeAgain({ aws, core }: Stage): void {
  const former = core.state!;
  aws.loginProfiles.update('alice', { password: THIRD });
  core.state = { ...former, create_date: '2026-01-01T00:00:00Z' };
}

export const ROTATION = {
  prepare: rotated,
  goal: (stage: Stage) => stage.profile(),
  foundBy: [DESCRIBE],
  after: { alice: SECOND },
};
