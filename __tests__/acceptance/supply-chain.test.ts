import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
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

/** Everything that is built and shipped. */
const SHIPPED = ['bin', 'lib', 'lib-aws', 'lib-cdktn', 'provider', 'sbom.cdx.json', 'THIRD-PARTY-LICENSES.txt'];
const SCRIPTS = ['library', 'operations', 'provider', 'executable', 'sbom'];

/** The files of what is shipped, and their hashes. */
function hashes(folder: string): Record<string, string> {
  const files = SHIPPED.flatMap((name) =>
    statSync(join(folder, name)).isFile()
      ? [name]
      : readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' }).map((file) => join(name, file)),
  ).filter((file) => statSync(join(folder, file)).isFile());
  return Object.fromEntries(
    files.map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(folder, file)))
        .digest('hex'),
    ]),
  );
}

/** Another build, with esbuild's own word on what went into each bundle. */
const again = mkdtempSync(join(tmpdir(), 'lp-build-'));

beforeAll(() => {
  for (const script of SCRIPTS)
    execFileSync(join(ROOT, 'node_modules', '.bin', 'tsx'), [join(ROOT, 'scripts', `build-${script}.ts`), again], {
      cwd: tmpdir(),
      env: { PATH: process.env.PATH, TZ: 'Pacific/Auckland', LANG: 'C' },
    });
}, 300_000);
afterAll(() => rmSync(again, { recursive: true, force: true }));

describe('the build', () => {
  test('makes the same bytes of all that is shipped at another time and place', () => {
    expect(hashes(again)).toEqual(hashes(ROOT));
    const { scripts, files } = JSON.parse(text('package.json')) as { scripts: { build: string }; files: string[] };
    expect(scripts.build).toBe(SCRIPTS.map((script) => `tsx scripts/build-${script}.ts`).join(' && '));
    expect(files).toEqual(expect.arrayContaining(SHIPPED));
  });

  test('puts nothing into the provider that writes to the log by itself', () => {
    for (const contents of Object.values(archive(join(ROOT, 'provider'))))
      expect(contents).not.toMatch(/supports-color|process\.env\.DEBUG\b/);
  });
});

describe('the bill of materials', () => {
  const sbom = JSON.parse(text('sbom.cdx.json')) as Sbom;
  const listed = sbom.components.map(({ name }) => name);

  interface Metafile {
    readonly outputs: Readonly<Record<string, { inputs: Readonly<Record<string, { bytesInOutput: number }>> }>>;
  }

  /** The packages of which bytes are in a bundle of the other build, which is the shipped one byte for byte. */
  const bundled = (): Set<string> => {
    const folder = join(again, 'metafiles');
    const inputs = readdirSync(folder)
      .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Metafile)
      .flatMap(({ outputs }) => Object.values(outputs))
      .flatMap(({ inputs }) => Object.entries(inputs));
    const used = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
    // A package within a package is the innermost one.
    const names = used.map((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
    return new Set(names.filter((name) => name !== undefined));
  };

  test('every file of code that is bundled says what it is made of', () => {
    const bundles = ['bin', 'lib-aws', 'provider'].flatMap((folder) => readdirSync(join(again, folder)));
    expect(bundles.filter((name) => /\.(c?js|zip)$/.test(name))).toHaveLength(4);
    // The provider's archive holds three.
    expect(readdirSync(join(again, 'metafiles'))).toHaveLength(
      3 + Object.keys(archive(join(again, 'provider'))).length,
    );
  });

  test('lists the packages that are in the bundles, each of them and nothing else', () => {
    expect(bundled()).toContain('@aws-sdk/client-iam');
    expect([...new Set(listed)].sort()).toEqual([...bundled()].sort());
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
