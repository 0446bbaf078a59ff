import { type LocalAws, startLocalAws } from '../../../src/local-aws';
import { idToken } from '../pipelines/oidc';
import type { Operation } from './faults';
import { type Goal, type Run, type Seams, TerraformCore } from './terraform-core';

export const PASSWORDS = ['F1rst & "quoted" <pass>/+ö', 'S3cond & "quoted" <pass>/+ö', 'Th1rd & "quoted" <pass>/+ö'];
export const [FIRST, SECOND, THIRD] = PASSWORDS as [string, string, string];

/** Tried again twice, so that a fault that lasts is found to last within seconds. */
export const MAX_RETRIES = 2;

/** Long enough for a loaded machine, short enough for a test, and shorter than a call waits for its answer. */
export const SHORT_TIMEOUTS = { create: '10s', update: '10s', delete: '10s' };

/** An account with the user alice and her secret, and the Terraform that works on it. */
export class Stage {
  readonly aws: LocalAws;
  readonly core: TerraformCore;
  /** As configured; null for the default of five minutes. */
  timeouts: typeof SHORT_TIMEOUTS | null = null;

  private constructor(aws: LocalAws, provider: object) {
    this.aws = aws;
    const { accessKeyId, secretAccessKey } = aws.credentials;
    const { endpoint, region } = aws;
    this.core = new TerraformCore({
      region,
      access_key: accessKeyId,
      secret_key: secretAccessKey,
      max_retries: MAX_RETRIES,
      // Leaves out the look at the caller, but in the steps that are about it.
      allow_own_user: true,
      endpoints: [{ iam: endpoint, secretsmanager: endpoint, sts: endpoint, cloudtrail: endpoint }],
      ...provider,
    });
  }

  static async open(provider: Step['provider'] = () => ({})): Promise<Stage> {
    const aws = await startLocalAws();
    aws.users.create({ userName: 'alice' });
    aws.secrets.create({ name: 'console/alice', secretString: FIRST });
    return new Stage(aws, provider(aws));
  }

  profile(more: object = {}): Goal & { readonly config: ReturnType<TerraformCore['body']> } {
    const body = { user_name: 'alice', secret_id: 'console/alice', timeouts: this.timeouts, ...more };
    return { config: this.core.body(body) };
  }

  /** An apply that has to go well. */
  async settle(goal: Goal): Promise<Run> {
    const run = await this.core.apply(goal);
    if (run.errors.length > 0) throw new Error(`The stage could not be set: ${JSON.stringify(run.errors)}`);
    return run;
  }

  close(): Promise<void> {
    return this.aws.stop();
  }
}

/**
 * What becomes of a step when a call fails for good.
 *
 * - `must`: the step fails; `refresh` and `import` too, where a login profile that is not there is an answer.
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
}

/** One way in which a login profile is brought to where the configuration wants it. */
export interface Step {
  readonly name: string;
  /** More of the provider block. */
  readonly provider?: (aws: LocalAws) => object;
  readonly prepare?: (stage: Stage) => Promise<void> | void;
  readonly goal: (stage: Stage) => Goal;
  readonly seams?: (stage: Stage) => Seams;
  /** In order where they are not made side by side. */
  readonly calls: { readonly plan: readonly PlannedCall[]; readonly apply: readonly PlannedCall[] };
  /** The operations that meet faults, where other steps have the rest. @default all */
  readonly faulted?: readonly Operation[];
  /** The one password that signs in, by user, in the end; null for no console access. */
  readonly after: Readonly<Record<string, string | null>>;
}

const call =
  (weight: Weight) =>
  (operation: Operation): PlannedCall => ({ operation, weight });
const must = call('must');
const warns = call('warns');
const early = call('early');
const foretells = call('foretells');

const GET_PROFILE = 'iam:GetLoginProfile';
const GET_USER = 'iam:GetUser';
const CREATE = 'iam:CreateLoginProfile';
const UPDATE = 'iam:UpdateLoginProfile';
const DELETE = 'iam:DeleteLoginProfile';
const GET_REPORT = 'iam:GetCredentialReport';
const MAKE_REPORT = 'iam:GenerateCredentialReport';
const GET_CALLER = 'sts:GetCallerIdentity';
const LOOK_UP = 'cloudtrail:LookupEvents';
const DESCRIBE = 'secretsmanager:DescribeSecret';
const GET_VALUE = 'secretsmanager:GetSecretValue';

