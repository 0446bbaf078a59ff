import type { LocalAws } from '../../../src/local-aws';
import { idToken } from '../pipelines/oidc';
import { FIRST, SECOND, type Stage, THIRD } from './stage';
import {
  call,
  CREATE,
  DELETE,
  DESCRIBE,
  early,
  foretells,
  GET_CALLER,
  GET_PROFILE,
  GET_REPORT,
  GET_USER,
  GET_VALUE,
  LOOK_UP,
  MAKE_REPORT,
  must,
  some,
  type Step,
  UPDATE,
  warns,
} from './step';

const refresh = [call('refresh')(GET_PROFILE), warns(DESCRIBE)];
const lookAhead = [early(GET_PROFILE), early(DESCRIBE)];
const lookAgain = [call('early, then must')(GET_PROFILE), early(DESCRIBE)];
/** Other steps have the rest of its faults. */
const caller = some(must(GET_CALLER));
const send = [must(GET_VALUE), must(UPDATE)];

const applied =
  (more: object = {}) =>
  async (stage: Stage): Promise<void> => {
    await stage.settle(stage.profile(more));
  };

async function rotated(stage: Stage): Promise<void> {
  await applied()(stage);
  stage.aws.secrets.putValue('console/alice', SECOND);
}

const json = (password: string, host: string) => JSON.stringify({ password, host });

const reported = [call('report')(GET_REPORT), call('report')(MAKE_REPORT), call('report')(GET_REPORT)];

/** Applied, watched by the witnesses, and with no credential report made yet. */
const watched =
  (drift_detection: 'password' | 'trail') =>
  async (stage: Stage): Promise<void> => {
    stage.aws.consistency.iam.credentialReportGenerationMs = 0;
    await applied({ drift_detection })(stage);
  };

/** Creation dates are to the second: the stored one is moved back instead of waiting. */
function madeAgain({ aws, core }: Stage): void {
  const former = core.state!;
  aws.loginProfiles.update('alice', { password: THIRD });
  core.state = { ...former, create_date: '2026-01-01T00:00:00Z' };
}

const ROTATION = {
  prepare: rotated,
  goal: (stage: Stage) => stage.profile(),
  foundBy: DESCRIBE,
  after: { alice: SECOND },
};

function webIdentity({ roles }: LocalAws) {
  const claims = { iss: 'https://ci.example', sub: 'main', aud: 'sts.amazonaws.com' };
  const { arn } = roles.create({ roleName: 'pipeline', webIdentity: { issuer: claims.iss } });
  return { role_arn: arn, web_identity_token: idToken(claims) };
}

