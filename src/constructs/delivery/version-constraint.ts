/**
 * Terraform's version constraints, read as Terraform reads them when it decides whether a locked version may stay.
 * @see https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 */

interface Version {
  readonly release: readonly [major: number, minor: number, patch: number];
  /** Empty for a release. */
  readonly prerelease: readonly string[];
}

interface Term {
  readonly operator: string;
  readonly version: Version;
  /** How many numbers were written: `~> 1.2` lets the minor version rise, `~> 1.2.0` only the patch. */
  readonly precision: number;
}

const VERSION = /^(\d+(?:\.\d+){0,2})(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;
const TERM = /^(=|!=|>=|<=|>|<|~>)?\s*(\S+)$/;

function parseVersion(text: string): (Version & { readonly precision: number }) | undefined {
  const match = VERSION.exec(text);
  if (!match) return undefined;
  const [major, ...others] = match[1].split('.').map(Number);
  return {
    release: [major, others.at(0) ?? 0, others.at(1) ?? 0],
    prerelease: match.at(2)?.split('.') ?? [],
    precision: 1 + others.length,
  };
}

function parseTerm(text: string): Term | undefined {
  const match = TERM.exec(text.trim());
  const version = match ? parseVersion(match[2]) : undefined;
  return version && { operator: match?.at(1) ?? '=', version, precision: version.precision };
}

/** Semantic Versioning: numbers by value and before words, a longer list after its own beginning. */
function comparePrerelease(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (const [index, left] of a.entries()) {
    const right = b.at(index);
    if (right === undefined) return 1;
    if (left === right) continue;
    const numeric = [left, right].map((part) => /^\d+$/.test(part));
    if (numeric[0] && numeric[1]) return Number(left) - Number(right);
    if (numeric[0] !== numeric[1]) return numeric[0] ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return a.length - b.length;
}

function compare(a: Version, b: Version): number {
  for (const index of [0, 1, 2] as const) {
    if (a.release[index] !== b.release[index]) return a.release[index] - b.release[index];
  }
  return comparePrerelease(a.prerelease, b.prerelease);
}

/** The first version that `~>` no longer allows. */
function pessimisticLimit({ version, precision }: Term): Version {
  const [major, minor] = version.release;
  return { release: precision === 3 ? [major, minor + 1, 0] : [major + 1, 0, 0], prerelease: [] };
}

function allows(term: Term, version: Version): boolean {
  const order = compare(version, term.version);
  switch (term.operator) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    default:
      return order >= 0 && compare(version, pessimisticLimit(term)) < 0;
  }
}

/**
 * Whether `version` satisfies `constraint`, a comma-separated list of terms; an empty one is satisfied by every
 * release. A prerelease satisfies only a constraint that names it exactly. What cannot be read is not satisfied.
 */
export function satisfies(version: string, constraint: string): boolean {
  const candidate = parseVersion(version);
  const terms = constraint.trim() === '' ? [] : constraint.split(',').map(parseTerm);
  if (!candidate || !terms.every((term) => term !== undefined)) return false;
  const named = terms.some(({ operator, version: exact }) => operator === '=' && compare(exact, candidate) === 0);
  return (candidate.prerelease.length === 0 || named) && terms.every((term) => allows(term, candidate));
}
