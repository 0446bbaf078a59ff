import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FUZZ = join(__dirname, '..', 'fuzz');
const targets = readdirSync(join(FUZZ, 'targets')).map((file) => file.replace(/\.ts$/, ''));

interface Target {
  readonly fuzz: (data: Buffer) => void | Promise<void>;
}

/** `npm run check:fuzz` looks for more. */
test.each(targets)('%s takes every input that fuzzing has kept', async (name) => {
  const { fuzz } = (await import(`../fuzz/targets/${name}`)) as Target;
  const folder = join(FUZZ, 'corpus', name);
  const inputs = readdirSync(folder);
  expect(inputs.length).toBeGreaterThan(4);
  for (const input of inputs) await fuzz(readFileSync(join(folder, input)));
});