export const STEPS: readonly Step[] = [
  {
    name: 'create',
    goal: (stage) => stage.profile(),
    calls: { plan: lookAhead, apply: [...lookAhead, caller, must(GET_USER), must(GET_VALUE), must(CREATE)] },
    after: { alice: FIRST },
  },
  {
    name: 'adopt',
    prepare: ({ aws }) => void aws.loginProfiles.create({ userName: 'alice', password: THIRD }),
    goal: (stage) => stage.profile(),
    calls: { plan: lookAhead, apply: [...lookAgain, caller, must(GET_USER), ...send] },
    after: { alice: FIRST },
  },
  {
    name: 'adopt a profile that appears during the apply',
    goal: (stage) => stage.profile(),
    seams: ({ aws }) => ({
      beforeApply: () => void aws.loginProfiles.create({ userName: 'alice', password: THIRD }),
    }),
    calls: {
      plan: lookAhead,
      apply: [...lookAhead, caller, must(GET_USER), must(GET_VALUE), must(CREATE), must(GET_PROFILE), must(UPDATE)],
    },
    after: { alice: FIRST },
  },
  {
    name: 'trust',
    prepare: ({ aws }) => void aws.loginProfiles.create({ userName: 'alice', password: THIRD }),
    goal: (stage) => stage.profile({ existing_profile: 'trust', password_reset_required: true }),
    calls: { plan: lookAhead, apply: [...lookAgain, caller, must(GET_USER), must(DESCRIBE), must(UPDATE)] },
    after: { alice: THIRD },
  },
  { name: 'rotation', ...ROTATION, calls: { plan: refresh, apply: [caller, ...send] } },
  {
    name: 'new version with the same key',
    prepare: async (stage) => {
      stage.aws.secrets.putValue('console/alice', json(FIRST, 'one'));
      await applied({ secret_json_key: 'password' })(stage);
      stage.aws.secrets.putValue('console/alice', json(FIRST, 'two'));
    },
    goal: (stage) => stage.profile({ secret_json_key: 'password' }),
    foundBy: DESCRIBE,
    calls: { plan: refresh, apply: [caller, must(GET_VALUE), call('spare')(GET_VALUE)] },
    after: { alice: FIRST },
  },
  {
    name: 'reset flag alone',
    prepare: applied(),
    goal: (stage) => stage.profile({ password_reset_required: true }),
    calls: { plan: refresh, apply: [caller, must(UPDATE)] },
    after: { alice: FIRST },
  },
  {
    name: 'another secret',
    prepare: async (stage) => {
      await applied()(stage);
      stage.aws.secrets.create({ name: 'console/other', secretString: SECOND });
    },
    goal: (stage) => stage.profile({ secret_id: 'console/other' }),
    calls: { plan: [...refresh, warns(DESCRIBE)], apply: [warns(DESCRIBE), caller, ...send] },
    after: { alice: SECOND },
  },
  {
    name: 'renamed user',
    prepare: applied(),
    goal: (stage) => stage.profile({ user_name: 'anna' }),
    seams: ({ aws }) => ({
      // Another resource of the same apply renames the user first; again after a failure there is nothing to rename.
      beforeApplyPhase: () => {
        if (aws.users.get('alice') !== undefined) aws.users.rename('alice', { newUserName: 'anna' });
      },
    }),
    calls: { plan: [...refresh, foretells(GET_USER)], apply: [foretells(GET_USER), caller, must(GET_USER)] },
    after: { anna: FIRST, alice: null },
  },
  {
    name: 'another user',
    prepare: async (stage) => {
      await applied()(stage);
      stage.aws.users.create({ userName: 'bob' });
    },
    goal: (stage) => stage.profile({ user_name: 'bob' }),
    calls: {
      plan: [...refresh, foretells(GET_USER)],
      apply: [
        foretells(GET_USER),
        caller,
        must(GET_USER),
        must(GET_USER),
        must(GET_VALUE),
        must(CREATE),
        call('former')(DELETE),
      ],
    },
    after: { alice: null, bob: FIRST },
  },
  {
    name: 'profile made again outside',
    finds: 'recreated',
    prepare: async (stage) => {
      await applied()(stage);
      madeAgain(stage);
    },
    goal: (stage) => stage.profile(),
    calls: { plan: [...refresh, warns(GET_USER)], apply: [caller, ...send] },
    after: { alice: FIRST },
  },
  {
    name: 'rotation, with a look at the credential report',
    foundBy: DESCRIBE,
    prepare: async (stage) => {
      await watched('password')(stage);
      stage.aws.secrets.putValue('console/alice', SECOND);
    },
    goal: (stage) => stage.profile({ drift_detection: 'password' }),
    calls: { plan: [...refresh, ...reported], apply: [caller, ...send] },
    faulted: [GET_REPORT, MAKE_REPORT],
    after: { alice: SECOND },
  },
  {
    name: 'profile made again outside, with a look at CloudTrail',
    finds: 'recreated',
    prepare: async (stage) => {
      await watched('trail')(stage);
      madeAgain(stage);
    },
    goal: (stage) => stage.profile({ drift_detection: 'trail' }),
    calls: { plan: [...refresh, ...reported, warns(GET_USER), call('names')(LOOK_UP)], apply: [caller, ...send] },
    faulted: [LOOK_UP],
    after: { alice: FIRST },
  },
  {
    name: 'import',
    finds: 'unverified',
    prepare: ({ aws }) => void aws.loginProfiles.create({ userName: 'alice', password: THIRD }),
    goal: (stage) => ({ ...stage.profile(), importId: 'alice' }),
    calls: {
      plan: [call('import')(GET_PROFILE), warns(GET_USER), warns(DESCRIBE)],
      apply: [warns(DESCRIBE), caller, ...send],
    },
    after: { alice: FIRST },
  },
  {
    name: 'delete',
    prepare: applied(),
    goal: (stage) => ({ destroy: stage.profile().config }),
    calls: { plan: refresh, apply: [must(DELETE)] },
    after: { alice: null },
  },
  {
    name: 'rotation as a role',
    ...ROTATION,
    provider: (aws) => ({ assume_role: [{ role_arn: aws.roles.create({ roleName: 'console-passwords' }).arn }] }),
    calls: { plan: [must('sts:AssumeRole'), ...refresh], apply: [must('sts:AssumeRole'), caller, ...send] },
  },
  {
    name: 'rotation as a web identity',
    ...ROTATION,
    provider: (aws) => ({ access_key: null, secret_key: null, assume_role_with_web_identity: [webIdentity(aws)] }),
    calls: {
      plan: [must('sts:AssumeRoleWithWebIdentity'), ...refresh],
      apply: [must('sts:AssumeRoleWithWebIdentity'), caller, ...send],
    },
  },
  {
    name: 'rotation with a look at the account',
    ...ROTATION,
    // The look at the caller makes use of the same answer.
    provider: (aws) => ({ allowed_account_ids: [aws.account] }),
    calls: { plan: [must(GET_CALLER), ...refresh], apply: [must(GET_CALLER), ...send] },
  },
  {
    name: 'create with a look at the caller',
    goal: (stage) => stage.profile(),
    calls: { plan: lookAhead, apply: [...lookAhead, must(GET_CALLER), must(GET_USER), must(GET_VALUE), must(CREATE)] },
    faulted: [GET_CALLER],
    after: { alice: FIRST },
  },
];
