import type { Members, Shape } from './shapes';

/** One constraint of the model that a request breaks, in AWS's words. */
export interface Violation {
  /** As AWS prints it: `userName`, `tags.1.member.key`. */
  readonly member: string;
  readonly constraint: string;
  /** The offending value, where it may be shown. */
  readonly value?: string;
}

const lengthOf = (shape: Shape, value: unknown): number => {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') {
    return shape.kind === 'string' && shape.unit === 'bytes' ? Buffer.byteLength(value) : value.length;
  }
  return (value as Buffer | unknown[]).length;
};

const rangeViolations = (shape: Shape, value: unknown): string[] => {
  if (shape.kind === 'boolean' || shape.kind === 'timestamp' || shape.kind === 'structure') return [];
  const noun = shape.kind === 'integer' ? 'value' : 'length';
  const length = lengthOf(shape, value);
  const constraints: string[] = [];
  if (shape.min !== undefined && length < shape.min) {
    constraints.push(`Member must have ${noun} greater than or equal to ${shape.min}`);
  }
  if (shape.max !== undefined && length > shape.max) {
    constraints.push(`Member must have ${noun} less than or equal to ${shape.max}`);
  }
  return constraints;
};

/** A pattern as the service model spells it, without the anchors that JavaScript needs. */
const patternSource = (pattern: RegExp): string => pattern.source.replace(/^\^(?:\(\?:)?|\)?\$$/g, '');

const valueViolations = (member: string, shape: Shape, value: unknown): Violation[] => {
  const constraints = rangeViolations(shape, value);
  if (shape.kind === 'string' && shape.pattern?.test(value as string) === false) {
    constraints.push(`Member must satisfy regular expression pattern: ${patternSource(shape.pattern)}`);
  }
  const shown = typeof value === 'string' && shape.sensitive !== true ? { value } : {};
  const own = constraints.map((constraint) => ({ member, constraint, ...shown }));
  if (shape.kind === 'list') {
    const elements = value as unknown[];
    own.push(...elements.flatMap((element, at) => valueViolations(`${member}.${at + 1}.member`, shape.of, element)));
  }
  if (shape.kind === 'structure') own.push(...violations(shape.members, value as Record<string, unknown>, member));
  return own;
};

/** Every constraint the decoded input breaks, in the order of the model. */
export const violations = (members: Members, input: Readonly<Record<string, unknown>>, path = ''): Violation[] =>
  Object.entries(members).flatMap(([name, shape]) => {
    const member = path === '' ? name : `${path}.${name}`;
    const value = input[name];
    if (value !== undefined) return valueViolations(member, shape, value);
    return shape.required ? [{ member, constraint: 'Member must not be null' }] : [];
  });
