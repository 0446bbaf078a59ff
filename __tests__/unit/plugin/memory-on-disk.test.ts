import { keepMemoryOffDisk, refuseRevealingOptions } from '../../../src/plugin/memory-on-disk';

test.each(['', '--max-old-space-size=4096', '--require ./inspect.js', '--report-on-signal', '--inspect-port=1'])(
  'options that show nothing are taken: %j',
  (options) => {
    expect(() => refuseRevealingOptions(options)).not.toThrow();
  },
);

test.each(['--inspect', '--inspect-brk=9229', '-r x --inspect-wait', '--heapsnapshot-near-heap-limit=3'])(
  'options that show the memory are refused: %s',
  (options) => {
    expect(() => refuseRevealingOptions(options)).toThrow(/^NODE_OPTIONS has --/);
  },
);

test.each([
  { platform: 'linux', written: [['/proc/self/coredump_filter', '0']] },
  { platform: 'darwin', written: [] },
] as const)('on $platform', ({ platform, written }) => {
  const report = { reportOnFatalError: true, reportOnSignal: true, reportOnUncaughtException: true };
  const writes: string[][] = [];
  keepMemoryOffDisk({ report, platform, write: (file, text) => writes.push([file, text]) });
  expect(Object.values(report)).toEqual([false, false, false]);
  expect(writes).toEqual(written);
});

test('a system that cannot be told is no reason to fail', () => {
  const report = { reportOnFatalError: true, reportOnSignal: true, reportOnUncaughtException: true };
  const write = (): never => {
    throw new Error('EROFS');
  };
  expect(() => keepMemoryOffDisk({ report, platform: 'linux', write })).not.toThrow();
});
