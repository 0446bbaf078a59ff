import { OPTION_STEPS } from './option-steps';
import {
  applied,
  caller,
  json,
  lookAgain,
  lookAhead,
  madeAgain,
  refresh,
  reported,
  ROTATION,
  send,
  watched,
} from './preparations';
import { PROVIDER_STEPS } from './provider-steps';
import { FIRST, SECOND, THIRD } from './stage';
import {
  call,
  CREATE,
  DELETE,
  DESCRIBE,
  foretells,
  GET_CALLER,
  GET_PROFILE,
  GET_REPORT,
  GET_USER,
  GET_VALUE,
  LOOK_UP,
  MAKE_REPORT,
  must,
  type Step,
  UPDATE,
  warns,
} from './step';

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
    foundBy: [DESCRIBE],
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
    foundBy: [DESCRIBE],
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
    name: 'create with a look at the caller',
    goal: (stage) => stage.profile(),
    calls: { plan: lookAhead, apply: [...lookAhead, must(GET_CALLER), must(GET_USER), must(GET_VALUE), must(CREATE)] },
    faulted: [GET_CALLER],
    after: { alice: FIRST },
  },
  ...PROVIDER_STEPS,
  ...OPTION_STEPS,
];
