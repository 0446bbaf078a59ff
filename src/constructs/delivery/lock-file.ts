/**
 * The dependency lock file of a stack folder (`.terraform.lock.hcl`), edited so that neither Terraform nor the CDKTF
 * CLI asks a registry for this provider. The CLI runs `terraform providers lock` for all providers as soon as one of
 * them looks unlocked, and that command fails for a provider that no registry knows.
 * @see https://developer.hashicorp.com/terraform/language/files/dependency-lock
 */
import { satisfies } from './version-constraint';

/** What the lock file says of the delivered provider. */
export interface OwnProvider {
  /** `HOST/NAMESPACE/TYPE`. */
  readonly source: string;
  readonly version: string;
  /** Terraform's `h1:` hash over the files of the package; the same for every platform. */
  readonly h1: string;
}

/** An entry of `terraform.required_providers`. */
export interface RequiredProvider {
  /** `HOST/NAMESPACE/TYPE`, as {@link providerAddress} expands it. */
  readonly source: string;
  /** A version constraint; undefined where any version will do. */
  readonly version?: string;
}

interface Entry {
  readonly source: string;
  readonly version: string | undefined;
  readonly lines: readonly string[];
}

const HEADER = [
  '# This file is maintained automatically by "terraform init".',
  '# Manual edits may be lost in future updates.',
].join('\n');

/** Terraform expands a source of one or two parts in the same way. */
export function providerAddress(source: string): string {
  const defaults = ['registry.terraform.io', 'hashicorp'];
  const parts = source.toLowerCase().split('/');
  return [...defaults.slice(0, Math.max(0, 3 - parts.length)), ...parts].join('/');
}

function parseEntries(text: string): Entry[] {
  const withoutComments = text.replace(/\/\*[\s\S]*?\*\//g, '');
  const blocks = withoutComments.matchAll(/^provider[ \t]+"([^"]+)"[ \t]*\{[\s\S]*?^\}/gm);
  return Array.from(blocks, ([block, source = '']) => ({
    source,
    version: /^\s*version\s*=\s*"([^"]*)"/m.exec(block)?.[1],
    lines: block.split(/\r?\n/),
  }));
}

const ownEntry = ({ source, version, h1 }: OwnProvider): Entry => ({
  source,
  version,
  lines: [
    `provider "${source}" {`,
    `  version     = "${version}"`,
    `  constraints = "${version}"`,
    '  hashes = [',
    `    "${h1}",`,
    '  ]',
    '}',
  ],
});

/** Terraform's own order, so that a file it rewrites stays as it is at the next synth. */
function bySource(a: Entry, b: Entry): number {
  const [left, right] = [a.source.split('/'), b.source.split('/')];
  const index = left.findIndex((part, position) => part !== right[position]);
  return index === -1 ? 0 : (left[index] ?? '') < (right[index] ?? '') ? -1 : 1;
}

/** The CLI does not know comments, so this satisfies it; Terraform does, so nothing is pinned. */
function commentForCli(foreign: readonly RequiredProvider[]): string[] {
  if (foreign.length === 0) return [];
  const blocks = foreign.flatMap(({ source }) => [`provider "${source}" {`, '  constraints = ">= 0"', '}']);
  return [['/* for the CDKTF CLI only; not a selection', ...blocks, '*/'].join('\n')];
}

/**
 * The text of the lock file for a stack that requires `required`, given the text it has now (empty where there is
 * none). Other providers' entries stay as they are while the locked version satisfies the stack's constraint;
 * where it does not, the entry goes and `terraform init` selects that one provider afresh.
 */
export function editLockFile(current: string, own: OwnProvider, required: readonly RequiredProvider[]): string {
  const foreign = required.filter(({ source }) => source !== own.source);
  const constraints = new Map(foreign.map(({ source, version }) => [source, version ?? '']));
  const mayStay = ({ source, version }: Entry): boolean => {
    if (source === own.source || version === undefined) return false;
    const constraint = constraints.get(source);
    return constraint === undefined || satisfies(version, constraint);
  };
  const entries = [ownEntry(own), ...parseEntries(current).filter(mayStay)].sort(bySource);
  const sections = [HEADER, ...entries.map(({ lines }) => lines.join('\n')), ...commentForCli(foreign)];
  return `${sections.join('\n\n')}\n`;
}
