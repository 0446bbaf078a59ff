import { applied, caller, lookAhead, refresh, reported, send } from './preparations';
import { FIRST, SECOND, type Stage, THIRD } from './stage';
import {
  call,
  CREATE,
  DELETE,
  DESCRIBE,
  foretells,
  GET_PROFILE,
  GET_REPORT,
  GET_USER,
  GET_VALUE,
  MAKE_REPORT,
  must,
  type PlannedCall,
  some,
  type Step,
  UPDATE,
  warns,
} from './step';

const eachSome = (...calls: readonly PlannedCall[]): readonly PlannedCall[] => calls.map(some);

/** From the oldest on. */
const versionOf = ({ aws }: Stage, index: number): string => {
  const version = aws.secrets.require('console/alice').versions().at(index);
  if (version === undefined) throw new Error(`The secret has no version ${index}.`);
  return version.versionId;
};

/** The first version is applied, and the label is two versions further by now. */
async function pinned(stage: Stage): Promise<void> {
  await applied({ secret_version_id: versionOf(stage, 0) })(stage);
  stage.aws.secrets.putValue('console/alice', SECOND);
  stage.aws.secrets.putValue('console/alice', THIRD);
}

/** Where the create was carried out and its answer lost, the login profile is one that `fail` refuses: it is imported. */
function refusing(stage: Stage) {
  const goal = stage.profile({ existing_profile: 'fail' });
  const isLost = stage.core.state === null && stage.aws.loginProfiles.get('alice') !== undefined;
  return isLost ? { ...goal, importId: 'alice' } : goal;
}

const withBob =
  (more: object = {}) =>
  async (stage: Stage): Promise<void> => {
    await applied(more)(stage);
    stage.aws.users.create({ userName: 'bob' });
  };

/** Options that lead to other calls. They meet one fault of each kind: every operation meets them all elsewhere. */
export const OPTION_STEPS: readonly Step[] = [
  {
    name: 'create, and fail where there is a login profile',
    goal: (stage) => stage.profile({ existing_profile: 'fail' }),
    recovery: refusing,
    calls: {
      plan: lookAhead,
      apply: [...lookAhead, caller, must(GET_USER), must(GET_VALUE), call('must be first')(CREATE)],
    },
    faulted: [CREATE],
    after: { alice: FIRST },
  },
  {
    name: 'another user, whose predecessor keeps access',
    prepare: withBob({ on_destroy: 'retain' }),
    goal: (stage) => stage.profile({ user_name: 'bob', on_destroy: 'retain' }),
    calls: {
      plan: [...refresh, foretells(GET_USER)],
      apply: [foretells(GET_USER), caller, must(GET_USER), ...eachSome(must(GET_USER), must(GET_VALUE), must(CREATE))],
    },
    faulted: [GET_VALUE, CREATE],
    after: { alice: FIRST, bob: FIRST },
  },
  {
    name: 'move to another user',
    prepare: ({ aws }) => {
      aws.loginProfiles.create({ userName: 'alice', password: THIRD });
      aws.users.create({ userName: 'bob' });
    },
    goal: (stage) => ({ ...stage.profile({ user_name: 'bob' }), movedFrom: { user: 'alice', password: THIRD } }),
    finds: 'unverified',
    calls: {
      plan: eachSome(call('refresh')(GET_PROFILE), warns(GET_USER), foretells(GET_USER), warns(DESCRIBE)),
      apply: [
        ...eachSome(foretells(GET_USER), warns(DESCRIBE)),
        caller,
        ...eachSome(must(GET_USER), must(GET_USER), must(GET_VALUE), must(CREATE), call('former')(DELETE)),
      ],
    },
    faulted: [GET_PROFILE, GET_USER, GET_VALUE, CREATE, DELETE],
    after: { alice: null, bob: FIRST },
  },
  {
    name: 'pinned version',
    prepare: pinned,
    goal: (stage) => stage.profile({ secret_version_id: versionOf(stage, 1) }),
    calls: { plan: eachSome(call('refresh')(GET_PROFILE)), apply: [caller, ...eachSome(...send)] },
    after: { alice: SECOND },
  },
  {
    name: 'reset flag taken back',
    prepare: applied({ password_reset_required: true }),
    goal: (stage) => stage.profile(),
    calls: { plan: eachSome(...refresh), apply: [caller, ...eachSome(must(GET_PROFILE), must(UPDATE))] },
    after: { alice: FIRST },
  },
  {
    name: 'destroy that keeps access',
    prepare: applied({ on_destroy: 'retain' }),
    goal: (stage) => ({ destroy: stage.profile({ on_destroy: 'retain' }).config }),
    // A login profile that is gone has left the state before there is anything to destroy.
    foundBy: [GET_PROFILE],
    calls: { plan: eachSome(...refresh), apply: [] },
    after: { alice: FIRST },
  },
  {
    name: 'data source',
    prepare: async (stage) => {
      stage.aws.consistency.iam.credentialReportGenerationMs = 0;
      await applied({ password_reset_required: true })(stage);
    },
    goal: (stage) => stage.data({ credential_report: true }),
    ends: 'nothing to do',
    calls: { plan: eachSome(call('data')(GET_PROFILE), ...reported), apply: [] },
    faulted: [GET_PROFILE, GET_REPORT, MAKE_REPORT],
    after: { alice: FIRST },
  },
];
