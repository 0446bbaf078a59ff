import { secretName, userName } from '../names';
import type { Options, Row } from '../options';
import { type Resources, Stack } from '../stack';
import type { StandInClient } from '../stand-in-client';
import { type Line, OURS, type Sample } from '../statistics';

/** What Terraform itself does for a resource that no other process is asked about. */
const FLOOR = 'terraform_data';
/** Larger ones are run once: they take minutes, and vary little. */
const OFTEN_UP_TO = 1000;

const TERRAFORM_ROWS = ['validate', 'apply', 'plan', 'drift', 'rotate', 'destroy'] as const;
type TerraformRow = (typeof TERRAFORM_ROWS)[number];

/** Two stacks of one size, side by side: login profiles, and as many `terraform_data`. */
class Pair {
  readonly #ours: Stack;
  readonly #floor: Stack;
  readonly #standIn: StandInClient;
  readonly #size: number;
  #applied = false;
  #generation = 0;

  constructor(size: number, standIn: StandInClient, { parallelism }: Options) {
    this.#size = size;
    this.#standIn = standIn;
    this.#ours = new Stack(`ours-${size}`, standIn, parallelism);
    this.#floor = new Stack(`floor-${size}`, standIn, parallelism);
  }

  async prepare(): Promise<void> {
    await this.#standIn.order({ what: 'seed', count: this.#size });
    this.#ours.write(loginProfiles(this.#size));
    this.#floor.write(terraformData(this.#size, this.#generation));
    for (const stack of this.#stacks) await stack.init();
  }

  /** Brings both stacks where the row starts, and measures one after the other. */
  async measure(row: TerraformRow): Promise<readonly [ours: Sample, floor: Sample]> {
    if (row !== 'validate') await this.#bring(row === 'apply' ? 'destroyed' : 'applied');
    switch (row) {
      case 'validate':
      case 'plan':
        return this.#each((stack) => stack[row]());
      case 'apply':
      case 'destroy':
        this.#applied = row === 'apply';
        return this.#each((stack) => stack[row]());
      case 'drift':
        return this.#planDrift();
      case 'rotate':
        await this.#standIn.order({ what: 'rotate', count: this.#size });
        this.#changeFloor();
        return this.#each((stack) => stack.apply());
    }
  }

  close(): void {
    for (const stack of this.#stacks) stack.close();
  }

  get #stacks(): readonly Stack[] {
    return [this.#ours, this.#floor];
  }

  async #bring(state: 'applied' | 'destroyed'): Promise<void> {
    if (this.#applied === (state === 'applied')) return;
    for (const stack of this.#stacks) await (state === 'applied' ? stack.apply() : stack.destroy());
    this.#applied = state === 'applied';
  }

  /** `terraform_data` cannot drift, so that as many changes come from its configuration. */
  async #planDrift(): Promise<readonly [Sample, Sample]> {
    await this.#standIn.order({ what: 'drift', count: this.#size, on: true });
    this.#changeFloor();
    const samples = await this.#each((stack) => stack.plan());
    await this.#standIn.order({ what: 'drift', count: this.#size, on: false });
    this.#changeFloor(-1);
    return samples;
  }

  #changeFloor(by = 1): void {
    this.#generation += by;
    this.#floor.write(terraformData(this.#size, this.#generation));
  }

  async #each(run: (stack: Stack) => Promise<Sample>): Promise<readonly [Sample, Sample]> {
    return [await run(this.#ours), await run(this.#floor)];
  }
}

/** The rows of one size. Both sides are measured by turns, so that a noisy moment meets both. */
export async function terraformRows(size: number, options: Options, standIn: StandInClient): Promise<Line[]> {
  const rows = TERRAFORM_ROWS.filter((row) => options.rows.includes(row satisfies Row));
  const samples = new Map(rows.map((row) => [row, { ours: [] as Sample[], floor: [] as Sample[] }]));
  const pair = new Pair(size, standIn, options);
  try {
    await pair.prepare();
    for (let run = 0; run < runsOf(size, options); run += 1) {
      for (const [row, { ours, floor }] of samples) {
        const [our, other] = await pair.measure(row);
        ours.push(our);
        floor.push(other);
      }
    }
  } finally {
    pair.close();
  }
  return [...samples].flatMap(([row, { ours, floor }]) => [
    { row, size, subject: OURS, samples: ours },
    { row, size, subject: FLOOR, samples: floor },
  ]);
}

const runsOf = (size: number, { runs }: Options): number => (size > OFTEN_UP_TO ? 1 : runs);

const named = (size: number, body: (index: number) => object): Readonly<Record<string, object>> =>
  Object.fromEntries(Array.from({ length: size }, (_, index) => [userName(index), body(index)]));

const loginProfiles = (size: number): Resources => ({
  iam_login_profile: named(size, (index) => ({ user_name: userName(index), secret_id: secretName(index) })),
});

const terraformData = (size: number, generation: number): Resources => ({
  terraform_data: named(size, (index) => ({ input: `${userName(index)}-${generation}` })),
});
