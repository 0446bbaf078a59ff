/**
 * Preloaded into every Node process below a measured Terraform: at its end a provider writes down what it used. Asked
 * of the process itself because nobody else can: it is Terraform's child.
 */
const { appendFileSync, readFileSync } = require('node:fs');

/** Linux counts in `maxRSS` what the process had before it became this program, which was a copy of Terraform. */
function peakMiB() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024;
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;
}

if (process.argv[1]?.includes('terraform-provider-')) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime } = process.resourceUsage();
    const used = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMiB: peakMiB() };
    appendFileSync(process.env.BENCH_PROVIDER_USAGE, `${JSON.stringify(used)}\n`);
  });
}
