/**
 * Loaded into the provider by NODE_OPTIONS in tests only. Once Terraform has asked it to apply a change, counts the
 * points at which the process takes up work again after it has waited, and strikes at one of them as by `kill -9`: the
 * provider, Terraform, or both.
 *
 * Nearly all of those points are promises of the AWS SDK that settle one after the other without a word to the outside;
 * whichever of them a process dies at, nobody can tell. So a point counts where the system called back or a timer ran
 * out, such as that of a wait, or where the process has sent, opened or closed something since the last one.
 * CRASH_POINTS=every counts all of them.
 */
const { createHook } = require('node:async_hooks');
const { writeFileSync } = require('node:fs');
const http2 = require('node:http2');
const { join } = require('node:path');

const { CRASH_AT, CRASH_VICTIM, CRASH_FOLDER, CRASH_POINTS } = process.env;

/** What is the process's own affair: nothing of it reaches the outside by itself. */
const INNER = new Set(['PROMISE', 'TickObject', 'Microtask', 'Immediate', 'Timeout']);

if (CRASH_FOLDER !== undefined && /terraform-provider-iam/.test(process.argv[1] ?? '')) {
  const at = Number(CRASH_AT ?? Infinity);
  const inner = new Set();
  let points = 0;
  let isOutsideTouched = false;
  let isAnswered = false;

  function strike() {
    writeFileSync(join(CRASH_FOLDER, `struck-${process.pid}`), JSON.stringify({ isAnswered, atMs: Date.now() }));
    if (CRASH_VICTIM !== 'provider') process.kill(process.ppid, 'SIGKILL');
    if (CRASH_VICTIM !== 'terraform') process.kill(process.pid, 'SIGKILL');
  }

  const hook = createHook({
    init(id, type) {
      if (!INNER.has(type)) isOutsideTouched = true;
      else if (type !== 'Timeout') inner.add(id);
    },
    after(id) {
      if (inner.has(id) && !isOutsideTouched && CRASH_POINTS !== 'every') return;
      isOutsideTouched = false;
      points += 1;
      if (points === at) strike();
    },
  });

  const { createServer } = http2;
  http2.createServer = (...args) =>
    createServer(...args).on('stream', (stream, headers) => {
      if (!/\/ApplyResourceChange$/.test(headers[':path'])) return;
      // An answer counts with its trailers; the last ones of it go out within this event.
      stream.on('wantTrailers', () => (isAnswered = true));
      hook.enable();
    });

  process.on('exit', () => writeFileSync(join(CRASH_FOLDER, `points-${process.pid}`), String(points)));
}
