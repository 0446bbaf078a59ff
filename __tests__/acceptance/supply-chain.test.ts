import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';

const ROOT = join(__dirname, '..', '..');
const text = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** What the provider's archive holds, by name. */
const archive = (folder: string): Readonly<Record<string, string>> => {
  const files = unzipSync(readFileSync(join(folder, 'terraform-provider-iam.zip')));
  return Object.fromEntries(Object.entries(files).map(([name, data]) => [name, Buffer.from(data).toString('utf8')]));
};

interface Sbom {
  readonly components: readonly { readonly name: string; readonly version: string; readonly purl: string }[];
}

describe('the provider', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lp-build-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is built to the same bytes at another time and place', () => {
    const tsx = join(ROOT, 'node_modules', '.bin', 'tsx');
    execFileSync(tsx, [join(ROOT, 'scripts', 'build-provider.ts'), folder], {
      cwd: tmpdir(),
      env: { PATH: process.env.PATH, TZ: 'Pacific/Auckland', LANG: 'C' },
    });
    for (const file of ['terraform-provider-iam.zip', 'manifest.json'])
      expect(readFileSync(join(folder, file)).equals(readFileSync(join(ROOT, 'provider', file)))).toBe(true);
  });

  test('has nothing in it that writes to the log by itself', () => {
    for (const contents of Object.values(archive(join(ROOT, 'provider'))))
      expect(contents).not.toMatch(/supports-color|process\.env\.DEBUG\b/);
  });
});

describe('the bill of materials', () => {
  const sbom = JSON.parse(text('sbom.cdx.json')) as Sbom;
  const listed = sbom.components.map(({ name }) => name);

  /** esbuild writes above each module where it is from, in everything but the AWS SDK, which is made small. */
  const readable = (): string => {
    const provider = Object.entries(archive(join(ROOT, 'provider'))).filter(([name]) => name !== 'aws-sdk.cjs');
    return [...provider.map(([, contents]) => contents), text('bin/iam-login-profile.cjs')].join('\n');
  };

  test('lists every package that the bundles name', () => {
    const named = [...readable().matchAll(/^\s*\/\/ .*node_modules\/((?:@[^/\s]+\/)?[^/\s]+)\//gm)].map(
      ([, name]) => name,
    );
    expect(new Set(named).size).toBeGreaterThan(2);
    expect(listed).toEqual(expect.arrayContaining([...new Set(named)]));
  });

  test('lists nothing else', () => {
    const ofSdk = /^@(aws-sdk|aws|smithy)\/|^(bowser|agent-base|https-proxy-agent)$/;
    const others = listed
      .filter((name) => !ofSdk.test(name))
      .filter((name) => !readable().includes(`node_modules/${name}/`));
    expect(others).toEqual([]);
    expect(listed).not.toContain('debug');
    expect(listed).not.toContain('cdktf');
  });

  test('has the versions of the lock, a licence each, and no address and no path', () => {
    const lock = JSON.parse(text('package-lock.json')) as { packages: Record<string, { version: string }> };
    for (const { name, version, purl } of sbom.components) {
      expect(lock.packages[`node_modules/${name}`].version).toBe(version);
      expect(purl).toBe(`pkg:npm/${name.replace('@', '%40')}@${version}`);
      expect(text('THIRD-PARTY-LICENSES.txt')).toContain(`${name} ${version} (`);
    }
    expect(text('sbom.cdx.json')).not.toMatch(/https?:\/\/|node_modules|"timestamp"|serialNumber/);
    expect(text('sbom.cdx.json')).not.toContain(ROOT);
  });
});

test('the package is published with provenance, and the lock names no address', () => {
  const { publishConfig, dependencies } = JSON.parse(text('package.json')) as Record<string, unknown>;
  expect(publishConfig).toEqual({ access: 'public', provenance: true });
  expect(dependencies).toBeUndefined();
  expect(text('package-lock.json')).not.toContain('"resolved"');
});
