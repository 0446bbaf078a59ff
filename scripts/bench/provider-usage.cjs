/**
 * Preloaded into every Node process below a measured Terraform: at its end a provider writes down what it used. Asked
 * of the process itself because nobody else can: it is Terraform's child.
 */
const { appendFileSync } = require('node:fs');

if (process.argv[1]?.includes('terraform-provider-')) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const used = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMiB: maxRSS / 1024 };
    appendFileSync(process.env.BENCH_PROVIDER_USAGE, `${JSON.stringify(used)}\n`);
  });
}
