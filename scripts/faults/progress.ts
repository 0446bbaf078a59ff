const INTERVAL_MS = 60_000;

/**
 * Runs something long, and prints how much of it is done once a minute.
 * @returns how long it took, in seconds
 */
export async function withProgress(done: () => number, run: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  const seconds = (): number => Math.round((performance.now() - startedMs) / 1000);
  const progress = setInterval(() => process.stdout.write(`  ${done()} done after ${seconds()} s\n`), INTERVAL_MS);
  await run().finally(() => clearInterval(progress));
  return seconds();
}
