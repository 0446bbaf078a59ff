import { CELLS, sampleOf } from '../support/faults/cells';
import { DOCUMENTED_CODES } from '../support/faults/faults';
import type { CellResult } from '../support/faults/run-cells';
import { Stage } from '../support/faults/stage';
import { STEPS } from '../support/faults/steps';
import { runInProcesses } from '../../scripts/faults/shares';

/** `npm run test:faults` runs them all. */
const EVERY_NTH = 47;

describe('the fault matrix', () => {
  test('is made of every call of every step, each with every documented code of its operation', () => {
    expect(CELLS.length).toBeGreaterThan(8500);
    expect(new Set(CELLS.map(({ name }) => name)).size).toBe(CELLS.length);
    const operations = new Set(CELLS.map(({ operation }) => operation));
    expect([...operations].sort()).toEqual(['*', ...Object.keys(DOCUMENTED_CODES)].sort());
  });

  test.each(STEPS)('knows every call of the step: $name', async (step) => {
    const stage = await Stage.open(step.provider);
    const { journal } = stage.aws;
    let inPlan: string[] = [];
    try {
      await step.prepare?.(stage);
      const seams = step.seams?.(stage) ?? {};
      journal.clear();
      const beforeApplyPhase = (): void => {
        seams.beforeApplyPhase?.();
        inPlan = journal.operations();
        journal.clear();
      };
      const run = await stage.core.apply(step.goal(stage), { ...seams, beforeApplyPhase });
      expect(run).toMatchObject({ ended: step.ends ?? 'applied', errors: [] });
      const names = (calls: typeof step.calls.plan) => calls.map(({ operation }) => operation).sort();
      if (run.ended === 'nothing to do') beforeApplyPhase();
      expect(inPlan.sort()).toEqual(names(step.calls.plan));
      expect(journal.operations().sort()).toEqual(names(step.calls.apply));
    } finally {
      await stage.close();
    }
  });

  test(`holds in every ${EVERY_NTH}th cell`, async () => {
    const results: CellResult[] = [];
    await runInProcesses({ everyNth: EVERY_NTH }, (result) => results.push(result));
    expect(results).toHaveLength(sampleOf(EVERY_NTH).length);
    expect(results.filter(({ problems }) => problems.length > 0)).toEqual([]);
  });
});
