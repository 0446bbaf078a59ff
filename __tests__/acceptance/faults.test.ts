import type { FaultRule } from '../../src/local-aws';
import { alice, endScene, FIRST, type Scene, SECOND, startScene, unwrapped } from '../support/scene';

const ADDRESS = 'iam_login_profile.alice';

/** A sample of the fault matrix, each of another kind, through the real Terraform and the built provider. */
interface Cell {
  readonly name: string;
  readonly during: 'create' | 'rotation';
  /** What happens from the refresh on, or from the apply on. */
  readonly faults: readonly FaultRule[];
  /** What Terraform says; where nothing is, the apply goes well. */
  readonly says?: readonly string[];
}

const create = 'iam:CreateLoginProfile';
const update = 'iam:UpdateLoginProfile';
const expired = { kind: 'error', code: 'ExpiredToken', status: 403 } as const;

const CELLS: readonly Cell[] = [
  {
    name: 'a burst of throttling is waited out',
    during: 'rotation',
    faults: [{ operation: '*', times: 5, fault: { kind: 'error', code: 'Throttling', status: 400 } }],
  },
  {
    name: 'a slow answer is waited for',
    during: 'rotation',
    faults: [{ operation: update, fault: { kind: 'delay', ms: 2_000 } }],
  },
  {
    name: 'a connection reset after UpdateLoginProfile was carried out',
    during: 'rotation',
    faults: [{ operation: update, fault: { kind: 'reset-after' } }],
  },
  {
    name: 'a connection reset after CreateLoginProfile was carried out',
    during: 'create',
    faults: [{ operation: create, fault: { kind: 'reset-after' } }],
  },
  {
    name: 'connections that are reset to the end, after each UpdateLoginProfile was carried out',
    during: 'rotation',
    faults: [{ operation: update, times: Infinity, fault: { kind: 'reset-after' } }],
    says: ['AWS endpoint cannot be reached', 'it is not known whether IAM carried the call out'],
  },
  {
    name: 'an answer to CreateLoginProfile that is no XML',
    during: 'create',
    faults: [{ operation: create, fault: { kind: 'malformed-body' } }],
    says: ['Answer of AWS not understood', 'it is not known whether IAM carried the call out'],
  },
  {
    name: 'credentials that expire between the reading of the secret and the sending of its value',
    during: 'rotation',
    faults: [{ operation: update, times: Infinity, fault: expired }],
    says: ['AWS does not accept the credentials', 'stays in force', 'renew a session that has expired'],
  },
  {
    name: 'credentials that expire during a create',
    during: 'create',
    faults: [{ operation: '*', after: 4, times: Infinity, fault: expired }],
    says: ['AWS does not accept the credentials', 'was given no password'],
  },
];

describe('a fault of AWS or of the network', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await startScene();
    await scene.workspace.init(alice());
  });

  afterEach(() => endScene(scene));

  const signsIn = (password: string): boolean => scene.aws.signIn('alice', password).outcome === 'signed-in';
  const versionInState = (): unknown => scene.workspace.stateOf(ADDRESS)?.secret_version_id;

  test.each(CELLS)('$during: $name', async ({ during, faults, says }) => {
    const { aws, workspace } = scene;
    if (during === 'rotation') {
      expect(await workspace.apply()).toMatchObject({ code: 0 });
      aws.secrets.putValue('console/alice', SECOND);
    }
    const before = versionInState();
    const wanted = during === 'rotation' ? SECOND : FIRST;
    for (const fault of faults) aws.faults.add(fault);
    const met = (): number => aws.journal.entries.filter(({ fault }) => fault !== undefined).length;

    const faulted = await workspace.terraformWith(
      { AWS_MAX_ATTEMPTS: '4' },
      ...['apply', '-no-color', '-input=false', '-auto-approve'],
    );
    expect(met()).toBeGreaterThan(0);
    expect(faulted.code).toBe(says === undefined ? 0 : 1);
    for (const text of says ?? ['Apply complete']) expect(unwrapped(faulted.output)).toContain(text);
    if (says !== undefined) {
      expect(unwrapped(faulted.output)).toContain(`with ${ADDRESS}`);
      expect(versionInState()).toBe(before);
    }

    aws.faults.clear();
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect([FIRST, SECOND].filter(signsIn)).toEqual([wanted]);
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });
});
