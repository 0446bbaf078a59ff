import { satisfies } from '../../../src/constructs/delivery/version-constraint';

describe('satisfies', () => {
  test.each<[version: string, constraint: string, expected: boolean]>([
    // exact
    ['1.2.3', '1.2.3', true],
    ['1.2.3', '= 1.2.3', true],
    ['1.2.3', '=1.2.3', true],
    ['1.2.0', '1.2', true],
    ['1.0.0', '1', true],
    ['1.2.4', '1.2.3', false],
    ['1.2.3', '!= 1.2.3', false],
    ['1.2.4', '!= 1.2.3', true],
    // bounds
    ['2.0.0', '> 1.9.9', true],
    ['2.0.0', '> 2.0.0', false],
    ['2.0.0', '>= 2', true],
    ['1.10.0', '>= 1.9', true],
    ['1.9.9', '< 2.0', true],
    ['2.0.0', '< 2.0', false],
    ['2.0.0', '<= 2.0.0', true],
    ['2.0.1', '<= 2.0.0', false],
    // pessimistic
    ['1.2.9', '~> 1.2.3', true],
    ['1.2.2', '~> 1.2.3', false],
    ['1.3.0', '~> 1.2.3', false],
    ['1.9.0', '~> 1.2', true],
    ['2.0.0', '~> 1.2', false],
    ['0.55.0', '~> 0.4', true],
    ['1.9.0', '~> 1', true],
    ['2.0.0', '~> 1', false],
    // lists
    ['1.5.0', '>= 1.2, < 2.0', true],
    ['1.5.0', '>= 1.2,<2.0,!= 1.5.0', false],
    ['2.5.0', '>= 1.2, < 2.0', false],
    ['1.5.0', '', true],
    // prereleases: only where named exactly, as Terraform has it
    ['1.0.0-beta.1', '1.0.0-beta.1', true],
    ['1.0.0-beta.1', '= 1.0.0-beta.1, < 1.0.0', true],
    ['1.0.0-beta.1', '>= 0.9', false],
    ['1.0.0-beta.1', '>= 1.0.0-beta.1', false],
    ['1.0.0-beta.1', '', false],
    ['1.0.0-beta.1', '1.0.0', false],
    ['1.0.0', '> 1.0.0-rc.1', true],
    ['1.0.0', '>= 1.0.0-rc.1', true],
    ['1.0.0', '< 1.0.0-rc.1', false],
    ['1.0.0', '~> 1.0.0-rc.1', true],
    // build metadata does not count
    ['1.0.0+build.5', '1.0.0', true],
    // what cannot be read
    ['1.0.0', 'v1.0.0', false],
    ['1.0.0', '>= 1.x', false],
    ['1.0.0', '=> 1.0', false],
    ['1.0.0', '>= 1.0,', false],
    ['latest', '>= 1.0', false],
  ])('%s with "%s": %s', (version, constraint, expected) => {
    expect(satisfies(version, constraint)).toBe(expected);
  });

  test.each([
    ['1.0.0-alpha', '1.0.0-alpha.1'],
    ['1.0.0-alpha.1', '1.0.0-alpha.beta'],
    ['1.0.0-alpha.beta', '1.0.0-beta'],
    ['1.0.0-beta.2', '1.0.0-beta.11'],
    ['1.0.0-beta.11', '1.0.0-rc.1'],
  ])('orders prereleases as Semantic Versioning does: %s < %s', (lower, higher) => {
    expect(satisfies(lower, `= ${lower}, < ${higher}`)).toBe(true);
    expect(satisfies(higher, `= ${higher}, < ${lower}`)).toBe(false);
  });
});
