import { type Fault, type LocalAws, startLocalAws } from '../../src/local-aws';
import { iamProvider } from '../../src/provider';
import { IamProcess, type WireValue } from '../support/plugin/iam-process';
import { until } from '../support/processes';

/** What users are promised of Ctrl-C. No measure of speed: each of the waits here would last for a minute or more. */
const WITHIN_MS = 1_000;

const ALICE = { user_name: 'alice', secret_id: 'console/alice' };
const BOB = { ...ALICE, user_name: 'bob' };
const MINUTES = { timeouts: { create: '10m', update: '10m', delete: '10m' } };

const FAULTS = {
  'is not visible': { kind: 'error', code: 'NoSuchEntity' },
  'is busy': { kind: 'error', code: 'EntityTemporarilyUnmodifiable' },
  throttles: { kind: 'error', code: 'Throttling' },
  'says nothing': { kind: 'no-answer' },
} satisfies Record<string, Fault>;

/** As many attempts as it takes, so that no wait for throttling comes to its own end. */
const PATIENT = { max_retries: 1000, retry_mode: 'standard', allow_own_user: true };

/** A block with everything unset, as Terraform sends it. */
const ROLE = Object.fromEntries(
  Object.keys(iamProvider('0.0.0').schema.blocks?.assume_role.block.attributes ?? {}).map((name) => [name, null]),
);

interface Answer {
  readonly diagnostics: readonly { readonly detail: string }[];
  readonly newState?: WireValue;
}

/** A call of Terraform's; `state` is that of alice's login profile. */
type Call = (provider: IamProcess, state: WireValue) => Promise<Answer>;

const CALLS = {
  create: (provider) => provider.apply({ ...BOB, ...MINUTES }),
  rotation: (provider, state) => provider.apply({ ...ALICE, ...MINUTES, rotation_triggers: { now: '1' } }, state),
  move: (provider, state) => provider.apply({ ...BOB, ...MINUTES }, state),
  delete: (provider, state) => provider.destroy(state),
  refresh: (provider, state) => provider.read(state),
  'refresh of the data source': (provider) => provider.readData({ user_name: 'alice' }),
  plan: (provider) => provider.plan(BOB),
  'look at the account': (provider) => provider.configure({ ...PATIENT, allowed_account_ids: ['111122223333'] }),
  'role that is assumed': (provider) =>
    provider.configure({ ...PATIENT, assume_role: [{ ...ROLE, role_arn: 'arn:aws:iam::111122223333:role/console' }] }),
} satisfies Record<string, Call>;

interface Wait {
  readonly name: keyof typeof CALLS;
  readonly operation: string;
  readonly fault: keyof typeof FAULTS;
  /** More of the provider block. */
  readonly block?: object;
}

const WAITS: readonly Wait[] = [
  { name: 'create', operation: 'iam:GetUser', fault: 'is not visible' },
  { name: 'create', operation: 'iam:CreateLoginProfile', fault: 'is busy' },
  { name: 'rotation', operation: 'iam:UpdateLoginProfile', fault: 'is busy' },
  { name: 'rotation', operation: 'iam:UpdateLoginProfile', fault: 'throttles' },
  { name: 'rotation', operation: 'iam:UpdateLoginProfile', fault: 'says nothing' },
  { name: 'rotation', operation: 'secretsmanager:GetSecretValue', fault: 'says nothing' },
  { name: 'rotation', operation: 'sts:GetCallerIdentity', fault: 'throttles', block: { allow_own_user: false } },
  { name: 'move', operation: 'iam:DeleteLoginProfile', fault: 'is busy' },
  { name: 'delete', operation: 'iam:DeleteLoginProfile', fault: 'is busy' },
  { name: 'refresh', operation: 'iam:GetLoginProfile', fault: 'throttles' },
  { name: 'refresh', operation: 'secretsmanager:DescribeSecret', fault: 'says nothing' },
  { name: 'refresh of the data source', operation: 'iam:GetLoginProfile', fault: 'throttles' },
  { name: 'plan', operation: 'iam:GetLoginProfile', fault: 'throttles' },
  { name: 'plan', operation: 'secretsmanager:DescribeSecret', fault: 'says nothing' },
  { name: 'look at the account', operation: 'sts:GetCallerIdentity', fault: 'throttles' },
  { name: 'role that is assumed', operation: 'sts:AssumeRole', fault: 'throttles' },
  { name: 'role that is assumed', operation: 'sts:AssumeRole', fault: 'says nothing' },
];

describe('StopProvider', () => {
  let aws: LocalAws;
  let provider: IamProcess;
  let state: WireValue;

  const started = async (block: object): Promise<IamProcess> => {
    const process = await IamProcess.start(aws.environment());
    await process.configure(block);
    return process;
  };

  beforeEach(async () => {
    aws = await startLocalAws();
    for (const userName of ['alice', 'bob']) aws.users.create({ userName });
    aws.secrets.create({ name: 'console/alice', secretString: 'F1rst & "quoted" <pass>/+ö' });
    provider = await started(PATIENT);
    const { newState } = await provider.apply({ ...ALICE, ...MINUTES });
    if (newState === undefined) throw new Error('The stage could not be set');
    state = newState;
  });

  afterEach(async () => {
    await provider.close();
    await aws.stop();
  });

  test.each(WAITS)(
    'has a $name answer within a second where AWS $fault at $operation',
    async ({ name, operation, fault, block = {} }) => {
      await provider.close();
      provider = await started({ ...PATIENT, ...block });
      aws.journal.clear();
      aws.faults.add({ operation, times: Infinity, fault: FAULTS[fault] });
      const call: Call = CALLS[name];
      const answer = call(provider, state);
      // One that is not answered at all, or enough refusals for the next wait to be a long one.
      const calls = fault === 'says nothing' ? 1 : 3;
      await until('the wait is under way', () => aws.journal.operations({ operation }).length >= calls);
      const stoppedAtMs = performance.now();
      await provider.client.provider.stopProvider({});
      const { diagnostics, newState = state } = await answer;
      expect(performance.now() - stoppedAtMs).toBeLessThan(WITHIN_MS);
      expect(diagnostics).toMatchObject([{ detail: expect.stringMatching(/asked to stop/) }]);
      // The move has done its work but for the former user's access, of which the error tells.
      if (name !== 'move') expect(newState).toEqual(state);
    },
  );
});