const refresh = [call('refresh')(GET_PROFILE), warns(DESCRIBE)];
const lookAhead = [early(GET_PROFILE), early(DESCRIBE)];
const lookAgain = [call('early, then must')(GET_PROFILE), early(DESCRIBE)];
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
    calls: { plan: lookAhead, apply: [...lookAhead, must(GET_USER), must(GET_VALUE), must(CREATE)] },
    after: { alice: FIRST },
  },
  {
    name: 'adopt',
    prepare: ({ aws }) => void aws.loginProfiles.create({ userName: 'alice', password: THIRD }),
    goal: (stage) => stage.profile(),
    calls: { plan: lookAhead, apply: [...lookAgain, must(GET_USER), ...send] },
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
      apply: [...lookAhead, must(GET_USER), must(GET_VALUE), must(CREATE), must(GET_PROFILE), must(UPDATE)],
    },
    after: { alice: FIRST },
  },
  {
    name: 'trust',
    prepare: ({ aws }) => void aws.loginProfiles.create({ userName: 'alice', password: THIRD }),
    goal: (stage) => stage.profile({ existing_profile: 'trust', password_reset_required: true }),
    calls: { plan: lookAhead, apply: [...lookAgain, must(GET_USER), must(DESCRIBE), must(UPDATE)] },
    after: { alice: THIRD },
  },
  { name: 'rotation', ...ROTATION, calls: { plan: refresh, apply: send } },
  {
    name: 'new version with the same key',
    prepare: async (stage) => {
      stage.aws.secrets.putValue('console/alice', json(FIRST, 'one'));
      await applied({ secret_json_key: 'password' })(stage);
      stage.aws.secrets.putValue('console/alice', json(FIRST, 'two'));
    },
    goal: (stage) => stage.profile({ secret_json_key: 'password' }),
    calls: { plan: refresh, apply: [must(GET_VALUE), call('spare')(GET_VALUE)] },
    after: { alice: FIRST },
  },
  {
    name: 'reset flag alone',
    prepare: applied(),
    goal: (stage) => stage.profile({ password_reset_required: true }),
    calls: { plan: refresh, apply: [must(UPDATE)] },
    after: { alice: FIRST },
  },
  {
    name: 'another secret',
    prepare: async (stage) => {
      await applied()(stage);
      stage.aws.secrets.create({ name: 'console/other', secretString: SECOND });
    },
    goal: (stage) => stage.profile({ secret_id: 'console/other' }),
    calls: { plan: [...refresh, warns(DESCRIBE)], apply: [warns(DESCRIBE), ...send] },
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
    calls: { plan: [...refresh, foretells(GET_USER)], apply: [foretells(GET_USER), must(GET_USER)] },
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
    prepare: async (stage) => {
      await applied()(stage);
      madeAgain(stage);
    },
    goal: (stage) => stage.profile(),
    calls: { plan: [...refresh, warns(GET_USER)], apply: send },
    after: { alice: FIRST },
  },
  {
    name: 'rotation, with a look at the credential report',
    prepare: async (stage) => {
      await watched('password')(stage);
      stage.aws.secrets.putValue('console/alice', SECOND);
    },
    goal: (stage) => stage.profile({ drift_detection: 'password' }),
    calls: { plan: [...refresh, ...reported], apply: send },
    faulted: [GET_REPORT, MAKE_REPORT],
    after: { alice: SECOND },
  },
  {
    name: 'profile made again outside, with a look at CloudTrail',
    prepare: async (stage) => {
      await watched('trail')(stage);
      madeAgain(stage);
    },
    goal: (stage) => stage.profile({ drift_detection: 'trail' }),
    calls: { plan: [...refresh, ...reported, warns(GET_USER), call('names')(LOOK_UP)], apply: send },
    faulted: [LOOK_UP],
    after: { alice: FIRST },
  },
  {
    name: 'import',
    prepare: ({ aws }) => void aws.loginProfiles.create({ userName: 'alice', password: THIRD }),
    goal: (stage) => ({ ...stage.profile(), importId: 'alice' }),
    calls: { plan: [call('import')(GET_PROFILE), warns(GET_USER), warns(DESCRIBE)], apply: [warns(DESCRIBE), ...send] },
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
    calls: { plan: [must('sts:AssumeRole'), ...refresh], apply: [must('sts:AssumeRole'), ...send] },
  },
  {
    name: 'rotation as a web identity',
    ...ROTATION,
    provider: (aws) => ({ access_key: null, secret_key: null, assume_role_with_web_identity: [webIdentity(aws)] }),
    calls: {
      plan: [must('sts:AssumeRoleWithWebIdentity'), ...refresh],
      apply: [must('sts:AssumeRoleWithWebIdentity'), ...send],
    },
  },
  {
    name: 'rotation with a look at the account',
    ...ROTATION,
    // The look at the caller makes use of the same answer.
    provider: (aws) => ({ allowed_account_ids: [aws.account], allow_own_user: false }),
    calls: { plan: [must(GET_CALLER), ...refresh], apply: [must(GET_CALLER), ...send] },
  },
  {
    name: 'create with a look at the caller',
    goal: (stage) => stage.profile(),
    provider: () => ({ allow_own_user: false }),
    calls: { plan: lookAhead, apply: [...lookAhead, must(GET_CALLER), must(GET_USER), must(GET_VALUE), must(CREATE)] },
    faulted: [GET_CALLER],
    after: { alice: FIRST },
  },
];
