import { Progress } from '../../../../src/cli/set-many/progress';

/** What a terminal shows in the end: a carriage return and "erase to the end of the line" begin the line anew. */
const shown = (written: string): string =>
  written
    .split('\n')
    .map((line) => line.split('\r\u001b[K').at(-1) ?? '')
    .join('\n');

function progress(isTTY: boolean, total: number) {
  let written = '';
  const bar = new Progress({ isTTY, write: (text) => (written += text) }, total);
  return { bar, written: () => written };
}

describe('the progress bar of set --from', () => {
  test('fills as users are done, and counts those that failed', () => {
    const { bar, written } = progress(true, 4);
    expect(shown(written())).toBe(`[${'.'.repeat(30)}] 0/4`);
    bar.step(false);
    bar.step(true);
    expect(shown(written())).toBe(`[${'#'.repeat(15)}${'.'.repeat(15)}] 2/4, 1 failed`);
    bar.step(false);
    bar.step(false);
    expect(shown(written())).toBe(`[${'#'.repeat(30)}] 4/4, 1 failed`);
    bar.end();
    expect(shown(written())).toBe('');
  });

  test('comes back below a line that is said meanwhile', () => {
    const { bar, written } = progress(true, 2);
    bar.step(false);
    bar.say('Wait.');
    expect(shown(written())).toBe(`iam-login-profile: Wait.\n[${'#'.repeat(15)}${'.'.repeat(15)}] 1/2`);
  });

  test('is nothing where nobody looks', () => {
    const { bar, written } = progress(false, 2);
    bar.step(true);
    bar.end();
    expect(written()).toBe('');
  });
});
