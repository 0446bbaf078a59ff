/**
 * Builds what the package says of the code of others that it carries in its bundles: `sbom.cdx.json` (CycloneDX 1.5) and
 * `THIRD-PARTY-LICENSES.txt`, as their licences ask. Both from what esbuild puts into the bundles, not from the
 * dependencies of the repository (as `npm sbom` would), most of which are tools. The same sources give the same bytes.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { OUT, ROOT } from './bundle';

/** Everything that ends up in a bundle; see the other build scripts. */
const ENTRIES = [
  'src/aws/sdk.ts',
  'src/cli/iam-login-profile.ts',
  'src/cli/terraform-provider-iam.ts',
  'src/operations/library.ts',
  'src/plugin/services/serving.ts',
  'src/provider/index.ts',
];
const ACCEPTED_LICENSES = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT']);

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

const manifestIn = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Manifest;

/** The folders of the packages of which a file is bundled, in order. */
async function bundledFolders(): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ENTRIES,
    outdir: 'unused',
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node20',
    alias: { debug: './scripts/silent-debug.cjs' },
    logLevel: 'error',
  });
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  const folders = used.map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort();
}

const purl = ({ name, version }: Manifest): string => `pkg:npm/${name.replace('@', '%40')}@${version}`;

const isExpression = ({ license }: Manifest): boolean => /\s/.test(license);

/** Every licence of an expression counts, `OR` or `AND`: none of ours needs the difference. */
const isAccepted = ({ license }: Manifest): boolean =>
  (license.match(/[\w.-]+/g) ?? ['none']).every(
    (word) => word === 'AND' || word === 'OR' || ACCEPTED_LICENSES.has(word),
  );

const component = (manifest: Manifest) => ({
  type: 'library',
  'bom-ref': purl(manifest),
  name: manifest.name,
  version: manifest.version,
  licenses: [isExpression(manifest) ? { expression: manifest.license } : { license: { id: manifest.license } }],
  purl: purl(manifest),
});

/** Without a time and a serial number, which would differ from build to build. */
const sbom = (own: Manifest, bundled: readonly Manifest[]) => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  version: 1,
  metadata: { component: component(own) },
  components: bundled.map(component),
  dependencies: [{ ref: purl(own), dependsOn: bundled.map(purl) }],
});

function licenseText(folder: string): string {
  const file = readdirSync(join(ROOT, folder)).find((name) => /^licen[cs]e(\.(md|txt))?$/i.test(name));
  return file === undefined
    ? 'The package brings no text of its licence.'
    : readFileSync(join(ROOT, folder, file), 'utf8').trim();
}

/** Each text once, below the packages that it is for. */
function notices(packages: readonly { manifest: Manifest; text: string }[]): string {
  const byText = new Map<string, string[]>();
  for (const { manifest, text } of packages) {
    const line = `${manifest.name} ${manifest.version} (${manifest.license})`;
    byText.set(text, [...(byText.get(text) ?? []), line]);
  }
  const rule = '-'.repeat(80);
  return [...byText].map(([text, names]) => [...names, '', text, '', rule, ''].join('\n')).join('\n');
}

async function main(): Promise<void> {
  const packages = (await bundledFolders()).map((folder) => ({
    manifest: manifestIn(folder),
    text: licenseText(folder),
  }));
  const refused = packages.filter(({ manifest }) => !isAccepted(manifest));
  if (refused.length > 0)
    throw new Error(`Licence not accepted: ${refused.map(({ manifest }) => purl(manifest)).join(', ')}`);
  const bundled = packages.map(({ manifest }) => manifest);
  writeFileSync(join(OUT, 'sbom.cdx.json'), `${JSON.stringify(sbom(manifestIn('.'), bundled), null, 2)}\n`);
  writeFileSync(join(OUT, 'THIRD-PARTY-LICENSES.txt'), notices(packages));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
