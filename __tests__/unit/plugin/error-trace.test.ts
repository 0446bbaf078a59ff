import { describeError } from '../../../src/plugin/error-trace';
import { crashReport } from '../../../src/plugin/process-end';

class HttpError extends Error {}

describe('describeError', () => {
  test('tells class and place', () => {
    const { name, frames } = describeError(new HttpError('GET /?token=SECRET'));
    expect(name).toBe('HttpError');
    expect(frames[0]).toMatch(/^ {4}at .*error-trace\.test\.ts:\d+:\d+\)?$/);
    expect(frames.join()).not.toContain('SECRET');
  });

  test.each([
    ['a message like a frame', () => new Error('x\n    at SECRET (/SECRET:1:1)\n    at SECRET:2:2')],
    ['a message that was changed', () => Object.assign(new Error('SECRET\n    at SECRET:1:1'), { message: 'other' })],
    ['a stack that was changed', () => Object.assign(new Error('x'), { stack: '    at SECRET:1:1' })],
    ['a name that was changed', () => Object.assign(new Error('x'), { name: 'SECRET' })],
    ['a cause', () => new Error('x', { cause: new Error('SECRET') })],
    ['a parser that quotes its text', () => catching(() => JSON.parse('{"password": SECRET}'))],
    ['a string', () => 'SECRET'],
    ['an object', () => ({ stack: '    at SECRET:1:1', message: 'SECRET' })],
  ])('%s is kept out', (_name, make) => {
    expect(JSON.stringify(describeError(make()))).not.toContain('SECRET');
    expect(crashReport(make())).not.toContain('SECRET');
  });

  test('a crash report begins as Terraform looks for it', () => {
    expect(crashReport(new TypeError('x'))).toMatch(/^panic: TypeError\n\n {4}at /);
  });
});

function catching(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
