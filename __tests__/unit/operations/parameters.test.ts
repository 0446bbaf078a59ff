import { LoginProfileClient } from '../../../src/operations/client';
import type { Result } from '../../../src/operations';

// Set by the build elsewhere.
(globalThis as { PACKAGE_VERSION?: string }).PACKAGE_VERSION = '0.0.0';

/** As a program in JavaScript calls it; nothing is reached, because nothing is called. */
const client = new LoginProfileClient({ region: 'eu-west-1', endpointUrl: 'http://127.0.0.1:1', maxRetries: 0 });
const call = (method: 'updateLoginProfile' | 'getLoginProfile' | 'deleteLoginProfile', parameters: unknown) =>
  client[method](parameters as never) as Promise<Result<unknown>>;

const GOOD = { userName: 'alice', secretId: 'console/alice' };

test.each([
  [undefined, /^The parameters are no object/],
  ['alice', /^The parameters are no object/],
  [{}, /^userName is not a string/],
  [{ ...GOOD, userName: 42 }, /^userName is not a string/],
  [{ ...GOOD, secretId: null }, /^secretId is not a string/],
  [{ ...GOOD, secretJsonKey: 1 }, /^secretJsonKey is not a string/],
  [{ ...GOOD, secretVersionId: ['v'] }, /^secretVersionId is not a string/],
  [{ userName: 'alice', password: 12345678 }, /^password is not a string, or an object with reveal/],
  [{ userName: 'alice', password: null }, /^password is not/],
  [{ userName: 'alice', password: { reveal: () => 12345678 } }, /^The password is no text/],
  [{ ...GOOD, passwordResetRequired: 'false' }, /^passwordResetRequired is not true or false/],
  [{ ...GOOD, mode: 'createOnly' }, /^mode is not one of either, create-only, update-only/],
  [{ ...GOOD, dryRun: 'no' }, /^dryRun is not true or false/],
  [{ ...GOOD, timeoutMs: '5' }, /^timeoutMs is not a number of more than 0 and at most 86400000/],
  [{ ...GOOD, timeoutMs: 0 }, /^timeoutMs is not/],
  [{ ...GOOD, timeoutMs: NaN }, /^timeoutMs is not/],
  [{ ...GOOD, timeoutMs: Infinity }, /^timeoutMs is not/],
  [{ ...GOOD, signal: {} }, /^signal is not an AbortSignal/],
])('updateLoginProfile(%j) is VALIDATION_ERROR, and quotes no value', async (parameters, says) => {
  const result = await call('updateLoginProfile', parameters);
  expect(result).toEqual({
    success: false,
    error: { code: 'VALIDATION_ERROR', message: expect.stringMatching(says) },
  });
  expect(JSON.stringify(result)).not.toContain('12345678');
});

test.each(['getLoginProfile', 'deleteLoginProfile'] as const)(
  '%s holds its parameters to their types',
  async (method) => {
    for (const parameters of [undefined, { userName: 1 }, { userName: 'alice', timeoutMs: -1 }]) {
      expect(await call(method, parameters)).toMatchObject({ success: false, error: { code: 'VALIDATION_ERROR' } });
    }
  },
);

test.each([
  { region: '' },
  { region: 'eu west 1' },
  { region: 42 as never },
  { region: 'eu-west-1', endpointUrl: 'localhost:4566' },
  { region: 'eu-west-1', endpointUrl: 42 as never },
])('a client of %j answers VALIDATION_ERROR', async (options) => {
  const result = await new LoginProfileClient(options).updateLoginProfile(GOOD);
  expect(result).toMatchObject({ success: false, error: { code: 'VALIDATION_ERROR' } });
});
