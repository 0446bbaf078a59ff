import { keepMemoryPrivate, revealingOptionProblem } from '../../../src/plugin/private-memory';

test.each([
  '',
  '--max-old-space-size=4096',
  '--require ./inspect.js',
  '--report-on-signal',
  '--inspect-port=1',
  '--no-inspect',
  '"--title=a --inspect"',
])('options that show nothing are taken: %j', (options) => {
  expect(revealingOptionProblem(options)).toBeUndefined();
});

/** As Node reads them, not as they look. */
test.each([
  ['--inspect', '--inspect'],
  ['--inspect-brk=9229', '--inspect-brk'],
  ['-r x --inspect-wait', '--inspect-wait'],
  ['--heapsnapshot-near-heap-limit=3', '--heapsnapshot-near-heap-limit'],
  ['--heapsnapshot_signal=SIGUSR2', '--heapsnapshot-signal'],
  ['--heapsnapshot-near_heap_limit 3', '--heapsnapshot-near-heap-limit'],
  ['--max-old-space-size=100   "--inspec\\t=0"', '--inspect'],
  ['--ins"pect"', '--inspect'],
  ['--tls-keylog=/tmp/keys', '--tls-keylog'],
])('options that show the memory or the keys of connections are refused: %s', (options, name) => {
  expect(revealingOptionProblem(options)).toMatch(`NODE_OPTIONS has ${name}, `);
});

test.each([
  { platform: 'linux', written: [['/proc/self/coredump_filter', '0']] },
  { platform: 'darwin', written: [] },
] as const)('on $platform', ({ platform, written }) => {
  const report = { reportOnFatalError: true, reportOnSignal: true, reportOnUncaughtException: true };
  const writes: string[][] = [];
  keepMemoryPrivate({ report, platform, write: (file, text) => writes.push([file, text]) });
  expect(Object.values(report)).toEqual([false, false, false]);
  expect(writes).toEqual(written);
});

test('a system that cannot be told is no reason to fail', () => {
  const report = { reportOnFatalError: true, reportOnSignal: true, reportOnUncaughtException: true };
  const write = (): never => {
    throw new Error('EROFS');
  };
  expect(() => keepMemoryPrivate({ report, platform: 'linux', write })).not.toThrow();
});
