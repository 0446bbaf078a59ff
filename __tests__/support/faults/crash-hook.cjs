/**
 * Loaded into the provider by NODE_OPTIONS in tests only. Counts the points at which the process takes up work again
 * after it has waited, and dies at one of them as by `kill -9`, alone or together with Terraform.
 */
const { createHook } = require('node:async_hooks');
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');

const { CRASH_AT, CRASH_VICTIM, CRASH_FOLDER } = process.env;

if (CRASH_FOLDER !== undefined && /terraform-provider-iam/.test(process.argv[1] ?? '')) {
  const at = Number(CRASH_AT ?? Infinity);
  let points = 0;
  createHook({
    after() {
      points += 1;
      if (points !== at) return;
      writeFileSync(join(CRASH_FOLDER, `crashed-${process.pid}`), String(points));
      if (CRASH_VICTIM === 'both') process.kill(process.ppid, 'SIGKILL');
      process.kill(process.pid, 'SIGKILL');
    },
  }).enable();
  process.on('exit', () => writeFileSync(join(CRASH_FOLDER, `points-${process.pid}`), String(points)));
}
