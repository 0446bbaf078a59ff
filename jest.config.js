/** One project per kind of test; what each may touch stands in CONTRIBUTING.md. */
const project = (name, options = {}) => ({
  displayName: name,
  testMatch: [`<rootDir>/__tests__/${name}/**/*.test.ts`],
  transform: { '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }] },
  // The one import that names its file: a dynamic import must, and the source ends in .ts here.
  moduleNameMapper: { '^\\./sdk\\.js$': './sdk' },
  testEnvironment: 'node',
  ...options,
});

module.exports = {
  testTimeout: 120_000,
  // Most tests wait for Terraform; by default a machine of two cores would get one worker.
  maxWorkers: '100%',
  projects: [
    project('unit'),
    project('synth', { setupFilesAfterEnv: ['<rootDir>/__tests__/support/cdktf-matchers.ts'] }),
    project('protocol'),
    project('faults'),
    project('acceptance'),
  ],
};
